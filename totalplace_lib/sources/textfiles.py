"""Read CSV files as text with line numbers, and turn cells into numbers and markers. Workbooks: see sheets.

Nothing is guessed: a missing heading, words in a number cell, a key twice are errors that say where.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Year
from totalplace_lib.sources.cells import fold
from totalplace_lib.sources.encodings import records
from totalplace_lib.sources.markers import split

SHOWN = 10
"""How many faults of one kind are reported before "and so on"."""


@dataclass(frozen=True)
class TextFile:
    """A CSV file: frame holds text as published ("" for an empty cell) and `row`, the line from 1."""

    name: str
    frame: pd.DataFrame

    def numbers(
        self, column: str, *, unit: float = 1.0, nil: frozenset[str] = frozenset(), decimals: int = 2
    ) -> tuple[pd.Series[float], pd.Series[str]]:
        """A column as values (x unit, rounded) and markers. Faults when cells hold other words."""
        rows = self.frame["row"]
        return numbers(self.name, self.frame[column], rows, unit=unit, nil=nil, decimals=decimals)

    def unique(self, columns: Sequence[str]) -> TextFile:
        """The same file; SourceError when two lines have the same key."""
        check_unique(self.name, self.frame, columns)
        return self

    def years(self, column: str) -> TextFile:
        """The same file; SourceError when a cell is not a financial year such as 2008-09."""
        for line, text in zip(self.frame["row"], self.frame[column], strict=True):
            if not is_year(text):
                raise SourceError(f"{self.name}, line {line}, {column}: '{text}' is not a year like 2008-09.")
        return self


def read_csv(path: Path, headings: Sequence[str]) -> TextFile:
    """Read a CSV (also .gz) whose first line holds at least these headings, in any usual encoding.

    SourceError names the nearest heading, and the line of a record that has more or fewer fields than headings.
    """
    lines = records(path)
    names = [name.strip() for name in next(lines, (1, []))[1]]
    require(path.name, names, headings)
    _check_headings(path.name, names)
    numbers_of_lines: list[int] = []
    rows: list[list[str]] = []
    for line, fields in lines:
        if not any(map(str.strip, fields)):
            continue
        if len(fields) != len(names):
            raise SourceError(_fields_fault(path.name, line, fields, len(names)))
        numbers_of_lines.append(line)
        rows.append(fields)
    frame = pd.DataFrame(rows, columns=names, dtype="str").apply(lambda cells: cells.str.strip())
    return TextFile(path.name, frame.assign(row=numbers_of_lines))


def _check_headings(file: str, names: Sequence[str]) -> None:
    """SourceError when a heading stands twice: nobody could tell which column is meant."""
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise SourceError(f"{file}, line 1: heading '{twice[0]}' stands more than once.")


def _fields_fault(file: str, line: int, fields: Sequence[str], expected: int) -> str:
    """What is wrong with a record that does not fit its headings, and the likely cause."""
    extra = fields[expected:]
    likely = (
        "a comma at the end of the line?"
        if extra and not any(extra)
        else "a comma or a line break inside a field without quotation marks?"
    )
    return f"{file}, line {line}: {len(fields)} fields, expected {expected} as in line 1 ({likely})"


def require(file: str, found: Iterable[object], wanted: Sequence[str]) -> None:
    """SourceError when a heading is not there, with the nearest one that is."""
    names = [str(name) for name in found]
    for heading in wanted:
        if heading not in names:
            near = difflib.get_close_matches(heading, names, n=1, cutoff=0)
            raise SourceError(
                f"{file}, line 1: no heading '{heading}'. Nearest: '{near[0] if near else ''}'. "
                "If the publisher renamed it, change the layout; else check that it is the right file."
            )


def numbers(
    file: str,
    cells: pd.Series[str],
    rows: pd.Series[int],
    *,
    unit: float = 1.0,
    nil: frozenset[str] = frozenset(),
    decimals: int = 2,
) -> tuple[pd.Series[float], pd.Series[str]]:
    """Cells as values (x unit, rounded) and markers; Faults name the file, the row and the column."""
    known: dict[tuple[type, object], tuple[float, str]] = {}
    faults: list[TotalPlaceError] = []
    for cell, row in zip(cells, rows, strict=True):
        if (type(cell), cell) in known:
            continue
        try:
            value, marker = split(cell, nil=nil)
            known[type(cell), cell] = (round(value * unit, decimals), str(marker))
        except ValueError as fault:
            faults.append(SourceError(f"{file}, row {row}, column '{cells.name}': {fault}."))
    if faults:
        raise Faults(f"Numbers in {file}", faults[:SHOWN])
    found = [known[type(cell), cell] for cell in cells]
    return (
        pd.Series([value for value, _ in found], index=cells.index, dtype="float64"),
        pd.Series([marker for _, marker in found], index=cells.index, dtype="str"),
    )


def translate(
    file: str, cells: pd.Series[str], rows: pd.Series[int], words: Mapping[str, str], *, edit: str
) -> pd.Series[str]:
    """Each word by its translation (compared by letters and digits only). SourceError for an unknown word.

    edit   the file in config/ where a new word is to be added.
    """
    known = {fold(word): value for word, value in words.items()}
    folded = cells.map({word: fold(word) for word in cells.unique()})
    unknown = ~folded.isin(list(known))
    if unknown.any():
        first = int(unknown.to_numpy().argmax())
        raise SourceError(
            f"{file}, row {rows.iloc[first]}, column '{cells.name}': unknown word '{cells.iloc[first]}'. "
            f"If it is a new spelling, add it to {edit}."
        )
    return folded.map(known).astype("str")


def check_unique(file: str, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """SourceError when two rows have the same key; frame has a column `row`."""
    twice = frame.duplicated(list(columns))
    if twice.any():
        second = frame[twice].iloc[0]
        same = (frame[list(columns)] == second[list(columns)]).all(axis=1)
        key = ", ".join(str(second[column]) for column in columns)
        raise SourceError(
            f"{file}: {key} stands twice, in rows {frame[same]['row'].iloc[0]} and {second['row']}."
        )


def check_complete(file: str, found: Iterable[str], wanted: Iterable[str], what: str) -> None:
    """SourceError when some of the wanted codes are missing, or there are others."""
    found, wanted = set(found), set(wanted)
    missing, extra = sorted(wanted - found), sorted(found - wanted)
    if missing or extra:
        raise SourceError(
            f"{file}: {what} are not those expected. Missing: {', '.join(missing[:SHOWN]) or 'none'} "
            f"({len(missing)}); unexpected: {', '.join(extra[:SHOWN]) or 'none'} ({len(extra)})."
        )


def is_year(text: object) -> bool:
    """Whether a heading or cell is a financial year such as "2008-09"."""
    words = str(text).strip()
    return len(words) == 7 and words[:4].isdigit() and words == str(Year(int(words[:4])))
