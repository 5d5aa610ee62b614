"""Read workbooks by their words: sheets by name, columns by heading text, rows by code; never by position.

Rows are numbered from 1 and columns named by letter, as a spreadsheet program shows them, so that each figure
can be found again in the publication.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Marker, Year
from totalplace_lib.sources.guard import check_workbook
from totalplace_lib.sources.markers import Cell, split

E_CODE = re.compile(r"^E\d{4}$")
"""The code of a local authority in council finance returns; totals and notes do not have one."""

GROUP = ">"
"""In a layout, "Group > Heading" names the block heading above where the heading alone stands twice."""


def fold(text: object) -> str:
    """Text reduced to letters and digits: case, spaces, line breaks and punctuation do not matter."""
    return re.sub(r"[^0-9a-z]", "", str(text).casefold().replace("&", "and")) if text is not None else ""


def letter(column: int) -> str:
    """The letter of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A1-style address of row (from 1) and column (from 0)."""
    return f"{letter(column)}{row}"


@dataclass(frozen=True)
class Workbook:
    """A workbook that has passed the guard. name is how errors call it."""

    path: Path
    book: CalamineWorkbook

    @classmethod
    def open(cls, path: Path) -> Workbook:
        """Open an .xls, .xlsx or .ods file. SourceError when empty, cut short, encrypted or a bomb."""
        check_workbook(path)
        try:
            return cls(path, CalamineWorkbook.from_path(path))
        except PasswordError as fault:
            raise SourceError(
                f"{path.name} is encrypted: open it with its password and save it without one."
            ) from fault
        except CalamineError as fault:
            raise SourceError(
                f"{path.name} cannot be read as a workbook ({fault}). Fetch it again."
            ) from fault

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.name

    def sheet(self, name: str) -> Sheet:
        """One sheet by name (spaces at the ends do not matter). SourceError names the nearest sheet."""
        known = {sheet.strip(): sheet for sheet in self.book.sheet_names}
        if name.strip() not in known:
            near = difflib.get_close_matches(name, list(known), n=1, cutoff=0)
            raise SourceError(
                f"{self.name}: no sheet '{name}'. Nearest: '{''.join(near)}'. Sheets: {list(known)}."
            )
        try:
            rows = self.book.get_sheet_by_name(known[name.strip()]).to_python(skip_empty_area=False)
        except CalamineError as fault:
            raise SourceError(
                f"{self.name}, sheet '{name}': cannot be read ({fault}). Fetch it again."
            ) from fault
        return Sheet(self.name, name.strip(), rows)


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet; row r (from 1) and column c (from 0) is rows[r - 1][c]."""

    file: str
    name: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}, sheet '{self.name}'"

    def cell(self, row: int, column: int) -> Cell:
        """The cell in row (from 1) and column (from 0); "" beyond the edge."""
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return line[column] if column < len(line) else ""

    def require_year(self, year: str | Year, *, within: int = 12) -> None:
        """SourceError unless a title in the first rows names the year (2008-09, 2008/09 or 2008 to 2009)."""
        start = Year.parse(str(year)).start
        pattern = re.compile(
            rf"{start}\s*(?:-|/|–|to)\s*(?:{(start + 1) // 100})?{(start + 1) % 100:02d}(?!\d)"
        )
        title = [
            str(cell) for row in self.rows[:within] for cell in row if isinstance(cell, str) and cell.strip()
        ]
        if not any(pattern.search(text) for text in title):
            shown = title[0] if title else "nothing"
            raise SourceError(
                f"{self}: the title does not name {year}; it says '{shown}'. Is it the file of another year?"
            )

    def row_with(self, *words: str, within: int = 40) -> int:
        """Number of the first row in which each word is a whole cell (folded); else SourceError."""
        wanted = {fold(word) for word in words}
        best, found = 0, 0
        for number, row in enumerate(self.rows[:within], 1):
            hits = len(wanted & {fold(cell) for cell in row})
            if hits == len(wanted):
                return number
            if hits > found:
                best, found = number, hits
        hint = f"Nearest is row {best}, with {found} of {len(wanted)}." if best else "None of them occurs."
        raise SourceError(f"{self}: no heading row with {', '.join(repr(word) for word in words)}. {hint}")

    def table(self, *words: str, below: int = 0, above: int = 0) -> Table:
        """The table whose heading row holds these words.

        below, above   rows under and over it that belong to stacked headings; they are joined top to bottom,
                       and in rows above, a merged cell counts for the columns to its right.
        The nearest row with text over these holds the block headings (groups).
        """
        anchor = self.row_with(*words)
        width = max((len(row) for row in self.rows), default=0)
        stacked = [self._filled(row, width) for row in range(anchor - above, anchor)]
        stacked += [
            [self.cell(row, column) for column in range(width)] for row in range(anchor, anchor + below + 1)
        ]
        headings = [
            " ".join(str(part).strip() for part in parts if str(part).strip())
            for parts in zip(*stacked, strict=True)
        ]
        over = next((row for row in range(anchor - above - 1, 0, -1) if texts(self.rows[row - 1])), 0)
        groups = self._filled(over, width)
        return Table(self, anchor, tuple(headings), tuple(str(group) for group in groups), anchor + below + 1)

    def _filled(self, row: int, width: int) -> list[Cell]:
        """A row of block headings, each carried right to the next one."""
        carried: Cell = ""
        filled = []
        for column in range(width):
            cell = self.cell(row, column)
            carried = cell if isinstance(cell, str) and cell.strip() else carried
            filled.append(carried)
        return filled


@dataclass(frozen=True)
class Table:
    """A sheet with its headings found: heading and block heading of each column, and where its rows begin."""

    sheet: Sheet
    heading_row: int
    headings: tuple[str, ...]
    groups: tuple[str, ...]
    first_row: int

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        """Columns by folded heading."""
        found: dict[str, list[int]] = {}
        for column, heading in enumerate(self.headings):
            if fold(heading):
                found.setdefault(fold(heading), []).append(column)
        return found

    def column(self, heading: str, *, edit: str = "") -> int:
        """Column (from 0) by heading; "Group > Heading" where it stands twice ("> Heading" before any group).

        edit   where the layout is written, such as "config/layouts/rs.csv, line 'police', column 2008-09".
        Raises SourceError with the nearest heading, its column letter and the place to edit.
        """
        group, mark, bare = heading.partition(GROUP)
        found = self._columns.get(fold(bare), []) if mark else []
        found = [column for column in found if fold(self.groups[column]) == fold(group)]
        found = found or self._columns.get(fold(heading), [])
        if len(found) == 1:
            return found[0]
        where = f" {edit}" if edit else ""
        if found:
            places = ", ".join(f"{letter(column)} (under '{self.groups[column]}')" for column in found)
            raise SourceError(
                f"{self.sheet}, row {self.heading_row}: heading '{heading}' stands more than once: {places}. "
                f"Write 'Group > Heading'.{where}"
            )
        raise SourceError(
            f"{self.sheet}, row {self.heading_row}: no heading like '{heading}'. {self._nearest(bare or group)}{where}"
        )

    def _nearest(self, heading: str) -> str:
        """A hint for the person who mends the layout."""
        by_fold = {fold(text): column for column, text in enumerate(self.headings) if fold(text)}
        near = difflib.get_close_matches(fold(heading), list(by_fold), n=1, cutoff=0)
        if not near:
            return "The row has no headings."
        column = by_fold[near[0]]
        return f"Nearest: '{self.headings[column]}' (column {letter(column)}). If it is the same line, change"

    def coded_rows(
        self, column: int, code: re.Pattern[str] = E_CODE, *, before: int | None = None
    ) -> dict[str, int]:
        """Row number (from 1) of each code in a column; SourceError when one stands twice or none does.

        before   the row at which to stop, such as the total under which other tables begin.
        """
        found: dict[str, int] = {}
        for row in range(self.first_row, before or len(self.sheet.rows) + 1):
            text = str(self.sheet.cell(row, column)).strip()
            if not code.match(text):
                continue
            if text in found:
                first, second = address(found[text], column), address(row, column)
                raise SourceError(
                    f"{self.sheet}: {text} stands twice, in {first} and {second}. One of the rows is a copy."
                )
            found[text] = row
        if not found:
            raise SourceError(
                f"{self.sheet}: no row with a code like {code.pattern} in column {letter(column)}."
            )
        return found

    def row_named(self, name: str, column: int) -> int:
        """Number of the first row below the heading with this text (folded) in a column, or SourceError."""
        for row in range(self.first_row, len(self.sheet.rows) + 1):
            if fold(self.sheet.cell(row, column)) == fold(name):
                return row
        raise SourceError(f"{self.sheet}: no row '{name}' in column {letter(column)}.")

    def text(self, row: int, column: int) -> str:
        """A cell as tidy text."""
        return " ".join(str(self.sheet.cell(row, column)).split())

    def number(self, row: int, column: int, *, nil: frozenset[str] = frozenset()) -> tuple[float, Marker]:
        """A cell as number and marker; SourceError with the address when it holds other words."""
        try:
            return split(self.sheet.cell(row, column), nil=nil)
        except ValueError as fault:
            raise SourceError(
                f"{self.sheet}, cell {address(row, column)} under '{self.headings[column]}': {fault}. "
                "A gap must be marked ([x], [c], [z], ..) and a figure must be a number."
            ) from fault

    def long(
        self,
        rows: Mapping[str, int],
        lines: Mapping[str, str],
        *,
        unit: float = 1.0,
        edit: Callable[[str], str] = lambda line: "",
        nil: frozenset[str] = frozenset(),
    ) -> pd.DataFrame:
        """One row per code and line: code, line, value (cell x unit, 2 decimals), marker, sheet, column, row.

        rows    code -> row number; lines   line -> heading; edit   line -> where its heading is written.
        """
        columns = {line: self.column(heading, edit=edit(line)) for line, heading in lines.items()}
        records = [
            (code, line, *self._scaled(row, column, unit, nil), self.sheet.name, letter(column), row)
            for code, row in rows.items()
            for line, column in columns.items()
        ]
        frame = pd.DataFrame(records, columns=["code", "line", "value", "marker", "sheet", "column", "row"])
        return frame.astype({"value": "float64", "row": "int32"})

    def _scaled(self, row: int, column: int, unit: float, nil: frozenset[str]) -> tuple[float, str]:
        value, marker = self.number(row, column, nil=nil)
        return round(value * unit, 2), str(marker)


def texts(cells: Iterable[Cell]) -> list[str]:
    """The cells that hold text, tidied; for notes and titles."""
    return [" ".join(cell.split()) for cell in cells if isinstance(cell, str) and cell.strip()]
