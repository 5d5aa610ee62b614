"""A file that a body sent: what stands in its cells, each with its address, and what is wrong with the file itself.

xlsx, ods, xls and csv. Nothing in a file is run: cells are read, formulas are not worked out, macros are refused.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from totalplace_lib.errors import SourceError
from totalplace_lib.returns import form
from totalplace_lib.returns.matching import near
from totalplace_lib.sources.cells import address, fold, letter
from totalplace_lib.sources.markers import NO_RESULT
from totalplace_lib.sources.sheets import Workbook
from totalplace_lib.sources.workbook_state import SheetState, sheet_state

MOST_BYTES = 8 * 1024**2
MOST_ROWS, MOST_COLUMNS = 20_000, 200
_TOP = 40  # rows in which the headings are looked for


@dataclass(frozen=True)
class Entry:
    """A row as it stands: cells and addresses by field. faults: what is wrong with the row as such."""

    row: int
    values: Mapping[str, Any]
    at: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def where(self, name: str) -> str:
        """The cell of a field, or the row where the file has no such column."""
        return self.at.get(name, f"row {self.row}")


@dataclass
class Filled:
    """One return as it stands in a file; a CSV file may hold several."""

    about: Entry
    spending: list[Entry] = field(default_factory=list)
    between: list[Entry] = field(default_factory=list)


def opened(path: Path, file: str) -> tuple[list[Filled], list[str]]:
    """What stands in a file, and what is wrong with it (SourceError: all). file: how messages call it."""
    if not path.is_file():
        raise SourceError(f"{file} is not there, or is a folder.")
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        what = "is empty" if not size else f"is larger than {MOST_BYTES // 1024**2} MB, which no return needs"
        raise SourceError(f"{file} {what}. Nothing was read.")
    start = path.open("rb").read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, file)
    return _csv(path, file)


def _workbook(path: Path, file: str) -> tuple[list[Filled], list[str]]:
    try:
        book = Workbook.open(path)
    except SourceError as fault:
        raise SourceError(
            str(fault).replace(path.name, file).split(" Fetch it again")[0]
            + " Nothing was read: ask the body for it again."
        ) from fault
    if _has_macro(path):
        raise SourceError(
            f"{file} holds a macro. Nothing was read: save it as a workbook without macros (.xlsx)."
        )
    faults: list[str] = []
    sheets = {
        name: sheet for name in _wanted(book, file, faults) if (sheet := _grid(book, name, file, faults))
    }
    if form.SPENDING not in sheets or form.ABOUT not in sheets:
        return [], faults
    about = _about(sheets[form.ABOUT])
    found = Filled(
        about, _table(sheets[form.SPENDING], form.SPENDING_FIELDS, form.MUST, form.ENTRY_FIELDS, faults)
    )
    if form.BETWEEN in sheets:
        found.between = _table(
            sheets[form.BETWEEN], form.BETWEEN_FIELDS, form.BETWEEN_FIELDS, form.BETWEEN_FIELDS, faults
        )
    return [found], faults


def _has_macro(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(
            "vbaproject" in name.lower() or name.startswith("Basic/") or "macrosheets" in name
            for name in archive.namelist()
        )


@dataclass(frozen=True)
class _Grid:
    """The cells of a sheet; rows from 1, columns from 0."""

    said: str
    rows: Sequence[Sequence[Any]]
    state: SheetState
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    def cell(self, row: int, column: int) -> Any:
        if word := self.state.words.get((row, column)):
            return word
        line = self.rows[row - 1]
        return line[column] if column < len(line) else ""

    def at(self, row: int, column: int) -> str:
        return f"{self.said}{address(row, column)}"


def _wanted(book: Workbook, file: str, faults: list[str]) -> list[str]:
    """The sheets of the form that a reader sees; a fault for each that is missing, hidden or there twice."""
    seen, found = book.sheet_names, []
    for name in (form.ABOUT, form.SPENDING, form.BETWEEN):
        if name in seen:
            found.append(name)
        elif name in book.book.sheet_names:
            faults.append(
                f"{file}: the sheet '{name}' is hidden. Unhide it, look whether it is right, and send it again."
            )
        elif name != form.BETWEEN:
            like = near(name, seen)
            nearest = f" Nearest: '{like[0]}'." if like else ""
            faults.append(
                f"{file}: no sheet '{name}'.{nearest} Keep the names of the sheets as they are in the form."
            )
    others = set(book.book.sheet_names) - {form.HELP, form.LISTS, form.ABOUT, form.SPENDING, form.BETWEEN}
    faults += [
        f"{file}: the sheet '{other}' has the headings of '{form.SPENDING}' too, so there are two answers. "
        f"Keep one of them, called '{form.SPENDING}', and delete the other."
        for other in sorted(others)
        if _is_copy(book, other)
    ]
    return found


def _is_copy(book: Workbook, name: str) -> bool:
    rows = book.book.get_sheet_by_name(name)
    if rows.total_height > MOST_ROWS or rows.total_width > MOST_COLUMNS:
        return False
    wanted = {fold(heading) for heading in form.SPENDING_FIELDS.values()}
    top = rows.to_python(skip_empty_area=False)[:_TOP]
    return any(len(wanted & {fold(cell) for cell in row}) > len(wanted) // 2 for row in top)


def _grid(book: Workbook, name: str, file: str, faults: list[str]) -> _Grid | None:
    sheet = book.book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        faults.append(
            f"{file}, {name}: {sheet.total_height:,} rows by {sheet.total_width:,} columns; the form has fewer "
            "than "
            f"{MOST_ROWS:,} by {MOST_COLUMNS}. Delete what is below and beside it."
        )
        return None
    rows = sheet.to_python(skip_empty_area=False)
    merged = [] if book.path.suffix == ".ods" else sheet.merged_cell_ranges or []
    return _Grid(f"{file}, {name}!", rows, sheet_state(book.path, name), merged)


def _about(grid: _Grid) -> Entry:
    """What the first sheet says of the return: labels in one column, answers in the next."""
    by_label = {fold(label): name for name, label in form.ABOUT_FIELDS.items()}
    values, at = {}, {}
    for number, row in enumerate(grid.rows, 1):
        for column, cell in enumerate(row):
            name = by_label.get(fold(cell)) if isinstance(cell, str) else None
            if name and name not in values:
                values[name], at[name] = grid.cell(number, column + 1), grid.at(number, column + 1)
                break
    return Entry(1, values, {name: at.get(name, f"{grid.said}A1") for name in form.ABOUT_FIELDS})


def _table(
    grid: _Grid, fields: Mapping[str, str], must: Sequence[str] | Mapping[str, str], entries: Mapping[str, str],
    faults: list[str]
) -> list[Entry]:  # fmt: skip
    """The rows below the headings in which somebody wrote something."""
    by_heading = {fold(heading): name for name, heading in fields.items()}
    top = max(
        range(1, min(_TOP, len(grid.rows)) + 1),
        key=lambda row: len(by_heading.keys() & _folded(grid, row)),
        default=0,
    )
    columns = _columns(grid, top, by_heading, fields, must, faults) if top else None
    if columns is None:
        return []
    beyond = max(columns.values(), default=0) + 1  # the check
    found = []
    for row in range(top + 1, len(grid.rows) + 1):
        values = {name: grid.cell(row, column) for name, column in columns.items()}
        is_filled = any(not _is_blank(values[name]) for name in entries if name in values)
        stray = next(
            (
                column
                for column in range(beyond + 1, len(grid.rows[row - 1]))
                if not _is_blank(grid.cell(row, column))
            ),
            None,
        )
        if stray is not None:
            faults.append(
                f"{grid.at(row, stray)}: something stands outside the form. Move it to Notes, or delete it."
            )
        if is_filled:
            at = {name: grid.at(row, column) for name, column in columns.items()}
            found.append(Entry(row, values, at, tuple(_hidden(grid, row, columns, entries))))
    return found


def _folded(grid: _Grid, row: int) -> set[str]:
    return {fold(cell) for cell in grid.rows[row - 1] if isinstance(cell, str)}


def _columns(
    grid: _Grid, top: int, by_heading: Mapping[str, str], fields: Mapping[str, str],
    must: Sequence[str] | Mapping[str, str],
    faults: list[str],
) -> dict[str, int] | None:  # fmt: skip
    """The column of each field; None with a fault for each heading that is missing or there twice."""
    found: dict[str, int] = {}
    before = len(faults)
    for column, cell in enumerate(grid.rows[top - 1]):
        name = by_heading.get(fold(cell)) if isinstance(cell, str) else None
        if name in found:
            faults.append(
                f"{grid.at(top, column)}: a second column is called '{fields[str(name)]}'. Keep one of them."
            )
        elif name:
            found[name] = column
    for name in must:
        if name not in found:
            headings = [str(cell) for cell in grid.rows[top - 1] if isinstance(cell, str) and cell.strip()]
            like = near(fields[name], headings)
            nearest = f" Nearest: '{like[0]}'." if like else ""
            faults.append(
                f"{grid.at(top, 0)}: no column '{fields[name]}' in row {top}.{nearest} Keep the headings of "
                "the form."
            )
    return found if len(faults) == before else None


def _hidden(grid: _Grid, row: int, columns: Mapping[str, int], entries: Mapping[str, str]) -> Iterator[str]:
    """What a reader of the workbook would not see of a filled row, and cells that are merged."""
    if row in grid.state.hidden:
        yield f"{grid.at(row, 0)}: the row is hidden and holds an answer. Unhide it, or clear it."
    for name in entries:
        column = columns.get(name)
        if column is None:
            continue
        if column in grid.state.columns and not _is_blank(grid.cell(row, column)):
            yield (
                f"{grid.at(row, column)}: the column {letter(column)} is hidden and holds an answer. Unhide "
                "it, or clear it."
            )
        for (top, left), (bottom, right) in grid.merged:
            if top <= row - 1 <= bottom and left <= column <= right:
                yield (
                    f"{grid.at(row, column)}: the cell is merged with others, so it is not clear what it is "
                    "for. Unmerge it."
                )


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _csv(path: Path, file: str) -> tuple[list[Filled], list[str]]:
    """All returns of a CSV file: one for each place, year and body named in its rows."""
    rows, faults = _csv_rows(path, file), list[str]()
    grid = _Grid(f"{file}, ", [[_plain(cell) for cell in row] for row in rows], SheetState())
    entries = {**form.ENTRY_FIELDS, **form.BETWEEN_FIELDS}
    del entries["service"]
    table = _table(grid, form.CSV_FIELDS, ("place", "year", "body", "service", "gross"), entries, faults)
    found: dict[tuple[str, ...], Filled] = {}
    for entry in table:
        key = tuple(fold(entry.values.get(name)) for name in ("place", "year", "body"))
        one = found.setdefault(key, Filled(entry))
        for part, names in (
            (one.spending, ("gross", "fees", "volume")),
            (one.between, ("amount", "direction", "other")),
        ):
            if any(not _is_blank(entry.values.get(name)) for name in names):
                part.append(entry)
    if not table and not faults:
        faults.append(f"{file}: no row holds a figure.")
    return list(found.values()), faults


def _csv_rows(path: Path, file: str) -> list[list[str]]:
    content = path.read_bytes()
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            f"{file} is neither a workbook nor a CSV file. Nothing was read: send .xlsx, .ods or .csv."
        )
    for encoding in ("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error as fault:
            raise SourceError(
                f"{file} cannot be read as CSV ({fault}). Nothing was read: save it again."
            ) from fault
        if len(lines) > MOST_ROWS or any(len(line) > MOST_COLUMNS for line in lines):
            raise SourceError(
                f"{file} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns, which no return needs."
            )
        return [[] if line and line[0].lstrip().startswith("#") else line for line in lines]
    raise SourceError(f"{file} is in no known encoding. Nothing was read: save it as CSV UTF-8.")


def _plain(cell: str) -> str:
    """Without the apostrophe with which a cell that begins with = + - @ is made harmless."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


__all__ = ["NO_RESULT", "Entry", "Filled", "opened"]
