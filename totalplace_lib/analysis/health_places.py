"""docs/nhs-below-region.md: how NHS money is placed below the region, how good that is, what it changes.

Run as `python -m totalplace_lib.analysis.health_places > docs/nhs-below-region.md`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.evidence import health_groups, measured
from totalplace_lib.model import Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.money import keys, sharing
from totalplace_lib.national.places import places
from totalplace_lib.project import read_table

BEFORE = (
    "health_mix"  # the key that fits the nine regions best, used alone until boards' allocations were held
)
YEARS = ("2021-22", "2022-23")
DRIVER = "hospitals"
LARGEST = 12

HEAD = """# NHS money below the region, 2013-14 to 2022-23

Made by `python -m totalplace_lib.analysis.health_places > docs/nhs-below-region.md`.

- **Control.** The Treasury's current spending on hospitals and commissioners in each of nine regions. It is never
  changed: what is placed adds up to it, to the penny.
- **2022-23.** Integrated care boards' baselines of that year are taken as they are. A place made of whole boards has
  them as an actual figure. The rest of the region's health money (central budgets, specialised services, training) is
  shared by the same.
- **2020-21 and 2021-22.** No allocations are held: a region's health money is shared by the boards' baselines of
  2022-23 [e].
- **Within a board** money is shared over its areas by people, age and illness (`board_need` in `config/keys.csv`). Most
  areas lie whole in one board; one that does not is split by the people of its neighbourhoods. A board that lies in
  two regions is split between them by the people it serves.
- **2013-14 to 2019-20.** A region's hospital and community health money is shared by what commissioning groups were
  given in the year (`health_groups`) [e]. Their allocations are a research reconstruction, complete for England; groups
  that were merged later are added up under their successor (`config/geography/group_mergers.csv`), except those that
  were one council (`group_areas.csv`). Within a group as within a board.
- **Other years.** 2007-08 to 2009-10: allocations of primary care trusts where they are held. 2010-11 to 2012-13:
  people and poverty, as the allocations of trusts are held for less than half of them.
"""


def changes(year: str) -> pd.DataFrame:
    """Health money by upper-tier area as counted and by the key between regions alone: code, name, region_name,
    population, amount_gbp, before_gbp, change (relative). Both add to England's."""
    when = Year.parse(year)
    areas = read_table("areas", vintage=geography.vintage_for(when)).set_index("area_code")
    lines = money_by_area(sharing(when), ["driver"])
    chosen = lines["driver"] == DRIVER
    now = lines[chosen].groupby("area_code")["amount_gbp"].sum().reindex(areas.index)
    series = keys(when, [BEFORE, "population"]).pivot(index="area_code", columns="key", values="value")
    region = areas["region_code"]
    share = series[BEFORE] / series[BEFORE].groupby(region).transform("sum")
    table = areas[["county_code", "county_name", "region_name"]].assign(
        population=series["population"],
        amount_gbp=now,
        before_gbp=share * now.groupby(region).transform("sum"),
    )
    by = ["county_code", "county_name", "region_name"]
    sums = table.groupby(by)[["population", "amount_gbp", "before_gbp"]].sum().reset_index()
    sums["change"] = sums["amount_gbp"] / sums["before_gbp"] - 1
    return sums.rename(columns={"county_code": "code", "county_name": "name"})


def in_boards(year: str) -> pd.DataFrame:
    """Today's combined authorities and the boards that serve them: name, whole (boards that lie in it whole), part."""
    when = Year.parse(year)
    held = read_table("area_membership", kind="icb", vintage=geography.vintage_for(when))
    homes = held.groupby("body_name")["area_code"].agg(frozenset)
    listed = places(year)
    rows = []
    for row in listed[listed["kind"] == "combined authority"].to_dict("records"):
        own = frozenset(in_year(str(row["slug"]), when).areas)
        near = homes[[bool(areas & own) for areas in homes]]
        is_whole = [areas <= own for areas in near]
        rows.append(
            (row["name"], _names(near.index[is_whole]), _names(near.index[[not each for each in is_whole]]))
        )
    return pd.DataFrame(rows, columns=["name", "whole", "part"])


def _names(boards: Iterable[object]) -> str:
    short = (str(name).removeprefix("NHS ").removesuffix(" Integrated Care Board") for name in boards)
    return ", ".join(short) or "none"


def document() -> str:
    """docs/nhs-below-region.md."""
    return "\n".join([HEAD, *_inside(), *_changed(), *_served()]) + "\n"


def _inside() -> list[str]:
    """The keys that competed inside boards."""
    table, parts = health_groups.candidates(), health_groups.parts()
    without = health_groups.without_boards(BEFORE)
    half = measured.table().loc[DRIVER]
    return [
        "## Inside a board: what is nearest to what commissioning groups were given",
        "",
        f"{parts['place'].nunique()} groups or their successors in {parts['body_code'].nunique()} boards, "
        f"{parts['year'].min()} to {parts['year'].max()} (research reconstruction; boards that are one group are left "
        "out). The board's "
        "money is the sum of its groups and is known; only the spread inside it is judged. Weights are in tenths and "
        "misplace the least; held out means that the board judged had no part in them. Ages are of mid-2020, illness "
        "of IMD 2025, areas of 2023. Registered patients differ from residents, most in inner London.",
        "",
        "| Key | Weights | Misplaced | Held out | Half within | Nine in ten within |",
        "|---|---|---:|---:|---:|---:|",
        *(
            f"| {row['name']} | {row['label']} | {row['misplaced']:.1%} | {row['held_out']:.1%} | "
            f"{row['median_error']:.1%} | {row['wide_error']:.1%} |"
            for row in table.to_dict("records")
        ),
        "",
        "Without the boards, the money of the same groups shared over their whole region by people and poverty: half "
        f"within {without['median_error']:.1%}, nine in ten within {without['wide_error']:.1%}, "
        f"{without['misplaced']:.1%} misplaced.",
        "",
        "The range of a place's NHS money is the wider of what this test and that of trusts need: "
        f"{half['half_width']:.2f} in log odds, grade {half['grade']}.",
        "",
    ]


def _changed() -> list[str]:
    """What the boards change, against the key between regions alone."""
    lines = [
        "## What it changes for upper-tier areas",
        "",
        "Health money, current, as counted, against the region's health money shared by people and poverty alone "
        f"(`{BEFORE}`). England and every region are the same in both.",
        "",
    ]
    for year in YEARS:
        table = changes(year)
        size = table["change"].abs()
        moved, whole = (table["amount_gbp"] - table["before_gbp"]).abs().sum() / 2, table["amount_gbp"].sum()
        lines += [
            f"**{year}**: {len(table)} areas; half change by less than {size.median():.1%}, one in ten by more than "
            f"{size.quantile(0.9):.1%}; {moved / 1e6:,.0f} of {whole / 1e6:,.0f} GBP million moves.",
            "",
        ]
    table = changes(YEARS[-1])
    largest = table.reindex(table["change"].abs().sort_values(ascending=False).index).head(LARGEST)
    return [
        *lines,
        f"The largest changes of {YEARS[-1]}:",
        "",
        "| Area | Region | As counted, GBP a head | Before | Change |",
        "|---|---|---:|---:|---:|",
        *(
            f"| {row['name']} | {row['region_name']} | {row['amount_gbp'] / row['population']:,.0f} | "
            f"{row['before_gbp'] / row['population']:,.0f} | {row['change']:+.1%} |"
            for row in largest.to_dict("records")
        ),
        "",
    ]


def _served() -> list[str]:
    """Which boards serve the combined authorities."""
    return [
        f"## Boards of the mayoral and combined authorities, {YEARS[-1]}",
        "",
        "What a board that lies whole in a place was given is an actual figure there; the part of a board that reaches "
        "beyond the place is an estimate.",
        "",
        "| Authority | Whole boards | Boards in part |",
        "|---|---|---|",
        *(
            f"| {row['name']} | {row['whole']} | {row['part']} |"
            for row in in_boards(YEARS[-1]).to_dict("records")
        ),
    ]


if __name__ == "__main__":
    print(document(), end="")
