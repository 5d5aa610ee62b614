"""The shorthand for figures that are absent or to be read with care, in words.

Meanings are those of the Government Statistical Service; [e] says how this project estimates.
"""

from __future__ import annotations

from collections.abc import Iterable

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker
from totalplace_lib.present.numbers import is_missing

MARKER_WORDS: dict[Marker, str] = {
    Marker.MISSING: "not available",
    Marker.SUPPRESSED: "confidential: held back by the publisher",
    Marker.NOT_APPLICABLE: "not applicable",
    Marker.NOT_IDENTIFIED: "not identified: no published line says what part of the money this is",
    Marker.ESTIMATED: "estimated: a share of a wider area's spending",
    Marker.PROVISIONAL: "provisional",
    Marker.REVISED: "revised",
    Marker.LOW: "rounds to zero but is not zero",
    Marker.UNRELIABLE: "low reliability",
    Marker.BREAK: "break in series: the definition or the boundary changed",
}


def marker_of(value: object) -> Marker:
    """The marker in a cell of a marker column; an empty or missing cell is an ordinary figure."""
    text = "" if is_missing(value) else str(value).strip("[] ")
    try:
        return Marker(text)
    except ValueError:
        known = ", ".join(f"[{marker}]" for marker in MARKER_WORDS)
        raise UsageError(f"'{text}' is not a marker. Use one of {known}, or leave the cell empty.") from None


def gap_of(flag: Marker) -> Marker:
    """Why a figure is absent: the marker when it says so, else [x]. ([e] or [b] says nothing about a gap.)"""
    gaps = (Marker.SUPPRESSED, Marker.NOT_APPLICABLE, Marker.NOT_IDENTIFIED)
    return flag if flag in gaps else Marker.MISSING


def marker_key(markers: Iterable[Marker]) -> str:
    """One line that explains the markers used: "[e] estimated ...; [x] not available."; "" when none is."""
    used = [f"[{marker}] {words}" for marker, words in MARKER_WORDS.items() if marker in set(markers)]
    return f"{'; '.join(used)}." if used else ""
