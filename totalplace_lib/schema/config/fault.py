"""A fault of config/: which file, row and column, what stands there, what may stand there, the nearest, the cause."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from totalplace_lib.errors import ConfigError

_MOST_WORDS = 200  # characters of a list of words in a message
_MOST_FOUND = 120  # characters of what stands there


class ConfigFault(ConfigError):
    """One fault, for a message and for a program that asks.

    file   path in the project, "config/transfers.csv";  row: line in the file, from 1, None for the file as a whole
    found, expected, nearest   what stands there, what may, and the word of the list that comes nearest ("": none)
    cause  what has probably happened, and what to do
    """

    def __init__(
        self,
        file: str,
        says: str = "",
        *,
        row: int | None = None,
        column: str = "",
        found: str = "",
        expected: str = "",
        nearest: str = "",
        cause: str = "",
    ) -> None:
        self.file, self.row, self.column, self.says = file, row, column, says
        self.found, self.expected, self.nearest, self.cause = found, expected, nearest, cause
        self.more_rows: tuple[int, ...] = ()  # further rows in which the same stands
        super().__init__(str(self))

    def __str__(self) -> str:
        rows = ""
        if self.row is not None:
            also = [str(row) for row in self.more_rows[:8]]
            left = len(self.more_rows) - len(also)
            rows = f", row{'s' if also else ''} {', '.join([str(self.row), *also])}"
            rows += f" and {left} more" if left else ""
        place = self.file + rows + (f", column {self.column}" if self.column else "")
        parts = [self.says]
        if self.expected:
            stands = f"'{short(self.found, _MOST_FOUND)}'" if self.found else "nothing"
            parts.append(f"{stands} stands there; expected: {short(self.expected, 2 * _MOST_WORDS)}.")
        parts += [f"Nearest: '{self.nearest}'." if self.nearest else "", self.cause]
        return f"{place}: {' '.join(part for part in parts if part)}"


def short(text: str, most: int) -> str:
    """At most so many characters of a text, with a sign where some are left out."""
    return text if len(text) <= most else f"{text[: most - 2]} …"


def nearest(word: str, words: Sequence[str]) -> str:
    """The word of a list that is most like another one, whatever its case; "" where none is."""
    if not word or not words:
        return ""
    by_lower = {one.lower(): one for one in words}
    close = difflib.get_close_matches(word[:200].lower(), list(by_lower), n=1, cutoff=0.5)
    return by_lower[close[0]] if close else ""


def together(faults: Sequence[ConfigFault]) -> list[ConfigFault]:
    """Faults that say the same of several rows of one column, as one each; in the order of the first."""
    found: dict[tuple[str, ...], ConfigFault] = {}
    for fault in faults:
        key = (fault.file, fault.column, fault.says, fault.found, fault.expected)
        first = found.setdefault(key, fault)
        if first is not fault and fault.row is not None and first.row is not None:
            first.more_rows = (*first.more_rows, fault.row)
        elif first is not fault:
            found[(*key, str(len(found)))] = fault
    return list(found.values())
