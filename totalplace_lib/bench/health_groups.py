"""Below the health boards: what commissioning groups were given, against their board's money shared by a key."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench.key_series import board_areas, series
from totalplace_lib.count import geography
from totalplace_lib.count.evidence import within
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, read_table, remembered

YEAR = Year(2021)  # keys of the years that boards' money is counted in, on the areas of 2023
CANDIDATES = {
    "population": ("population",),
    "people and poverty, as used between regions": ("health_mix",),
    "people, age and poverty": ("population", "pensioners", "income_deprived"),
    "people, age and illness, as in the NHS's own formula": ("population", "pensioners", "health_need"),
}
"""What was let in, and why, before any of it was tested."""


def shared(key: str) -> pd.DataFrame:
    """Groups of boards with several known groups: year, region_code, place, body_code (the board), actual_gbp and
    value, the board's money shared over its groups by the key."""
    held = parts()
    return held.assign(
        value=within.shared_within(held, of_groups((key,))[key].reindex(held["place"]).set_axis(held.index)),
        actual_gbp=held["amount_gbp"],
    )[["year", "region_code", "place", "body_code", "actual_gbp", "value"]]


def candidates() -> pd.DataFrame:
    """How each of CANDIDATES does inside boards: name, label, misplaced, held_out, median_error, wide_error."""
    held = parts()
    rows = []
    for name, terms in CANDIDATES.items():
        table = of_groups(terms).reindex(held["place"]).set_axis(held.index)
        rows.append({"name": name, **within.candidate(held, table)})
    return pd.DataFrame(rows)


def without_boards(key: str) -> dict[str, object]:
    """How a key does when it shares the whole region's money over the same groups, as if boards were not known."""
    held = parts()
    table = of_groups((key,)).reindex(held["place"]).set_axis(held.index)
    return within.candidate(held.assign(body_code=held["region_code"]), table)


@remembered
def parts() -> pd.DataFrame:
    """Groups whose areas are known, in boards with more than one such group: year, place, body_code, region_code,
    amount_gbp. A board that holds one group alone says nothing of the spread inside boards."""
    amounts = read_table("health_allocations", body_kind="ccg")
    amounts = amounts[amounts["amount_gbp"].notna()].rename(columns={"body_code": "place"})
    found = amounts[["year", "place", "amount_gbp"]].merge(_homes(), on="place")
    several = found.groupby(["year", "body_code"])["place"].transform("size") > 1
    return found[several].reset_index(drop=True)


@remembered
def of_groups(names: tuple[str, ...]) -> pd.DataFrame:
    """Keys by group, as shares of England: groups x keys."""
    found = group_areas().merge(series(YEAR, names), on="area_code")
    found["value"] *= found["weight"]
    whole = series(YEAR, names).groupby("key")["value"].sum()
    table = found.pivot_table(index="place", columns="key", values="value", aggfunc="sum")
    return table[list(names)] / whole[list(names)]


@remembered
def group_areas() -> pd.DataFrame:
    """The areas of commissioning groups, as of 2023: place (code of the group), area_code, weight.

    Those of sub-locations of the boards, and of config/geography/group_areas.csv where a group was merged before.
    """
    special = read_config("geography/group_areas.csv").rename(columns={"body_code": "place"})
    held = read_table("area_membership", kind="sub_icb", vintage=geography.VINTAGES[-1])
    kept = held.rename(columns={"body_code": "place", "share": "weight"})
    kept = kept[~kept["place"].isin(special["place"])]
    named = special.dropna(subset=["area_code"]).assign(weight=1.0)
    return pd.concat([kept, named], ignore_index=True)[["place", "area_code", "weight"]]


@remembered
def _homes() -> pd.DataFrame:
    """The board and the region that most of each group's people live in: place, body_code, region_code."""
    people = series(YEAR, ("population",)).set_index("area_code")["value"]
    areas = read_table("areas", vintage=geography.VINTAGES[-1]).set_index("area_code")["region_code"]
    both = group_areas().merge(
        board_areas(YEAR).rename(columns={"catchment_code": "body_code", "weight": "in_board"}),
        on="area_code",
    )
    both["people"] = both["weight"] * both["in_board"] * both["area_code"].map(people)
    both["region_code"] = both["area_code"].map(areas)
    sums = both.groupby(["place", "body_code", "region_code"])["people"].sum().reset_index()
    most = sums.sort_values(by="people").drop_duplicates("place", keep="last")
    return pd.DataFrame(most[["place", "body_code", "region_code"]])
