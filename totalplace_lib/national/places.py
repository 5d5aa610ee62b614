"""Places on the areas of a vintage: its gazetteer, places of other vintages followed, areas of health boards."""

from __future__ import annotations

import pandas as pd

from totalplace_lib import model
from totalplace_lib.asking import asked
from totalplace_lib.count import boundary_changes, geography
from totalplace_lib.count.gazetteer import Gazetteer
from totalplace_lib.count.names import fold, slugify
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, read_table, remembered

BOARD = "icb:"


@remembered
def gazetteer(vintage: int = 2009) -> Gazetteer:
    """Everything a place can be called at one boundary vintage."""
    changes = changes_of_areas()
    former = changes[changes["effective"] == f"{geography.VINTAGES[0]}-04-01"]
    return Gazetteer(read_table("areas", vintage=vintage), former, read_config("places.csv"), vintage)


@remembered
def changes_of_areas() -> pd.DataFrame:
    """The table area_changes."""
    return read_table("area_changes")


class Place(model.Place):
    """A place of which every area is one of its vintage: what find_place gives, and what an analyst may make.

    >>> Place("mine", "Birmingham and Solihull", ("E08000025", "E08000029"), 2009)
    <Place mine: Birmingham and Solihull (group), 2 areas on the boundaries of 2009>

    Raises UsageError with the codes that are not, and what became of them.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        held = gazetteer(self.vintage).codes
        if strange := [code for code in self.areas if held.get(code) != [code]]:
            fates = "; ".join(fate_of(code) for code in strange[:5])
            raise UsageError(
                f"The place '{shown(self.slug)}' on the boundaries of {self.vintage}: {fates}"
                f"{' ...' if len(strange) > 5 else ''}. 'totalplace places' lists what there is."
            )


def known(place: model.Place) -> Place:
    """The place with its areas checked against the gazetteer."""
    if isinstance(place, Place):
        return place
    return Place(place.slug, place.name, place.areas, place.vintage, place.kind, place.note)


def fate_of(code: str) -> str:
    """What is known of a code that is not one of the vintage asked for: what it became or was, and when."""
    changes = changes_of_areas()
    became, was = changes[changes["old_code"] == code], changes[changes["new_code"] == code]
    if not became.empty:
        day = str(became["effective"].iloc[0])
        new = ", ".join(f"{row.new_name} ({row.new_code})" for row in became.itertuples())
        return f"{code} was {became['old_name'].iloc[0]} until {before(day)}, then {new}"
    if not was.empty:
        return f"{code} is {was['new_name'].iloc[0]} since {day_in_words(str(was['effective'].iloc[0]))}"
    return f"{code} is the code of no area"


def day_in_words(day: str) -> str:
    """2013-04-01 -> 1 April 2013."""
    return f"{pd.Timestamp(day):%-d %B %Y}"


def before(day: str) -> str:
    """The day before in words: 2013-04-01 -> 31 March 2013."""
    return f"{pd.Timestamp(day) - pd.Timedelta(days=1):%-d %B %Y}"


def follow(place: model.Place, vintage: int) -> model.Place:
    """The same ground on the areas of another vintage; UsageError with the reason where that is not exact."""
    if place.vintage == vintage:
        return place
    old, new = (read_table("areas", vintage=each) for each in (place.vintage, vintage))
    try:
        codes = boundary_changes.follow(place.areas, old, new, changes_of_areas(), place.name)
    except UsageError as reason:
        fates = "; ".join(fate_of(code) for code in place.areas if code not in set(new["area_code"]))
        raise UsageError(f"{reason} {shown(fates)}.") from None
    return model.Place(place.slug, place.name, codes, vintage, place.kind, place.note)


@asked
def places(year: str | model.Year = "2008-09") -> pd.DataFrame:
    """All named places: slug, name, kind, region_name, areas; areas of health boards that are made of whole areas.

    >>> places().set_index("slug").loc["birmingham", "region_name"]
    'West Midlands'
    """
    vintage = geography.vintage_for(check_year(year))
    held = gazetteer(vintage)
    return pd.concat([held.table(), held.describe(_whole_boards(vintage))], ignore_index=True)


def places_with_reports() -> tuple[str, ...]:
    """Slugs of the places whose reports `totalplace run` makes when none is named: the pilots and Cumbria."""
    register = read_config("places.csv")
    return tuple(register.loc[register["report"] == "yes", "slug"])


@remembered
def _boards() -> dict[str, pd.DataFrame]:
    """Areas of each integrated care board by slug: body_code, body_name, area_code, share (of the area's people)."""
    held = read_table("area_membership", kind="icb", vintage=geography.VINTAGES[-1])
    return {_board_slug(str(name)): rows for name, rows in held.groupby("body_name")}


def _board_slug(name: str) -> str:
    return BOARD + slugify(name.removeprefix("NHS ").removesuffix(" Integrated Care Board"))


def _board_names(slug: str, rows: pd.DataFrame) -> set[str]:
    """Slug, code and names of a board, folded."""
    name = str(rows["body_name"].iloc[0])
    short = name.replace("Integrated Care Board", "ICB")
    names = {slug, str(rows["body_code"].iloc[0]), name, short}
    return {fold(each) for each in (*names, *(each.removeprefix("NHS ") for each in names))}


def find_board(word: str, vintage: int) -> model.Place | None:
    """The area of an integrated care board by slug, name or NHS code; refused where it holds part of an area only.

    None where no board is called so; UsageError for a slug icb:... that no board has.
    """
    boards = _boards()
    called = [slug for slug, rows in boards.items() if fold(word) in _board_names(slug, rows)]
    if called:
        return follow(_board(called[0], boards[called[0]]), vintage)
    if word.lower().startswith(BOARD):
        names = ", ".join(sorted(boards)[:4])
        raise UsageError(
            f"No integrated care board is called '{shown(word)}'. Boards: {names} ... ('totalplace places')."
        )
    return None


def _board(slug: str, rows: pd.DataFrame) -> model.Place:
    parts = rows[rows["share"] < 1]
    name = str(rows["body_name"].iloc[0])
    if not parts.empty:
        areas = read_table("areas", vintage=geography.VINTAGES[-1]).set_index("area_code")["area_name"]
        pairs = zip(parts["area_code"].map(areas), parts["share"], strict=True)
        shared = ", ".join(f"{area} ({share:.0%})" for area, share in pairs)
        raise UsageError(
            f"{name} is not made of whole areas, so it cannot be counted exactly: it has part of {shared}."
        )
    return model.Place(slug, name, tuple(rows["area_code"]), geography.VINTAGES[-1], "health board")


def _whole_boards(vintage: int) -> list[model.Place]:
    whole = {slug: rows for slug, rows in _boards().items() if (rows["share"] == 1).all()}
    return [follow(_board(slug, whole[slug]), vintage) for slug in sorted(whole)]
