"""What an .ods keeps beside its figures: hidden rows and columns, formulas without a result, results that are errors.

Rows, columns and cells may stand for several at once (number-rows-repeated, number-columns-repeated).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from totalplace_lib.sources.markers import NO_RESULT

CONTENT = "content.xml"
Words = dict[tuple[int, int], str]
_NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_SOMETHING = re.compile(rb'visibility="(?:collapse|filter)"|display="false"|:formula="')
MOST_REPEATED = 100_000
"""A last row or column that fills the rest of a sheet stands for more than this, and holds nothing."""


def ods_state(archive: zipfile.ZipFile, sheet: str) -> tuple[frozenset[int], frozenset[int], Words]:
    """Hidden rows (from 1), hidden columns (from 0) and words of a sheet, as workbook_state.SheetState has them."""
    content = archive.read(CONTENT)
    if not _SOMETHING.search(content):
        return frozenset(), frozenset(), {}
    table = next(
        (one for one in ElementTree.fromstring(content).iter(_name("table", "table")) if _is(one, sheet)),
        None,
    )
    if table is None:
        return frozenset(), frozenset(), {}
    rows, words, number = set[int](), Words(), 1
    for row, is_hidden in _parts(table, "table-row"):
        count = _count(row, "rows")
        if is_hidden and count <= MOST_REPEATED:
            rows |= set(range(number, number + count))
        words |= {(number + down, column): word for column, word in _words(row) for down in range(count)}
        number += count
    return frozenset(rows), frozenset(_columns(table)), words


def _columns(table: ElementTree.Element) -> Iterator[int]:
    column = 0
    for part, is_hidden in _parts(table, "table-column"):
        count = _count(part, "columns")
        if is_hidden and count <= MOST_REPEATED:
            yield from range(column, column + count)
        column += count


def _parts(
    element: ElementTree.Element, kind: str, is_hidden: bool = False
) -> Iterator[tuple[ElementTree.Element, bool]]:
    """Rows or columns of a table in their order, also those in groups, and whether they or their group are hidden."""
    for child in element:
        if child.tag == _name("table", kind):
            yield child, is_hidden or child.get(_name("table", "visibility")) in ("collapse", "filter")
        elif child.tag in {_name("table", f"{kind}{end}") for end in ("s", "-group")} | {
            _name("table", f"table-header-{kind.removeprefix('table-')}s")
        }:
            yield from _parts(child, kind, is_hidden or child.get(_name("table", "display")) == "false")


def _words(row: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """Column and word of cells of a row whose formula gives an error, or whose result is not kept."""
    column = 0
    for cell in row:
        count = _count(cell, "columns")
        if cell.get(_name("table", "formula")) is not None:
            shown = "".join(cell.itertext()).strip()
            if cell.get(_name("calcext", "value-type")) == "error" or shown.startswith(("#", "Err:")):
                yield from ((column + right, shown or "#ERROR!") for right in range(count))
            elif cell.get(_name("office", "value-type")) is None and not shown:
                yield from ((column + right, NO_RESULT) for right in range(count))
        column += count


def _count(element: ElementTree.Element, of: str) -> int:
    return int(element.get(_name("table", f"number-{of}-repeated"), "1"))


def _is(table: ElementTree.Element, sheet: str) -> bool:
    return table.get(_name("table", "name")) == sheet


def _name(space: str, name: str) -> str:
    return f"{{{_NAMES[space]}}}{name}"
