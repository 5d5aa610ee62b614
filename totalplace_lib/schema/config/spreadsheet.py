"""What a spreadsheet, a word processor or a hurried hand does to a cell, told from what stands there.

Only the way a file is written (its encoding, its separator, quoted comments, spaces) is read as it was meant. A value
that was changed is named with the value that it was: where one cell was changed, others may be that no rule can see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})


def likely_cause(text: str, accepts: Callable[[str], bool]) -> str:
    """What has probably happened to a text that is refused, and what to write; "" where nothing is known."""
    for cause, meant in _guesses(text):
        if meant != text and accepts(meant):
            return f"{cause}: write '{meant}'."
    return ""


def _guesses(text: str) -> Iterator[tuple[str, str]]:
    year = year_meant(text)
    if year:
        yield "A spreadsheet has probably made a date of the financial year", year
    if re.fullmatch(r"\d{1,5}", text):
        for width in range(len(text) + 1, len(text) + 4):
            yield "A spreadsheet has probably taken the leading nought away", text.zfill(width)
    if re.fullmatch(r"-?\d+\.0+", text):
        yield "A spreadsheet has probably added decimals", text.split(".")[0]
    if re.fullmatch(r"[£(]?-?[\d,]+(\.\d+)?\)?", text):
        plain = re.sub(r"[£(),]", "", text)
        yield "Thousands are not grouped here", f"-{plain}" if text.startswith("(") else plain
    if re.fullmatch(r"-?\d(\.\d+)?E[+-]?\d+", text, re.IGNORECASE):
        yield "A spreadsheet has probably rounded the number", f"{float(text):.0f}"
    if text.translate(_PLAIN) != text:
        yield "A word processor has probably changed a dash or a quote", text.translate(_PLAIN)
    if text.lower() != text:
        yield "Upper and lower case are not the same here", text.lower()
    if re.fullmatch(r"\w[\w -]*", text) and (" " in text or "_" in text):
        yield "Words are joined by a hyphen here", re.sub(r"[ _]+", "-", text.lower())
        yield "Words are joined by an underscore here", re.sub(r"[ -]+", "_", text.lower())


def year_meant(text: str) -> str:
    """The financial year that a spreadsheet took for a date: "Sep-08", "2008-09-01", "01/09/2008" -> "2008-09"."""
    named = re.fullmatch(r"([A-Za-z]{3})[- ](\d{2}|\d{4})", text)
    dated = re.fullmatch(r"(\d{4})-(\d{2})-01(?: 00:00:00)?", text)
    slashed = re.fullmatch(r"0?1[/.](\d{1,2})[/.](\d{2}|\d{4})", text)
    if named and named[1].lower() in _MONTHS:
        month, end = _MONTHS.index(named[1].lower()) + 1, named[2]
    elif dated:
        month, end = int(dated[2]), dated[1]
    elif slashed:
        month, end = int(slashed[1]), slashed[2]
    else:
        return ""
    start = int(end) if len(end) == 4 else 2000 + int(end)
    return f"{start}-{month:02d}" if (start + 1) % 100 == month else ""
