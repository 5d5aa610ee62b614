"""Split a published cell into a number and the reason why there is none. Shared by workbooks and CSV files.

A true zero stays 0; a gap becomes NaN plus a marker; words in a number cell are an error, never a gap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from totalplace_lib.model import Marker

Cell = int | float | str | bool | date | datetime | time | timedelta | None

GAPS: Mapping[str, Marker] = {
    "": Marker.MISSING,
    "-": Marker.MISSING,
    "–": Marker.MISSING,
    "—": Marker.MISSING,
    ".": Marker.MISSING,
    "..": Marker.MISSING,
    "...": Marker.MISSING,
    "…": Marker.MISSING,
    "x": Marker.MISSING,
    ":": Marker.MISSING,
    "n/a": Marker.MISSING,
    "na": Marker.MISSING,
    "nan": Marker.MISSING,
    "null": Marker.MISSING,
    "#n/a": Marker.MISSING,
    "not available": Marker.MISSING,
    "not submitted": Marker.MISSING,
    "new item - no england estimate": Marker.MISSING,
    "c": Marker.SUPPRESSED,
    "*": Marker.SUPPRESSED,
    "z": Marker.NOT_APPLICABLE,
    "not applicable": Marker.NOT_APPLICABLE,
    "u": Marker.UNRELIABLE,
    "low": Marker.LOW,
}
"""Words that publishers write in place of a number, folded to lower case and without brackets."""

NOTES: Mapping[str, Marker] = {
    "p": Marker.PROVISIONAL,
    "r": Marker.REVISED,
    "e": Marker.ESTIMATED,
    "u": Marker.UNRELIABLE,
    "b": Marker.BREAK,
    "low": Marker.LOW,
}
"""Markers that may follow a number, as in "1,234 [r]"."""

_NUMBER = re.compile(
    r"^(?P<open>\()?\s*(?P<sign>[-−+])?\s*£?\s*(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)(?P<exp>[eE][-+]?\d+)?\s*\)?$"
)
_SEE_NOTE = re.compile(r"^\[note \d+\]$", re.IGNORECASE)
"""In place of a number: the reason is in a note."""

_NOTE = re.compile(r"^(?P<number>.*\S)\s*\[(?P<note>[A-Za-z]+)\]$")


def split(cell: Cell, *, nil: frozenset[str] = frozenset()) -> tuple[float, Marker]:
    """The number in a cell and its marker: (0.0, NONE) for a zero, (nan, MISSING) for "[x]".

    nil   words that this publisher uses for nothing spent (such as "-" or ""); they become a true 0.
    Raises ValueError when the cell holds anything else that is not a number.
    """
    if isinstance(cell, bool | date | time | timedelta):
        raise ValueError(f"{cell!r} is not a number")
    if isinstance(cell, int | float):
        value = float(cell)
        if math.isinf(value):
            raise ValueError("an infinite number")
        return (value, Marker.NONE) if not math.isnan(value) else (math.nan, Marker.MISSING)
    return _from_text("" if cell is None else cell, nil)


def _from_text(text: str, nil: frozenset[str]) -> tuple[float, Marker]:
    """The same for a cell that holds text."""
    word = " ".join(text.replace("\xa0", " ").split())
    bare = word.strip("[]").strip().lower()
    if word.lower() in nil:
        return 0.0, Marker.NONE
    if bare in GAPS or _SEE_NOTE.match(word):
        return math.nan, GAPS.get(bare, Marker.MISSING)
    noted = _NOTE.match(word)
    if noted and noted["note"].lower() in NOTES:
        return _number(noted["number"]), NOTES[noted["note"].lower()]
    return _number(word), Marker.NONE


def _number(word: str) -> float:
    """A number written as text: "1,234.5", "£12", "(7)" for minus seven. ValueError otherwise."""
    match = _NUMBER.match(word)
    if not match or (match["open"] is not None) != word.endswith(")"):
        raise ValueError(f"'{word}' is not a number")
    value = float(match["digits"].replace(",", "") + (match["exp"] or ""))
    return -value if match["sign"] in {"-", "−"} or match["open"] else value
