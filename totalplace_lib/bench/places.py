"""Places by name in any year: the gazetteer of a vintage, places of other vintages followed, areas of health boards."""

from __future__ import annotations

import re

import pandas as pd

from totalplace_lib.bench.years import check_year
from totalplace_lib.count import boundaries, geography
from totalplace_lib.count.places import Gazetteer
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year, slugify
from totalplace_lib.project import read_config, read_table, remembered

BOARD = "icb:"
_AT = re.compile(r"^(?P<name>.+)@(?P<vintage>\d{4})$")


@remembered
def gazetteer(vintage: int = 2009) -> Gazetteer:
    """Everything a place can be called at one boundary vintage."""
    changes = read_table("area_changes")
    former = changes[changes["effective"] == f"{geography.VINTAGES[0]}-04-01"]
    return Gazetteer(read_table("areas", vintage=vintage), former, read_config("places.csv"), vintage)


def find_place(text: str, year: str | Year = "2008-09") -> Place:
    """The place called `text`, on the areas by which the year is counted.

    A name means what it means on those areas; where it is unknown there, what it last meant before or after. With
    @2009, @2013 ... it means the place of that vintage, followed to the year: dorset@2009 is the old county.
    Raises UsageError with the nearest names, or with the reason why the place cannot be followed.
    """
    wanted = geography.vintage_for(Year.parse(str(year)))
    named = _AT.match(text.strip())
    if named:
        vintage = int(named["vintage"])
        if vintage not in geography.VINTAGES:
            raise UsageError(
                f"No boundaries of {vintage} are held. Vintages: {', '.join(map(str, geography.VINTAGES))}."
            )
        return follow(_find(named["name"], vintage), wanted)
    try:
        return _find(text, wanted)
    except UsageError as unknown:
        return follow(_elsewhere(text, wanted, unknown), wanted)


def _find(text: str, vintage: int) -> Place:
    if text.strip().lower().startswith(BOARD):
        return follow(_board(text.strip().lower()), vintage)
    return gazetteer(vintage).find(text)


def _elsewhere(text: str, wanted: int, unknown: UsageError) -> Place:
    """The place as the newest other vintage that knows it calls it; the first error where none does."""
    for vintage in sorted(set(geography.VINTAGES) - {wanted}, reverse=True):
        try:
            return _find(text, vintage)
        except UsageError:
            continue
    raise unknown


def follow(place: Place, vintage: int) -> Place:
    """The same ground on the areas of another vintage; UsageError with the reason where that is not exact."""
    if place.vintage == vintage or place.vintage not in geography.VINTAGES:
        return place
    old, new = (read_table("areas", vintage=each) for each in (place.vintage, vintage))
    codes = boundaries.follow(place.areas, old, new, read_table("area_changes"), place.name)
    return Place(place.slug, place.name, codes, vintage, place.kind)


def in_year(place: str | Place, year: Year) -> Place:
    """A place by name or as found for another year, on the areas by which `year` is counted."""
    if isinstance(place, Place):
        return follow(place, geography.vintage_for(year))
    return find_place(place, year)


def places(year: str = "2008-09") -> pd.DataFrame:
    """All named places: slug, name, kind, region_name, areas; areas of health boards that are made of whole areas."""
    vintage = geography.vintage_for(check_year(year))
    known = gazetteer(vintage)
    return pd.concat([known.table(), known.describe(_whole_boards(vintage))], ignore_index=True)


def places_with_reports() -> tuple[str, ...]:
    """Slugs of the places whose reports `totalplace run` makes when none is named: the pilots and Cumbria."""
    register = read_config("places.csv")
    return tuple(register.loc[register["report"] == "yes", "slug"])


def _boards() -> dict[str, pd.DataFrame]:
    """The areas of each integrated care board by slug: body_name, area_code, share (of the area's people)."""
    held = read_table("area_membership", kind="icb", vintage=geography.VINTAGES[-1])
    return {_board_slug(str(name)): rows for name, rows in held.groupby("body_name")}


def _board_slug(name: str) -> str:
    return BOARD + slugify(name.removeprefix("NHS ").removesuffix(" Integrated Care Board"))


def _board(slug: str) -> Place:
    """The area of an integrated care board; refused where it holds part of an area only."""
    boards = _boards()
    if slug not in boards:
        names = ", ".join(sorted(boards)[:4])
        raise UsageError(
            f"No integrated care board is called '{slug}'. Boards: {names} ... ('totalplace places')."
        )
    rows = boards[slug]
    parts = rows[rows["share"] < 1]
    name = str(rows["body_name"].iloc[0])
    if not parts.empty:
        areas = read_table("areas", vintage=geography.VINTAGES[-1]).set_index("area_code")["area_name"]
        pairs = zip(parts["area_code"].map(areas), parts["share"], strict=True)
        shared = ", ".join(f"{area} ({share:.0%})" for area, share in pairs)
        raise UsageError(
            f"{name} is not made of whole areas, so it cannot be counted exactly: it has part of {shared}."
        )
    return Place(slug, name, tuple(rows["area_code"]), geography.VINTAGES[-1], "health board")


def _whole_boards(vintage: int) -> list[Place]:
    whole = [slug for slug, rows in _boards().items() if (rows["share"] == 1).all()]
    return [follow(_board(slug), vintage) for slug in sorted(whole)]
