"""A run of years of one place: makes the counts and hands them to analysis.series."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from totalplace_lib.analysis import series as analysis
from totalplace_lib.asking import asked
from totalplace_lib.bench.prices import deflator
from totalplace_lib.bench.years import plan
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import Year
from totalplace_lib.project import read_config
from totalplace_lib.workbench import check_year, find_place, sharing, whole_area_count, years

ORIGINS = {"central": "central government", "council_capital": "councils' capital", "nhs": "the NHS"}
COLUMNS = ("spender_group", "function", "control", "economic", "block", "payer")


@dataclass(frozen=True)
class Series:
    """A series (analysis.series.SERIES) with what it was asked for.

    base   the year whose prices real_gbp is in;  source_ids: the publications behind all years
    notes  what else a reader must know of a year, by year (config/years.csv)
    """

    place: str
    table: pd.DataFrame
    by: str
    base: str
    source_ids: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def series(
    place: str,
    first: str = "",
    last: str = "",
    base: str = "",
    by: str = "spender_group",
    told: Callable[[str], None] | None = None,
) -> Series:
    """Public spending of a place over the years, cash and real terms, per head.

    first, last  default: all years that can be counted;  base: year of the prices, default the last year
    by           spender_group, function, control, economic, block or payer
    told         is called with each year when it begins to be counted, for whoever shows progress
    Raises UsageError for an unknown place, year, base or column.
    """
    if by not in COLUMNS:
        raise UsageError(f"A series cannot be made by '{by}'. By: {', '.join(COLUMNS)}.")
    run = analysis.years_between(first or years()[0], last or years()[-1])
    known = [year for year in run if year in years()]
    if not known:
        check_year(run[0])
    prices = str(Year.parse(base)) if base else known[-1]
    deflator().factor(known[-1], prices)  # before the years are counted, which takes long
    # What the name means in the last year, on the same ground in every year.
    where = find_place(place, known[-1])
    counts = {}
    for year in known:
        if told:
            told(year)
        counts[year] = whole_area_count(where, year)
    groups = analysis.by_group({year: count.lines for year, count in counts.items()}, by)
    people = {year: count.population for year, count in counts.items()}
    table = analysis.series(groups, people, run, deflator(), prices, marks(known))
    sources = {str(each) for count in counts.values() for each in count.lines["source_id"].unique()}
    return Series(where.name, table, by, prices, tuple(sorted(sources)), _about(run, known))


@asked
def table(
    place: str, first: str = "", last: str = "", base: str = "", by: str = "spender_group"
) -> pd.DataFrame:
    """What `totalplace series` gives, as a frame: group, year, amounts in cash, real terms and per head, of which
    exceptional, marker, note.

    table("kent", "2008-09", "2010-11")
    """
    for word, value in (("first", first), ("last", last), ("base", base), ("by", by)):
        if not isinstance(value, str):
            raise UsageError(f"series: {word} is text, not {shown(repr(value))} ({type(value).__name__}).")
    return series(place, first, last, base, by).table


def prepare(first: str = "", last: str = "") -> Iterator[None]:
    """Make now the money of every year, which all series share, a year at a time, so that a batch makes it once
    (config/reports.csv)."""
    for year in analysis.years_between(first or years()[0], last or years()[-1]):
        if year in years():
            sharing(year)
            yield


def _about(run: list[str], known: list[str]) -> tuple[tuple[str, str], ...]:
    """Year and note of the years of a series that have one: why a year is not counted, what was unlike other years,
    what is counted from another publication than in the year before."""
    other = editions(known)
    said = {year: [plan().get(year, {}).get("note", ""), other.get(year, "")] for year in run}
    return tuple((year, ". ".join(filter(None, notes))) for year, notes in said.items() if any(notes))


def marks(known: list[str]) -> pd.DataFrame:
    """Breaks with their causes and provisional years (config/series_marks.csv), of the years from the first one on."""
    held = read_config("series_marks.csv")
    return held[held["year"].isin(known)]


def editions(known: list[str]) -> dict[str, str]:
    """Years that are counted from other publications than the counted year before them (config/years.csv): a note and
    no break, for England stands as near the Treasury's figure on both sides (docs/definition.md)."""
    pairs = {year: other_publications(before, year) for before, year in pairwise(known)}
    return {year: words for year, words in pairs.items() if words}


def other_publications(before: str, year: str, columns: tuple[str, ...] = tuple(ORIGINS)) -> str:
    """What of a year is counted from another publication than in a year before, in words; "" where nothing is."""
    rows = plan()
    changed = [ORIGINS[column] for column in columns if rows[before][column] != rows[year][column]]
    return f"Another publication than in {before} for {', '.join(changed)}" if changed else ""


def as_record(made: Series) -> dict[str, Any]:
    """A series as plain data; a gap is null, with its marker beside it."""
    rows = made.table.astype(object).where(made.table.notna(), None).to_dict("records")
    about = [{"year": year, "note": note} for year, note in made.notes]
    return {"place": made.place, "by": made.by, "base": made.base, "rows": rows, "about": about}
