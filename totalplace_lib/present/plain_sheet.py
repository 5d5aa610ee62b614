"""gptables' worksheet for a table whose cells are plain numbers and texts, one format a column: the same file, sooner.

gptables keeps a dictionary of formats for every cell in a data frame, which took two thirds of the time of a workbook.
Here each column has two formats, of its heading and of its cells. All else of a sheet is gptables' own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from math import ceil
from typing import Any

import pandas as pd
from gptables import GPTable
from gptables.core.wrappers import GPWorkbook, GPWorksheet
from xlsxwriter.utility import cell_autofit_width

from totalplace_lib.present.open_document import MANY
from totalplace_lib.present.text import wrap

_SHORTHAND = re.compile(r"\[[\w\s]+\]")  # as gptables has it: what stands for a gap, or names a note
Format = dict[str, Any]
WIDEST, _LONG = 330, 45  # pixels of a column, and characters beyond which its texts wrap
_NARROW, _SHORT = 165, 18  # the same for a table of many columns, which is printed on A3
_LINE_HEIGHT, _TEXT = 15.0, 16.0  # points; pixels


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
    headings = list(table.table.columns)
    broad(sheet, is_wide=len(headings) > MANY)
    for row, cells in enumerate([headings, *table.table.itertuples(index=False, name=None)], first):
        lines = max(_lines(cell, headings) for cell in cells)
        if lines > 1:
            sheet.set_row(row, _LINE_HEIGHT * lines)


def broad(sheet: Any, is_wide: bool = False) -> None:
    """A4 on its side, A3 for a table of many columns, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(8 if is_wide else 9)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(1, 0)


def _longest(columns: Sequence[object]) -> int:
    """Characters beyond which the texts of a table with these columns wrap."""
    return _SHORT if len(columns) > MANY else _LONG


def _lines(cell: object, columns: Sequence[object]) -> int:
    """Lines that a text takes in a table with these columns."""
    if _length(cell) <= _longest(columns):
        return 1
    return _wrapped(str(cell), (_NARROW if len(columns) > MANY else WIDEST) - 12)


@functools.lru_cache(maxsize=1 << 14)  # the same publications stand in every line
def _wrapped(text: str, width: int) -> int:
    return len(wrap(text, width, _TEXT, lines=99))


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
        widest = _NARROW if len(headings) > MANY else WIDEST
        self._set_column_widths([min(width, widest) for width in widths])
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
            texts, long = [_length(value) for value in values], _longest(headings)
            wraps = {"valign": "top"} | ({"text_wrap": True} if max(texts, default=0) > long else {})
            breaks = {"text_wrap": True} if len(name) > long else {}
            made.append((self.theme.column_heading_format | more | breaks, cells | more | wraps))
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
