"""Every place at a glance: its public spending in a year, in all and by who spends it, each with its range.

Made in one pass for all places of a year; every figure is that of the place's own count. For the front page of the
reports, its tables and its comparison of two places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.count import geography
from totalplace_lib.errors import UsageError
from totalplace_lib.evidence import regions
from totalplace_lib.evidence.carried import measured_share
from totalplace_lib.evidence.ranges import simulation, total_range
from totalplace_lib.evidence.ranges_everywhere import judged_lines
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place, in_year
from totalplace_lib.national.money import residents, sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year, years
from totalplace_lib.project import read_config

COUNCILS = "Councils"
ENGLAND = "england"
FIGURES = [
    "place", "year", "group", "population", "amount_gbp", "low_gbp", "high_gbp", "measured", "exceptional_gbp",
]  # fmt: skip


def every_place(year: str = "") -> dict[str, Place]:
    """England, every place of config/places.csv and every upper-tier area, by slug, on the areas of a year.

    year  default: the last that can be counted. An upper-tier area that has a name in the register is there once.
    """
    when = check_year(year or years()[-1])
    held = gazetteer(geography.vintage_for(when))
    named = [find_place(slug, when) for slug in (ENGLAND, *read_config("places.csv")["slug"])]
    areas = [held.on(own["area_code"], str(code)) for code, own in held.areas.groupby("county_code")]
    return {place.slug: place for place in (*named, *areas)}


def figures(year: str, places: Mapping[str, Place], all_groups: bool = False) -> pd.DataFrame:
    """The total of each place and what its councils spend of it, or what each group of spenders does: FIGURES.

    places  by slug; a place that an area of the year cuts across is left out
    group   TOTAL or a spender_group; measured: the part that is published for the place or shared by a tested key
    exceptional_gbp  what of it was paid for a few years only
    """
    when = check_year(year)
    here = dict(_followed(places, when))
    if not here:
        return pd.DataFrame(columns=FIGURES)
    lines = judged_lines(sharing(when), here)
    people = residents(when).set_index("area_code")["value"]
    rows: list[tuple[object, ...]] = []
    for slug, own in lines.groupby("place", sort=False):
        place = here[str(slug)]
        population = float(people.reindex(list(place.areas)).sum())
        rows.append((slug, year, TOTAL, population, *_total(own, place), *_about(own)))
        for group, part in own.groupby("spender_group", observed=True):
            if all_groups or group == COUNCILS:
                rows.append((slug, year, group, population, *_range(part), *_about(part)))
    return pd.DataFrame(rows, columns=FIGURES)


def _followed(places: Mapping[str, Place], year: Year) -> Iterator[tuple[str, Place]]:
    """The places on the areas of the year, without those that it cuts across."""
    for slug, place in places.items():
        try:
            yield slug, in_year(place, year)
        except UsageError:
            continue


def _total(lines: pd.DataFrame, place: Place) -> tuple[float, float, float]:
    """Central, low and high; whole regions have the range that the Treasury's figures leave open."""
    central, low, high = _range(lines)
    half = regions.half_width_gbp(central, place)
    return (central, min(low, central - half), max(high, central + half)) if half else (central, low, high)


def _range(lines: pd.DataFrame) -> tuple[float, float, float]:
    return (round(float(lines["amount_gbp"].sum()), 2), *total_range(lines, simulation()))


def _about(lines: pd.DataFrame) -> tuple[float, float]:
    """Measured share, and what was paid for a few years only."""
    apart = lines.loc[lines["exceptional"].fillna("") != "", "amount_gbp"].sum()
    return measured_share(lines), round(float(apart), 2)
