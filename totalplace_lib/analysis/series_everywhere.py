"""The series of every upper-tier area at once: the same figures as series() of each, in one pass a year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.series import COLUMNS, by_group, marks, series_of, years_between
from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_place
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.money import residents, sharing
from totalplace_lib.national.places import follow, gazetteer
from totalplace_lib.national.years import check_year, years

EXCEPTIONAL = "exceptional"


@asked
def series_everywhere(
    first: str = "", last: str = "", base: str = "", by: str = "spender_group"
) -> pd.DataFrame:
    """Every upper-tier area of England, each on the same ground in every year: code, name and the columns of a series.

    first, last  default: all years that can be counted;  base: year of the prices, default the last year
    by           spender_group, function, control, economic, block or payer

    series_everywhere("2021-22", "2022-23")

    Raises UsageError for an unknown year, base or column, and for an area that an earlier year cuts across.
    """
    if by not in COLUMNS:
        raise UsageError(f"A series cannot be made by '{by}'. By: {', '.join(COLUMNS)}.")
    run = years_between(first or years()[0], last or years()[-1])
    known = [check_year(year) for year in run if year in years()] or [check_year(run[0])]
    prices = str(Year.parse(base)) if base else str(known[-1])
    places = _upper_tier(geography.vintage_for(known[-1]))
    grounds = {vintage: _members(places, vintage) for vintage in {*map(geography.vintage_for, known)}}
    money, people = {}, {}
    for year in known:
        members = grounds[geography.vintage_for(year)]
        money[str(year)] = money_by_place(sharing(year), members, [by, EXCEPTIONAL])
        here = members.merge(residents(year), on="area_code")
        people[str(year)] = here.groupby("place")["value"].sum()
    held = marks([str(year) for year in known])
    tables = []
    for code, place in places.items():
        groups = by_group({year: rows[rows["place"] == code] for year, rows in money.items()}, by)
        residents_of = {year: float(counts[code]) for year, counts in people.items()}
        table = series_of(groups, residents_of, run, deflator(), prices, held)
        tables.append(table.assign(code=code, name=place.name))
    return pd.concat(tables, ignore_index=True)[["code", "name", *tables[0].columns[:-2]]]


def _upper_tier(vintage: int) -> dict[str, Place]:
    """Every upper-tier area by its code."""
    areas = gazetteer(vintage).areas.groupby("county_code")
    return {
        str(code): Place(str(code), str(own["county_name"].iloc[0]), tuple(own["area_code"]), vintage)
        for code, own in areas
    }


def _members(places: Mapping[str, Place], vintage: int) -> pd.DataFrame:
    """place and area_code of the same ground on other boundaries; UsageError where that is not exact."""
    rows = [(code, area) for code, place in places.items() for area in follow(place, vintage).areas]
    return pd.DataFrame(rows, columns=["place", "area_code"], dtype="str")
