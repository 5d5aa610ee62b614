"""A table on a sheet whose headings have been found: columns by heading text, rows by code, figures with addresses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.sources.cells import address, fold, letter
from totalplace_lib.sources.markers import split

if TYPE_CHECKING:
    from totalplace_lib.sources.sheets import Sheet

E_CODE = re.compile(r"^E\d{4}$")
"""The code of a local authority in council finance returns; totals and notes do not have one."""

GROUP = ">"
"""In a layout, "Group > Heading" names the block heading above where the heading alone stands twice."""


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

    def columns(
        self, lines: Mapping[str, str], edit: Callable[[str], str] = lambda line: ""
    ) -> dict[str, int]:
        """Column (from 0) of each line, by its heading; all headings that do not fit are reported together (Faults)."""
        found: dict[str, int] = {}
        faults: list[TotalPlaceError] = []
        wanted = frozenset(fold(heading.rpartition(GROUP)[2]) for heading in lines.values())
        for line, heading in lines.items():
            try:
                found[line] = self.column(heading, edit=edit(line), wanted=wanted)
            except SourceError as fault:
                faults.append(fault)
        if len(faults) == 1:
            raise faults[0]
        if faults:
            raise Faults(f"{self.sheet}: headings that are not there", faults)
        return found

    def column(self, heading: str, *, edit: str = "", wanted: frozenset[str] = frozenset()) -> int:
        """Column (from 0) by heading; "Group > Heading" where it stands twice ("> Heading" before any group).

        edit     where the layout is written, such as "config/layouts/rs.csv, line 'police', column 2008-09".
        wanted   folded headings of all lines: the nearest is sought among the others, which nobody knows
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
            f"{self.sheet}, row {self.heading_row}: no heading like '{heading}'. "
            f"{self._nearest(bare or group, wanted)}{where}"
        )

    def _nearest(self, heading: str, wanted: frozenset[str]) -> str:
        """A hint for the person who mends the layout: the nearest heading that no other line has."""
        by_fold = {fold(text): column for column, text in enumerate(self.headings) if fold(text)}
        unknown = [text for text in by_fold if text not in wanted] or list(by_fold)
        near = difflib.get_close_matches(fold(heading), unknown, n=1, cutoff=0)
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
        self._check_hidden(found, column, code, before)
        if not found:
            raise SourceError(
                f"{self.sheet}: no row with a code like {code.pattern} in column {letter(column)}."
            )
        return found

    def _check_hidden(
        self, found: Mapping[str, int], column: int, code: re.Pattern[str], before: int | None
    ) -> None:
        """SourceError when a code stands only in a row that is hidden."""
        for row, cells in self.sheet.hidden.items():
            text = str(cells[column]).strip() if column < len(cells) else ""
            if self.first_row <= row < (before or row + 1) and code.match(text) and text not in found:
                raise SourceError(
                    f"{self.sheet}: {text} stands only in row {row}, which is hidden. Look whether it counts: "
                    "unhide it or delete it, and write the new sha256 in the card."
                )

    def text(self, row: int, column: int) -> str:
        """A cell as tidy text."""
        return " ".join(str(self.sheet.cell(row, column)).split())

    def number(self, row: int, column: int) -> tuple[float, Marker]:
        """A cell as number and marker; SourceError with the address when it holds other words."""
        try:
            return split(self.sheet.cell(row, column))
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
    ) -> pd.DataFrame:
        """One row per code and line: code, line, value (cell x unit, 2 decimals), marker, sheet, column, row.

        rows    code -> row number; lines   line -> heading; edit   line -> where its heading is written.
        """
        columns = self.columns(lines, edit)
        records = [
            (code, line, *self._scaled(row, column, unit), self.sheet.name, letter(column), row)
            for code, row in rows.items()
            for line, column in columns.items()
        ]
        frame = pd.DataFrame(records, columns=["code", "line", "value", "marker", "sheet", "column", "row"])
        return frame.astype({"value": "float64", "row": "int32"})

    def _scaled(self, row: int, column: int, unit: float) -> tuple[float, str]:
        value, marker = self.number(row, column)
        return round(value * unit, 2), str(marker)
