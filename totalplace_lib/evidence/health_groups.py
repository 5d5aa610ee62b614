"""Below the health boards: what commissioning groups were given, against their board's money shared by a key."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.evidence import within
from totalplace_lib.model import Year
from totalplace_lib.national.group_areas import allocations, areas
from totalplace_lib.national.key_series import board_areas, series
from totalplace_lib.project import read_table, remembered

YEAR = Year(2021)  # keys of the years that boards' money is counted in, on the areas of 2023
CANDIDATES = {
    "population": ("population",),
    "people and poverty, which fit the regions best": ("health_mix",),
    "people, age and poverty": ("population", "pensioners", "income_deprived"),
    "people, age and illness, as in the NHS's own formula": ("population", "pensioners", "health_need"),
}
"""What was let in, and why, before any of it was tested."""


def shared(key: str) -> pd.DataFrame:
    """Groups of boards with several known groups: year, region_code, place, body_code (the board), actual_gbp and
    value, the board's money shared over its groups by the key."""
    held = parts()
    return held.assign(
        value=within.shared_within(held, _keyed(held, (key,))[key]),
        actual_gbp=held["amount_gbp"],
    )[["year", "region_code", "place", "body_code", "actual_gbp", "value"]]


def candidates() -> pd.DataFrame:
    """How each of CANDIDATES does inside boards: name, label, misplaced, held_out, median_error, wide_error."""
    held = parts()
    rows = []
    for name, terms in CANDIDATES.items():
        table = _keyed(held, terms)
        rows.append({"name": name, **within.candidate(held, table)})
    return pd.DataFrame(rows)


def without_boards(key: str) -> dict[str, object]:
    """How a key does when it shares the whole region's money over the same groups, as if boards were not known."""
    held = parts()
    table = _keyed(held, (key,))
    return within.candidate(held.assign(body_code=held["region_code"]), table)


@remembered
def parts() -> pd.DataFrame:
    """Groups in boards with more than one: year, place, body_code (the board), region_code, amount_gbp. A board that is
    one group says nothing of the spread inside boards."""
    found = allocations().merge(_homes(), on=["year", "place"])
    several = found.groupby(["year", "body_code"])["place"].transform("size") > 1
    return found[several].reset_index(drop=True)


def _keyed(held: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """of_groups on the rows of parts."""
    return of_groups(names).reindex(pd.MultiIndex.from_frame(held[["year", "place"]])).set_axis(held.index)


@remembered
def of_groups(names: tuple[str, ...]) -> pd.DataFrame:
    """Keys by group, as shares of England: (year, place) x keys."""
    keys = series(YEAR, names)
    found = areas().merge(keys, on="area_code")
    found["value"] *= found["weight"]
    table = found.pivot_table(index=["year", "place"], columns="key", values="value", aggfunc="sum")
    return table[list(names)] / keys.groupby("key")["value"].sum()[list(names)]


@remembered
def _homes() -> pd.DataFrame:
    """The board and the region that most of each group's people live in: year, place, body_code, region_code."""
    people = series(YEAR, ("population",)).set_index("area_code")["value"]
    region = read_table("areas", vintage=geography.VINTAGES[-1]).set_index("area_code")["region_code"]
    boards = board_areas(YEAR).rename(columns={"catchment_code": "body_code", "weight": "in_board"})
    both = areas().merge(boards, on="area_code")
    both["people"] = both["weight"] * both["in_board"] * both["area_code"].map(people)
    both["region_code"] = both["area_code"].map(region)
    sums = both.groupby(["year", "place", "body_code", "region_code"])["people"].sum().reset_index()
    most = sums.sort_values(by="people").drop_duplicates(["year", "place"], keep="last")
    return pd.DataFrame(most[["year", "place", "body_code", "region_code"]])
