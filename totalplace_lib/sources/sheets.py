"""Read workbooks by their words: sheets by name, columns by heading text, rows by code; never by position.

Rows are numbered from 1 and columns named by letter, as a spreadsheet program shows them, so that each figure
can be found again in the publication.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Year
from totalplace_lib.sources.cells import fold, texts
from totalplace_lib.sources.encodings import records
from totalplace_lib.sources.guard import check_workbook
from totalplace_lib.sources.headings import Table
from totalplace_lib.sources.hidden import check_copy, check_hidden_rows, copied_columns
from totalplace_lib.sources.markers import Cell
from totalplace_lib.sources.workbook_state import sheet_state

ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Workbook:
    """A workbook that has passed the guard. name is how errors call it."""

    path: Path
    book: CalamineWorkbook

    @classmethod
    def open(cls, path: Path) -> Workbook:
        """Open an .xls, .xlsx or .ods file. SourceError when empty, cut short, encrypted or a bomb."""
        check_workbook(path)
        with _calamine(path.name):
            return cls(path, _opened(path))

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.name

    @property
    def sheet_names(self) -> list[str]:
        """The sheets that a reader of the workbook sees."""
        return [
            sheet.name for sheet in self.book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        ]

    def sheet(self, name: str) -> Sheet:
        """One visible sheet by name (spaces at the ends do not matter), without hidden rows and copies of columns.

        SourceError names the nearest sheet; also where only a hidden sheet has the name, two sheets have it, or a
        hidden sheet, row or column is a copy that says something else.
        """
        found = [sheet for sheet in self.book.sheet_names if sheet.strip() == name.strip()]
        seen = [sheet for sheet in found if sheet in self.sheet_names]
        if not found:
            near = difflib.get_close_matches(name, [one.strip() for one in self.sheet_names], n=1, cutoff=0)
            raise SourceError(
                f"{self.name}: no sheet '{name}'. Nearest: '{''.join(near)}'. Sheets: {self.sheet_names}."
            )
        if len(seen) != 1:
            what = f"{len(seen)} sheets are called '{name}'" if seen else f"sheet '{name}' is hidden"
            raise SourceError(
                f"{self.name}: {what}. Publishers hide what is superseded: look at it, keep one visible sheet of that "
                "name, and write the new sha256 in the card."
            )
        sheet = self._read(seen[0])
        for other in set(self.book.sheet_names) - set(self.sheet_names):
            check_copy(str(sheet), sheet.rows, other, self._rows(other))
        return sheet

    def _rows(self, name: str) -> list[list[Any]]:
        """All cells of a sheet as the library reads them."""
        with _calamine(f"{self.name}, sheet '{name}'"):
            return self.book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def _read(self, name: str) -> Sheet:
        """A sheet with its faults written into its cells and its hidden rows taken out."""
        rows, state = self._rows(name), sheet_state(self.path, name)
        for (row, column), word in state.words.items():
            if 0 < row <= len(rows) and column < len(rows[row - 1]):
                rows[row - 1][column] = word
        hidden = {row: rows[row - 1] for row in sorted(state.hidden) if 0 < row <= len(rows)}
        for row in hidden:
            rows[row - 1] = []
        for column in copied_columns(f"{self.name}, sheet '{name.strip()}'", rows, sorted(state.columns)):
            for cells in rows:
                cells[column : column + 1] = [""] * len(cells[column : column + 1])
        sheet = Sheet(self.name, name.strip(), rows, hidden)
        check_hidden_rows(str(sheet), rows, hidden)
        return sheet


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet; row r (from 1) and column c (from 0) is rows[r - 1][c].

    hidden   what stands in rows that a reader of the workbook does not see; they are empty in rows
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    hidden: Mapping[int, Sequence[Cell]] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.file}, sheet '{self.name}'" if self.name else self.file

    @classmethod
    def of_csv(cls, path: Path) -> Sheet:
        """A sheet that somebody saved as CSV (also .gz), its rows where they stand in the file."""
        rows: list[Sequence[Cell]] = []
        for line, cells in records(path):
            rows += [()] * (line - 1 - len(rows))
            rows.append(cells)
        return cls(path.name, "", rows)

    def cell(self, row: int, column: int) -> Cell:
        """The cell in row (from 1) and column (from 0); "" beyond the edge."""
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return line[column] if column < len(line) else ""

    def require_year(self, year: str | Year, *, within: int = 12) -> None:
        """SourceError unless a title in the first rows names the year (2008-09, 2008/09 or 2008 to 2009)."""
        if not self.names_year(year, within=within):
            title = self.title(within)
            shown = title[0] if title else "nothing"
            raise SourceError(
                f"{self}: the title does not name {year}; it says '{shown}'. Is it the file of another year?"
            )

    def names_year(self, year: str | Year, *, within: int = 12) -> bool:
        """Whether a title in the first rows names the year (2008-09, 2008/09 or 2008 to 2009)."""
        start = Year.parse(str(year)).start
        pattern = re.compile(
            rf"{start}\s*(?:-|/|–|to)\s*(?:{(start + 1) // 100})?{(start + 1) % 100:02d}(?!\d)"
        )
        return any(pattern.search(text) for text in self.title(within))

    def require_words(self, words: str, *, within: int = 12) -> None:
        """SourceError unless a title in the first rows has these words (folded), such as the unit "£ thousand"."""
        if not any(fold(words) in fold(text) for text in self.title(within)):
            raise SourceError(
                f"{self}: nothing in the first {within} rows says '{words}'. Are the figures in another unit?"
            )

    def title(self, within: int = 12) -> list[str]:
        """What stands above the figures."""
        return [text for row in self.rows[:within] for text in texts(row)]

    def has_row(self, *words: str, within: int = 40) -> bool:
        """Whether one of the first rows has each word as a whole cell (folded)."""
        wanted = {fold(word) for word in words}
        return any(wanted <= {fold(cell) for cell in row} for row in self.rows[:within])

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

        below, above   rows under and over it that belong to stacked headings; they are joined top to bottom, and
                       in rows above, a merged cell counts for the columns to its right
        The nearest row with text over these holds the block headings, each carried right to the next one.
        """
        anchor = self.row_with(*words)
        width = max((len(row) for row in self.rows), default=0)
        stacked = [self._carried(row, width) for row in range(anchor - above, anchor)]
        stacked += [self._row(row, width) for row in range(anchor, anchor + below + 1)]
        headings = tuple(" ".join(filter(None, parts)) for parts in zip(*stacked, strict=True))
        over = next((row for row in range(anchor - above - 1, 0, -1) if texts(self.rows[row - 1])), 0)
        return Table(self, anchor, headings, tuple(self._carried(over, width)), anchor + below + 1)

    def _row(self, row: int, width: int) -> list[str]:
        """The cells of a row as text."""
        return [str(self.cell(row, column)).strip() for column in range(width)]

    def _carried(self, row: int, width: int) -> list[str]:
        """A row of block headings, each carried right to the next one."""
        carried, filled = "", []
        for column in range(width):
            cell = self.cell(row, column)
            carried = cell.strip() if isinstance(cell, str) and cell.strip() else carried
            filled.append(carried)
        return filled


def _opened(path: Path) -> CalamineWorkbook:
    """The workbook; an .ods whose exporter left out the entry that says its type is given it, in memory."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if "content.xml" in archive.namelist() and "mimetype" not in archive.namelist():
                return CalamineWorkbook.from_filelike(_with_type(archive))
    return CalamineWorkbook.from_path(path)


def _with_type(archive: zipfile.ZipFile) -> io.BytesIO:
    """A copy of an .ods that says first what it is."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as whole:
        whole.writestr("mimetype", ODS)
        for member in archive.infolist():
            whole.writestr(member, archive.read(member))
    copy.seek(0)
    return copy


@contextmanager
def _calamine(what: str) -> Iterator[None]:
    """Turn a fault of the reading library into a SourceError that names the file or sheet."""
    try:
        yield
    except PasswordError as fault:
        raise SourceError(
            f"{what} is encrypted: open it with its password and save it without one."
        ) from fault
    except CalamineError as fault:
        raise SourceError(f"{what} cannot be read ({fault}). Fetch it again.") from fault
    except BaseException as fault:
        # The library is compiled; on some damaged files it panics with a class that cannot be imported.
        if type(fault).__name__ != "PanicException":
            raise
        raise SourceError(f"{what} is damaged ({fault}). Fetch it again.") from fault
