"""Where the places of a folder of reports are: a bubble for each, as large as its population."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.present.charts import bubble_map
from totalplace_lib.present.charts.bubble_map import LIMIT
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import count, fixed, plural
from totalplace_lib.project import processed_path, read_table
from totalplace_lib.sources.cards import load_card

_WIDE_AREAS = ("region", "country")  # their middle says nothing
_KM_PER_DEGREE = 111.2
_MIDDLE_OF_ENGLAND = 52.8  # degrees north, where the map is true to scale
_COLUMNS = {"place_name": Column("Place"), "population": Column("Residents", "count")}


def places_map(slugs: Iterable[str], year: str) -> Exhibit | None:
    """The places on a map with their ranked table, or None where there are too few, too many or no coordinates.

    A place is drawn at the mean of the middles of its areas, weighted by their residents in the year.
    """
    if not processed_path("area_points.parquet").is_file():
        return None
    places = list(_known(slugs, year))
    if not 2 <= len(places) <= LIMIT:
        return None
    areas = _areas(Year.parse(year))
    table = pd.DataFrame([_row(place, areas) for place in places])
    residents = areas.loc[areas.index.isin({area for place in places for area in place.areas}), "value"].sum()
    caption = Caption(
        "places",
        f"The {plural(len(places), 'place')} have {_people(residents)} residents",
        f"Residents of each place, mid-{Year.parse(year).start}",
        "; ".join(
            f"{card.title}, {card.producer}" for card in map(load_card, ("ons_myeb3", "ons_boundaries"))
        ),
    )
    return bubble_map(
        table,
        _COLUMNS,
        caption,
        label="place_name",
        easting="east_km",
        northing="north_km",
        value="population",
    )


def _people(number: float) -> str:
    return f"{fixed(number / 1e6, 1)} million" if number >= 1e6 else count(number)


def _known(slugs: Iterable[str], year: str) -> Iterator[Place]:
    """The places that have a report and an entry in the register; a name made up for a report has no map."""
    for slug in dict.fromkeys(slugs):
        with contextlib.suppress(UsageError):
            place = find_place(slug, year)
            if place.kind not in _WIDE_AREAS:
                yield place


def _areas(year: Year) -> pd.DataFrame:
    """Kilometres east and north and residents of each area that has both; index area_code."""
    points = read_table("area_points").set_index("area_code")
    people = read_table("population", year=year.start).set_index("area_code")["population"].astype(float)
    km_per_degree_east = _KM_PER_DEGREE * math.cos(math.radians(_MIDDLE_OF_ENGLAND))
    return pd.DataFrame(
        {
            "east_km": points["longitude"] * km_per_degree_east,
            "north_km": points["latitude"] * _KM_PER_DEGREE,
            "value": people,
        }
    ).dropna()


def _row(place: Place, areas: pd.DataFrame) -> dict[str, object]:
    """The place's own row; without coordinates for all its areas it has no figure, and so no bubble."""
    here = areas[areas.index.isin(place.areas)]
    residents = here["value"].sum() if len(here) == len(place.areas) else math.nan
    east, north = ((here[column] * here["value"]).sum() / residents for column in ("east_km", "north_km"))
    return {"place_name": place.name, "population": residents, "east_km": east, "north_km": north}
