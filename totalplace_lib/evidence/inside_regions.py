"""How well the ranges of places hold inside each region, and how much wider they are where they hold too little.

A region's places are judged by each family's range made from the other regions. Where the mean of its families is less
than config/evidence/ranges.csv asks for (London), all its ranges are widened by what its own figures need; a family is
then judged by the factor that the other families of the region give.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import calibration, coverage
from totalplace_lib.model import Place, Year
from totalplace_lib.national.money import money
from totalplace_lib.project import read_config, read_table, remembered

COLUMNS = ["region_code", "region_name", "families", "figures", "inside", "factor", "inside_with"]


def made() -> pd.DataFrame:
    """config/made/inside_regions.csv: COLUMNS. inside: the share held by ranges of other regions, the mean of families;
    inside_with: the same once the ranges are widened by factor (1: they are not)."""
    names = read_table("areas", ["region_code", "region_name"]).drop_duplicates("region_code")
    found = of_regions(coverage.scored(), coverage.setting("coverage"), coverage.setting("least_inside"))
    return names.merge(found, on="region_code").sort_values("region_code")[COLUMNS].round(3)


def of_regions(scored: pd.DataFrame, nominal: float, least: float) -> pd.DataFrame:
    """By region: families, figures, inside, factor, inside_with.

    scored  family, region_code, score; families known in one region only say nothing of a region and are left out
    """
    known = scored[scored.groupby("family")["region_code"].transform("nunique") > 1]
    bounds = calibration.by_family(known, nominal).set_index("family")["multiplier"]
    known = known.assign(held=_held(known, nominal), score=known["score"] / known["family"].map(bounds))
    rows = []
    for region, own in known.groupby("region_code"):
        inside = float(own.groupby("family")["held"].mean().mean())
        factor, inside_with = 1.0, inside
        if inside < least:
            factor = max(1.0, calibration.multiplier(own, nominal))
            inside_with = float(calibration.held_out_coverage(own, nominal)["inside"].iloc[-1])
        rows.append((region, own["family"].nunique(), len(own), inside, factor, inside_with))
    return pd.DataFrame(rows, columns=["region_code", *COLUMNS[2:]])


def _held(known: pd.DataFrame, nominal: float) -> pd.Series:
    """Whether each figure is within the bound that the other regions give its family."""
    parts = [
        pd.Series(
            calibration.held_without(own["score"].to_numpy(float), own["region_code"].to_numpy(str), nominal),
            index=own.index,
        )
        for _, own in known.groupby("family")
    ]
    held: pd.Series = pd.concat(parts).reindex(known.index)
    return held


@remembered
def table() -> pd.DataFrame:
    """config/made/inside_regions.csv as it was written, by region_code."""
    numbers = {"inside": "float64", "factor": "float64", "inside_with": "float64"}
    return read_config("made/inside_regions.csv").astype(numbers).set_index("region_code")


def widened(place: Place, year: Year) -> pd.Series:
    """By catchment_code: what the half-widths of its lines are multiplied by, where that is not 1."""
    factor = table()["factor"]
    if not set(regions_of(place.vintage).reindex(list(place.areas))) & set(factor[factor > 1].index):
        return pd.Series(dtype="float64")
    return widened_everywhere(place.vintage, year)


def widened_everywhere(vintage: int, year: Year) -> pd.Series:
    """The same for all catchments of the year, of whatever place. vintage: that of the year."""
    factor = table()["factor"]
    wider = factor[factor > 1]
    region = regions_of(vintage)
    catchments = money(year).catchments
    found = catchments["area_code"].map(region).map(wider).groupby(catchments["catchment_code"])
    return found.min()[found.count() == found.size()]  # a catchment that lies in such a region as a whole


def regions_of(vintage: int) -> pd.Series:
    """The region of each area of a vintage, by area_code."""
    return read_table("areas", ["area_code", "region_code"], vintage=vintage).set_index("area_code")[
        "region_code"
    ]
