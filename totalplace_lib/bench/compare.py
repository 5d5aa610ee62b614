"""A place beside its region, England and other places: makes the counts and hands them to analysis.compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.compare import Counted, positions
from totalplace_lib.bench import key_series
from totalplace_lib.bench.prices import factor
from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Place, Year
from totalplace_lib.project import read_table, remembered
from totalplace_lib.workbench import (
    check_year,
    comparators,
    find_place,
    gazetteer,
    money,
    places_with_reports,
    population,
    whole_area_count,
)


@dataclass(frozen=True)
class Comparison:
    """A place and what it is compared with, all in the same year and prices.

    wider   its region and England, without the place itself;  others: the other places asked for
    area_names  names of the place's own upper-tier areas, to find them on the map
    """

    place: Counted
    wider: tuple[Counted, ...]
    others: tuple[Counted, ...]
    year: str
    prices: str
    upper_tier: pd.DataFrame
    area_names: tuple[str, ...]

    @property
    def england(self) -> Counted:
        """England, or the place itself when the place is England."""
        return self.wider[-1] if self.wider else self.place


def compare(
    place: str, year: str = "2008-09", others: Sequence[str] = (), prices: str = "cash"
) -> Comparison:
    """A place beside its region, England and others (by default the pilots), per head.

    prices  "cash" or a financial year. Raises UsageError for an unknown place, year or prices.
    """
    when = check_year(year)
    scale = factor(str(when), prices)
    home = find_place(place, when)
    own = counted(whole_area_count(home, str(when)), scale)
    wider = [each for each in comparators(home, str(when)) if each.place.areas != home.areas]
    asked = [find_place(other, when) for other in (others or places_with_reports())]
    beside = [each for each in asked if each.areas != home.areas]
    return Comparison(
        own,
        tuple(counted(each, scale) for each in wider),
        tuple(_from_areas(each, when, scale) for each in beside),
        str(when),
        prices,
        upper_tier(str(when)).assign(per_head_gbp=lambda frame: frame["per_head_gbp"] * scale),
        tuple(_upper_names(home, when)),
    )


def prepare(year: str) -> None:
    """Make now what all comparisons of a year share, so that a batch makes it once (config/reports.csv)."""
    upper_tier(str(check_year(year)))


def counted(count: Count, scale: float = 1.0) -> Counted:
    """What a comparison needs of a count."""
    return Counted(count.place.name, count.lines, count.population, scale)


@remembered
def every_area(year: str) -> pd.DataFrame:
    """Every area of England by control and function (cash): area_code, control, function, amount_gbp."""
    return money_by_area(money(year), ["control", "function"])


def _from_areas(place: Place, year: Year, scale: float) -> Counted:
    """A place from the areas it is made of: the same money as its own count, without making it."""
    areas = every_area(str(year))
    return Counted(place.name, areas[areas["area_code"].isin(place.areas)], population(place, year), scale)


@remembered
def upper_tier(year: str) -> pd.DataFrame:
    """Every upper-tier area of England: name, region_name, per_head_gbp (cash), population, easting_km, northing_km."""
    when = Year.parse(year)
    areas = gazetteer(geography.vintage_for(when)).areas
    people = key_series.people(when).reindex(areas["area_code"]).astype("float64")
    members = areas.rename(columns={"county_code": "group_code"})
    placed = positions(read_table("area_points"), members[["group_code", "area_code"]], people)
    sums = every_area(year).merge(members[["area_code", "group_code"]], on="area_code")
    placed["amount_gbp"] = placed["group_code"].map(sums.groupby("group_code")["amount_gbp"].sum())
    names = members.drop_duplicates("group_code").rename(columns={"county_name": "name"})
    placed = placed.merge(names[["group_code", "name", "region_name"]], on="group_code")
    return placed.assign(per_head_gbp=placed["amount_gbp"] / placed["population"])


def _upper_names(place: Place, year: Year) -> list[str]:
    areas = gazetteer(geography.vintage_for(year)).areas
    return sorted(areas.loc[areas["area_code"].isin(place.areas), "county_name"].unique())
