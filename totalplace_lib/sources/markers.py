"""Split a published cell into a number and the reason why there is none. Shared by workbooks and CSV files.

A true zero stays 0; a gap becomes NaN plus a marker; words in a number cell are an error, never a gap. Which words are
gaps, and which notes may stand beside a number, is config/shorthand.csv.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Marker
from totalplace_lib.project import home, read_config

Cell = int | float | str | bool | date | datetime | time | timedelta | None

SHORTHAND = "shorthand.csv"
UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
"""Characters without width, which a web page leaves in a cell."""

NO_RESULT = "=?"
"""Stands in for a formula whose result is not kept in its file; no number, no gap."""

_DIGITS = r"(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+))(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = re.compile(
    rf"^(?P<open>\()?\s*(?P<sign>[-−+])?\s*£?\s*(?P<after>[-−+])?\s*(?P<digits>{_DIGITS})(?P<exp>[eE][-+]?[0-9]+)?"
    r"\s*(?P<close>\))?\s*(?P<trail>[-−]|CR|DR|Cr|Dr|cr|dr)?$"
)
_GROUPED = re.compile(r"^[(\s£+−-]*[0-9]+(?:[, ][0-9]+)+")
_BROKEN = re.compile(r"[0-9]\s*[\n\r\t\v\f]\s*[0-9]")
"""Figures on two lines of one cell: two numbers, not groups of one."""

_SEE_NOTE = re.compile(r"\[note ?[0-9]+\]$")


@dataclass(frozen=True)
class Shorthand:
    """gaps: word in lower case, without brackets -> marker; notes: what may end a number -> marker, longest first."""

    gaps: Mapping[str, Marker]
    notes: Mapping[str, Marker]


def shorthand() -> Shorthand:
    """The words of config/shorthand.csv. ConfigError when a marker is none."""
    return _shorthand(home())


@functools.cache
def _shorthand(_project: Path) -> Shorthand:
    frame = read_config(SHORTHAND).fillna("")
    known = {str(marker) for marker in Marker}
    wrong = frame[~frame["marker"].isin(known) | ~frame["where"].isin(["gap", "note"])]
    if len(wrong):
        row = wrong.iloc[0]
        raise ConfigError(
            f"config/{SHORTHAND}: '{row['written']}' is {row['where']} with marker '{row['marker']}'. "
            f"where is gap or note; marker is one of {', '.join(sorted(known - {''}))}."
        )
    words = {
        kind: {str(row.written).lower(): Marker(str(row.marker)) for row in part.itertuples()}
        for kind, part in frame.groupby("where")
    }
    notes = words.get("note", {})
    return Shorthand(
        words.get("gap", {}), {note: notes[note] for note in sorted(notes, key=len, reverse=True)}
    )


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
    word = " ".join(text.translate(UNSEEN).split())
    if word == NO_RESULT:
        raise ValueError(
            "a formula whose result is not kept in the file: open it in a spreadsheet program and save it"
        )
    bare, noted = _without_notes(word, shorthand()) if word.lower() not in nil else (word, Marker.NONE)
    if bare.lower() in nil and (bare or not word):
        return 0.0, noted
    gap = _gap(bare, shorthand())
    if gap is not None and (bare or not word):
        return math.nan, gap
    if not bare or _BROKEN.search(text):
        raise ValueError(f"'{word}' is not a number")
    return _number(bare), noted


def _gap(word: str, words: Shorthand) -> Marker | None:
    """The marker of a word that stands in place of a number; None for any other."""
    low = _SEE_NOTE.sub("[note]", word.lower())
    bare = (
        low.removeprefix("#") if low == "#n/a" else low.strip("[]").strip()
    )  # of the errors, the one that is a gap
    return words.gaps.get(low, words.gaps.get(bare))


def _without_notes(word: str, words: Shorthand) -> tuple[str, Marker]:
    """A cell without the notes at its end, and what they say. ValueError when two of them differ."""
    said = Marker.NONE
    while _gap(word, words) is None:
        low = _SEE_NOTE.sub("[note]", word.lower())
        note = next((note for note in words.notes if low.endswith(note)), None)
        if note is None:
            break
        marker = words.notes[note]
        if Marker.NONE not in (said, marker) and said != marker:
            raise ValueError(f"'{word}' has two notes, {marker} and {said}, and is no plain number")
        said = said or marker
        cut = len(low) - len(note)
        word = word[:cut].rstrip() if cut else ""
    return word, said


def _number(word: str) -> float:
    """A number written as text: "1,234.5", "1 234", "£12", "(7)", "7-" and "7 CR" for minus seven. Else ValueError."""
    match = _NUMBER.match(word)
    signs = (match["sign"], match["after"], match["open"], match["trail"]) if match else ()
    if not match or (match["open"] is None) != (match["close"] is None) or sum(map(bool, signs)) > 1:
        hint = ": a comma or a space stands between groups of three digits" if _GROUPED.match(word) else ""
        raise ValueError(f"'{word}' is not a number{hint}")
    value = float(match["digits"].replace(",", "").replace(" ", "") + (match["exp"] or ""))
    minus = {"-", "−"} & {match["sign"], match["after"], match["trail"]}
    return -value if minus or match["open"] or (match["trail"] or "").upper() == "CR" else value
