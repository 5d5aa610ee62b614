"""What a workbook hides: the visible wins, and a hidden copy that says something else is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.cells import address, fold, letter, texts
from totalplace_lib.sources.markers import Cell

Rows = Sequence[Sequence[Cell]]

HEADINGS = 3
"""A hidden sheet is a copy when a row of its top has the same headings, and at least as many as this."""

_TOP = 40


def check_hidden_rows(sheet: str, rows: Rows, hidden: Mapping[int, Sequence[Cell]]) -> None:
    """SourceError when a hidden row has the words of a visible one (code, name, ...) and other figures."""
    if not hidden:
        return
    visible: dict[tuple[str, ...], list[int]] = {}
    for row, cells in enumerate(rows, 1):
        if key := _words(cells):
            visible.setdefault(key, []).append(row)
    for row, cells in hidden.items():
        twins = visible.get(_words(cells), [])
        differ = [(twin, _first_difference(rows[twin - 1], cells)) for twin in twins]
        if differ and all(column is not None for _, column in differ):
            twin, column = differ[0]
            raise SourceError(
                f"{sheet}: row {row} is hidden and differs from row {twin} ({', '.join(_words(cells)[:2])}), first in "
                f"{address(row, column or 0)}. One of them is superseded: delete it, and write the new sha256 "
                "in the card."
            )


def copied_columns(sheet: str, rows: Rows, hidden: Iterable[int]) -> list[int]:
    """Hidden columns under the same headings as a visible one that say the same; SourceError where one differs.

    The headings of a column are those of the row with most words and of the rows above it, carried to the right.
    """
    width = max((len(row) for row in rows), default=0)
    columns = [column for column in hidden if column < width]
    if not columns:
        return []
    top = max(range(min(_TOP, len(rows))), key=lambda row: len(_words(rows[row])))
    headings = list(zip(*(_carried(row, width) for row in rows[: top + 1]), strict=True))
    is_named = [bool(_words(rows[top][column : column + 1])) for column in range(width)]
    visible = {headings[column]: column for column in reversed(range(width)) if column not in set(columns)}
    copies = []
    for column in columns:
        twin = visible.get(headings[column])
        if twin is None or not is_named[column]:
            continue
        for number, row in enumerate(rows, 1):
            if _first_difference(row[twin : twin + 1], row[column : column + 1]) is not None:
                raise SourceError(
                    f"{sheet}: column {letter(column)} is hidden and differs from column "
                    f"{letter(twin)} ({headings[column][-1]}), first in {address(number, column)}. One of "
                    "them is superseded: delete it, and write the new sha256 in the card."
                )
        copies.append(column)
    return copies


def _carried(row: Sequence[Cell], width: int) -> list[str]:
    """The words of a row, each carried right to the next ones."""
    carried, found = "", []
    for column in range(width):
        word = fold(str(row[column])) if column < len(row) and row[column] is not None else ""
        carried = word or carried
        found.append(carried)
    return found


def check_copy(sheet: str, rows: Rows, name: str, other: Rows) -> None:
    """SourceError when a hidden sheet has the headings of the sheet that is read, and other cells."""
    headings = max((_words(row) for row in rows[:_TOP]), key=len, default=())
    if len(headings) < HEADINGS or not any(_words(row) == headings for row in other[:_TOP]):
        return
    for row in range(1, max(len(rows), len(other)) + 1):
        ours, theirs = (part[row - 1] if row <= len(part) else () for part in (rows, other))
        column = _first_difference(ours, theirs)
        if column is not None:
            raise SourceError(
                f"{sheet}: the hidden sheet '{name}' has the same headings and differs, first in "
                f"{address(row, column)}. One of them is superseded: delete it, and write the new sha256 in the card."
            )


def _words(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The cells of a row that are words."""
    return tuple(fold(text) for text in texts(cells) if any(letter.isalpha() for letter in text))


def _first_difference(ours: Sequence[Cell], theirs: Sequence[Cell]) -> int | None:
    """The first column in which two rows differ; None where they say the same."""
    for column in range(max(len(ours), len(theirs))):
        one = ours[column] if column < len(ours) else ""
        other = theirs[column] if column < len(theirs) else ""
        if one != other and str(one).strip() != str(other).strip():
            return column
    return None
