"""Academies below the region: what the schools grant says that each authority's academies got, shared as if unknown.

A real test of the keys that stand in where the grant is not held (before 2019-20): inside each region, authority by
authority. The regions' own sums are taken as known, as they are in a count.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.evidence import within
from totalplace_lib.model import Year
from totalplace_lib.national import key_series
from totalplace_lib.national.central import GRANT
from totalplace_lib.project import read_table

TRIED = ("population", "children", "academy_children")


def shared(key: str) -> pd.DataFrame:
    """Authorities of all years with the key's value: year, region_code, place, actual_gbp, value (for backtests)."""
    years = sorted(read_table("schools_grant", ["year"])["year"].unique())
    parts = pd.concat([authorities(Year.parse(str(year))) for year in years])
    named = {"body_code": "region_code", "amount_gbp": "actual_gbp", key: "value"}
    return parts.rename_axis("place").reset_index().rename(columns=named)[["place", "year", *named.values()]]


def below_region() -> pd.DataFrame:
    """By year and key: amount_gbp, misplaced (part of it), median_error and wide_error (nine in ten; relative)."""
    years = sorted(read_table("schools_grant", ["year"])["year"].unique())
    rows = [_judged(Year.parse(str(year)), key) for year in years for key in TRIED]
    return pd.DataFrame(rows).set_index(["year", "key"])


def _judged(year: Year, key: str) -> dict[str, object]:
    parts = authorities(year)
    shared = within.shared_within(parts, parts[key])
    relative = (shared / parts["amount_gbp"] - 1).abs()
    amount = float(parts["amount_gbp"].sum())
    return {
        "year": str(year),
        "key": key,
        "amount_gbp": amount,
        "misplaced": float((shared - parts["amount_gbp"]).abs().sum()) / 2 / amount,
        "median_error": float(relative.median()),
        "wide_error": float(relative.quantile(0.9)),
    }


def authorities(year: Year) -> pd.DataFrame:
    """Authorities with a grant: year, body_code (the region), amount_gbp, keys of TRIED, by upper-tier area."""
    areas = read_table("areas", vintage=geography.vintage_for(year)).set_index("area_code")
    long = key_series.series(year, (GRANT, *TRIED))
    wide = long.pivot(index="area_code", columns="key", values="value")
    upper = areas["county_code"].where(areas["county_code"] != "", areas.index.to_series())
    found = wide.groupby(upper.reindex(wide.index)).sum()
    region = areas.groupby(upper)["region_code"].first()
    found = found.assign(year=str(year), body_code=region).rename(columns={GRANT: "amount_gbp"})
    return found[found["amount_gbp"] > 0]
