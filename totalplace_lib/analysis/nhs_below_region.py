"""How NHS money is placed below the region, and what it changes (notebooks/nhs_below_region.ipynb)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.model import Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.money import keys, sharing
from totalplace_lib.national.places import places
from totalplace_lib.project import read_table

BEFORE = (
    "health_mix"  # the key that fits the nine regions best, used alone until boards' allocations were held
)
DRIVER = "hospitals"


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
