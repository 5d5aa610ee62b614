"""Words and addresses of cells: text compared by its letters, columns by letter as a spreadsheet shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from totalplace_lib.sources.markers import Cell


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


def texts(cells: Iterable[Cell]) -> list[str]:
    """The cells that hold text, tidied; for notes and titles."""
    return [" ".join(cell.split()) for cell in cells if isinstance(cell, str) and cell.strip()]
