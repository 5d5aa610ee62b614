"""Dates of one column, in whatever style it is written: told by all its cells together, so that 03/04 is never a guess
cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from totalplace_lib.payments import word_lists

FIRST, LAST = date(1997, 1, 1), date(2040, 12, 31)
"""No payment file is older, or later; a day outside is a slip."""
_SERIAL_ZERO = date(1899, 12, 30)
_TIME = re.compile(
    r"(?<=\d)[ T]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]m)?( ?z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?,? +", re.IGNORECASE)
_FIRST_YEAR = r"(?P<start>20\d\d)[-/](?:20)?(?P<end>\d\d)"
_WITH_YEAR = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_FIRST_YEAR}[ /,-]*(?:p|period|m|month)? ?(?P<period>\d{{1,2}})",
        rf"(?:p|period|m|month)? ?(?P<period>\d{{1,2}})[ /,-]+(?:of )?{_FIRST_YEAR}",
    )
]
PERIOD = re.compile(r"(?:p|period|m|month)? ?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Dates:
    """What the cells of a column say: by cell text, the day and whether it is a day, a month or a period.

    styles   the styles found, the most frequent first
    """

    by_text: Mapping[str, date]
    styles: tuple[str, ...]
    precision: str = "day"


def cleaned(text: str) -> str:
    """A cell without time, ordinals and weekday."""
    tidy = " ".join(text.replace("\xa0", " ").replace("Sept ", "Sep ").replace("Sept-", "Sep-").split())
    return _WEEKDAY.sub("", _ORDINAL.sub("", _TIME.sub("", tidy)))


def _numbers(text: str, form: str, is_period: bool) -> date | None:
    """Excel's count of days, or a year with a month or period."""
    if form == "serial":
        whole = re.fullmatch(r"(\d{5})(\.\d+)?", text)
        return _SERIAL_ZERO + timedelta(days=int(whole[1])) if whole else None
    if form == "fy period":
        return _of_named_period(text)
    found = re.fullmatch(r"((?:19|20)\d\d)(\d\d)", text)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    if is_period:
        return of_period(year, month)
    return date(year, month, 1) if 1 <= month <= 12 else None


def _of_named_period(text: str) -> date | None:
    """A period that says its financial year: 2023/24 P01, Period 1 2023-24."""
    for form in _WITH_YEAR:
        found = form.fullmatch(text)
        if found and (int(found["start"]) + 1) % 100 == int(found["end"]):
            return of_period(int(found["start"]), int(found["period"]))
    return None


def of_period(start: int, period: int) -> date | None:
    """The first day of a period of the financial year that begins in `start`; 13 to 16 close the year in March."""
    if not 1 <= period <= 16:
        return None
    month = min(period, 12) + 3
    return date(start + (month > 12), (month - 1) % 12 + 1, 1)


def parsed(text: str, form: str, is_period: bool = False) -> date | None:
    """A cell by one style; None where it is not written so, or the day cannot be."""
    if form in ("serial", "yyyymm", "fy period"):
        found = _numbers(text, form, is_period)
    else:
        if form == "%Y%m%d" and not re.fullmatch(r"\d{8}", text):
            return None
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            return None
    return found if found and FIRST <= found <= LAST else None


def read(texts: Iterable[str], *, is_period: bool = False, year: int | None = None) -> Dates:
    """All cells of a column. is_period: its heading speaks of periods; year: the financial year that a title names."""
    cells = {text: cleaned(text) for text in texts}
    numbered = {text: PERIOD.fullmatch(cell) for text, cell in cells.items() if cell}
    if is_period and year is not None and all(numbered.values()):
        found = {text: of_period(year, int(one[1])) for text, one in numbered.items() if one}
        return Dates({text: day for text, day in found.items() if day}, ("period",), "period")
    styles = word_lists.date_styles()
    hits = {
        style: {text: day for text, cell in cells.items() if (day := parsed(cell, form, is_period))}
        for style, form, _, _ in styles
    }
    shut = _shut_out(hits, {style: order for style, _, order, _ in styles})
    by_text: dict[str, date] = {}
    counts: dict[str, int] = {}
    coarsest = "day"
    for style, form, order, precision in styles:
        new = {text: day for text, day in hits[style].items() if text not in by_text} if order != shut else {}
        by_text |= new
        counts[style] = len(new)
        if new and precision == "month":
            coarsest = "period" if is_period and form == "yyyymm" else "month"
    return Dates(by_text, tuple(sorted((s for s in counts if counts[s]), key=lambda s: -counts[s])), coarsest)


def _shut_out(hits: Mapping[str, Mapping[str, date]], orders: Mapping[str, str]) -> str:
    """The order of day and month that the column is not in: the one with fewer cells that only it can read.

    Where every cell fits both, the one that scatters the same cells over more months is wrong; else British it is.
    """
    british = _union(hits, orders, "day first")
    american = _union(hits, orders, "month first")
    only_british, only_american = len(british.keys() - american.keys()), len(american.keys() - british.keys())
    if only_british != only_american:
        return "month first" if only_british > only_american else "day first"
    months = [len({(day.year, day.month) for day in days.values()}) for days in (british, american)]
    return "day first" if len(british) > 3 and months[1] == 1 and months[0] > 3 else "month first"


def _union(hits: Mapping[str, Mapping[str, date]], orders: Mapping[str, str], order: str) -> dict[str, date]:
    found: dict[str, date] = {}
    for style, days in hits.items():
        if orders[style] == order:
            found |= days
    return found
