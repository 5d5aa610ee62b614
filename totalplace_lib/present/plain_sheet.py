"""gptables' worksheet for a table whose cells are plain numbers and texts, one format a column: the same file, sooner.

gptables keeps a dictionary of formats for every cell in a data frame, which took two thirds of the time of a workbook.
Here each column has two formats, of its heading and of its cells. All else of a sheet is gptables' own.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Any

import pandas as pd
from gptables import GPTable
from gptables.core.wrappers import GPWorkbook, GPWorksheet
from xlsxwriter.utility import cell_autofit_width

_SHORTHAND = re.compile(r"\[[\w\s]+\]")  # as gptables has it: what stands for a gap, or names a note
Format = dict[str, Any]
WIDEST, _LONG = 330, 45  # pixels of a column, and characters beyond which its texts wrap
_LINE_HEIGHT = 15.0  # points


def is_right_aligned(heading: str, values: list[object], are_headings_plain: bool) -> bool:
    """As gptables tells a column of figures: nothing in it but numbers and shorthand, its heading left out only where
    no heading of the table holds what looks like shorthand."""
    looked_at = values if are_headings_plain else [heading, *values]
    told = [one for one in looked_at if not (isinstance(one, str) and _SHORTHAND.search(one))]
    return bool(told) and all(isinstance(one, int | float) for one in told)


def set_up_page(sheet: Any, table: GPTable) -> None:
    """Headings and the first column stay; on paper as many pages as needed, on their side, headings on each, and a row
    as high as its longest text, which some programs print over the next one else."""
    first = table.data_range[0]
    sheet.freeze_panes(first + 1, 1)
    sheet.repeat_rows(first)
    broad(sheet)
    for row, cells in enumerate(table.table.itertuples(index=False), first + 1):
        lines = max(ceil(_length(cell) / _LONG) for cell in cells)
        if lines > 1:
            sheet.set_row(row, _LINE_HEIGHT * lines)


def broad(sheet: Any) -> None:
    """A4 on its side, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _length(cell: object) -> int:
    """Characters of a text; a number is never long."""
    return len(cell) if isinstance(cell, str) else 0


class PlainWorksheet(GPWorksheet):  # type: ignore[misc]
    """Writes its table as gptables does, from lists."""

    def _write_table_elements(self, pos: list[int], gptable: GPTable, auto_width: bool) -> list[int]:
        headings, columns = list(gptable.table), [gptable.table[name].tolist() for name in gptable.table]
        formats = self._formats(gptable, headings, columns)
        kinds = [(self._workbook.add_format(one), self._workbook.add_format(other)) for one, other in formats]
        first = gptable.data_range[0]
        for row, cells in enumerate([headings, *zip(*columns, strict=True)]):
            for column, cell in enumerate(cells):
                self.write(first + row, column, cell, kinds[column][row > 0])
        widths = [
            max(self._width(name, of_heading), *(self._width(cell, of_cells) for cell in column))
            for name, column, (of_heading, of_cells) in zip(headings, columns, formats, strict=True)
        ]
        self._set_column_widths([min(width, WIDEST) for width in widths])
        self._mark_data_as_worksheet_table(gptable, pd.DataFrame([[of_heading for of_heading, _ in formats]]))
        return [first + len(gptable.table) + 1, 0]

    def _formats(
        self, gptable: GPTable, headings: list[str], columns: list[list[object]]
    ) -> list[tuple[Format, Format]]:
        """Of each column: of its heading, and of its cells."""
        extra: dict[str | int, Format] = {}  # by name or number
        for one in gptable.additional_formatting:
            extra |= dict.fromkeys(one["column"]["columns"], one["column"]["format"])
        themes = (self.theme.index_1_format, self.theme.index_2_format, self.theme.index_3_format)
        index = {column: themes[level - 1] for level, column in gptable.index_columns.items()}
        is_plain = not any(_SHORTHAND.search(name) for name in headings)
        made = []
        for number, (name, values) in enumerate(zip(headings, columns, strict=True)):
            is_right = number not in index and is_right_aligned(name, values, is_plain)
            side = {"align": "right" if is_right else "left"}
            cells = index.get(number, self.theme.data_format)
            more = side | extra.get(name, {}) | extra.get(number, {})
            wraps = {"text_wrap": True} if max(map(_length, values), default=0) > _LONG else {}
            made.append((self.theme.column_heading_format | more, cells | more | wraps))
        return made

    def _width(self, cell: object, form: Format) -> int:
        longest = self._get_longest_line(cell)
        pixels: float = cell_autofit_width(longest) * self._get_scaling_factor(form, longest)
        return ceil(pixels)


class PlainWorkbook(GPWorkbook):  # type: ignore[misc]
    """gptables' workbook with sheets for plain tables."""

    def add_plain_worksheet(self, name: str, table: GPTable) -> None:
        """A sheet with this table alone, whose cells are numbers and texts."""
        sheet = super(GPWorkbook, self).add_worksheet(name, PlainWorksheet)
        sheet.theme, sheet._workbook = self.theme, self
        sheet.hide_gridlines(2)
        sheet.write_gptable(table, True, [])
        set_up_page(sheet, table)
