"""The accessible workbook: cover, contents, notes, and one sheet with one marked-up table for each exhibit.

Follows the Analysis Function's "Releasing statistics in spreadsheets" by way of gptables. Made from exhibit
records, so its figures are those of the page, in full precision. Same records, same bytes.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.present.marker_words import MARKER_WORDS, gap_of, marker_key, marker_of
from totalplace_lib.present.open_document import Page
from totalplace_lib.present.text import clean, neutralise, slugged

if TYPE_CHECKING:
    from gptables import GPTable

_UNITS: Final = {"money": "£", "per_head": "£ per head"}
_FORMATS: Final = {
    "money": "#,##0",
    "per_head": "#,##0.00",
    "share": "0.0%",
    "count": "#,##0",
    "number": "#,##0.0##",
}
_SHEET_NAME: Final = 31  # Excel's limit, in characters
_CELL: Final = 32_000  # Excel's limit is 32,767
_HEADING: Final = 250  # Excel's limit for the heading of a marked-up table is 255
_TAKEN: Final = frozenset({"cover", "contents", "notes", "history"})  # history is Excel's own
_LINE: Final = 85  # characters of a line of the cover
_ROW_HEIGHT: Final = 16.0  # points
NO_MARKER: Final = "no marker"
TOTAL: Final = "Total"  # what the row of totals begins with


def write_workbook(
    path: Path, records: Sequence[Mapping[str, Any]], *, title: str, about: Sequence[str], dated: date
) -> None:
    """Write the exhibits (records of to_record) to an xlsx file.

    about  paragraphs for the cover: what is counted, sources, licence, where questions go
    dated  the day of the newest source; it stands in the file's properties instead of the clock
    Raises UsageError when there is no exhibit.
    """
    from gptables import Cover

    from totalplace_lib.present.plain_sheet import PlainWorkbook, broad

    if not records:
        raise UsageError(f"{path.name}: there is no exhibit to write. Has the notebook been run?")
    labels = sheet_names([record["slug"] for record in records])
    sheets = {
        label: _sheet(record, number)
        for number, (label, record) in enumerate(zip(labels, records, strict=True), 1)
    }
    # Nothing in a cell becomes a formula or a link: names of bodies come from files that anyone may fill in.
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = PlainWorkbook(str(path), options=plain)
    book.set_properties({"title": cell_text(title), "created": datetime(dated.year, dated.month, dated.day)})
    cover = Cover(cell_text(title), intro=[cell_text(text) for text in about], about=_conventions())
    first = book.add_worksheet("Cover", gridlines="hide_all")
    first.write_cover(cover)
    for row, text in enumerate(["", "", *about, "", *_conventions()]):  # rows as write_cover lays them out
        if len(text) > _LINE:  # else a spreadsheet prints a wrapped text over the one above it
            first.set_row(row, _ROW_HEIGHT * math.ceil(len(text) / _LINE))
    broad(first)
    contents = book.make_table_of_contents(
        {"Notes": _notes(), **sheets}, column_names=["Sheet", "What it shows"]
    )
    for label, table in {"Contents": contents, "Notes": _notes()}.items():
        sheet = book.add_worksheet(label, gridlines="hide_all")
        sheet.write_gptable(table, True, [])
        broad(sheet)
    for label, table in sheets.items():
        book.add_plain_worksheet(label, table)
    book.close()


def open_document_pages(
    records: Sequence[Mapping[str, Any]], *, title: str, about: Sequence[str]
) -> list[Page]:
    """The same sheets for open_document: cover, contents, notes, and one for each exhibit."""
    labels = sheet_names([record["slug"] for record in records])
    cover = Page("Cover", [cell_text(text) for text in (title, *about, *_conventions())])
    listed = [(label, cell_text(record["headline"])) for label, record in zip(labels, records, strict=True)]
    contents = Page("Contents", ["Contents"], ["Sheet", "What it shows"], listed, ["", ""])
    words = [
        *[(f"[{marker}]", said) for marker, said in MARKER_WORDS.items()],
        (NO_MARKER, "an ordinary figure"),
    ]
    notes = Page(
        "Notes", ["Notes: shorthand used in this workbook"], ["Shorthand", "Meaning"], words, ["", ""]
    )
    return [cover, contents, notes, *(_page(label, one) for label, one in zip(labels, records, strict=True))]


def _page(label: str, record: Mapping[str, Any]) -> Page:
    columns = record["columns"]
    key = marker_key(_markers(columns, record["rows"]))
    below = [*([f"Shorthand: {key}"] if key else []), *record["notes"], f"Source: {record['source']}"]
    above = [cell_text(text) for text in (record["headline"], record["subtitle"], *below)]
    formats = [_number_format(column) if column["kind"] in _FORMATS else "" for column in columns]
    return Page(label, above, _headings(columns), sheet_rows(record), formats)


def sheet_names(slugs: Sequence[str]) -> list[str]:
    """Names of sheets: at most 31 letters, digits and hyphens, no two equal in any case."""
    taken = set(_TAKEN)
    names = []
    for slug in slugs:
        stem = slugged(slug)[:_SHEET_NAME].strip("-")
        name, number = stem, 2
        while name in taken:
            ending = f"-{number}"
            name, number = stem[: _SHEET_NAME - len(ending)] + ending, number + 1
        taken.add(name)
        names.append(name)
    return names


def cell_text(value: object) -> str:
    """Text for a cell: neutralised, within Excel's limit, and not read as markup by gptables.

    gptables turns $$a$$ into a note and [a](b) into a link, and refuses a cell without a Latin letter or digit.
    """
    return _cell_text(clean(value))


@functools.lru_cache(maxsize=1 << 15)
def _cell_text(cleaned: str) -> str:
    text = re.sub(r"\$(?=\$)", "$ ", cleaned).replace("](", "] (")
    text = neutralise(text[:_CELL] + ("…" if len(text) > _CELL else ""))
    return text if re.search("[A-Za-z0-9]", text) else f"{text} (as given)".strip()


def _sheet(record: Mapping[str, Any], number: int) -> GPTable:
    from gptables import GPTable

    columns = record["columns"]
    headings = _headings(columns)
    rows = sheet_rows(record)
    formats = [
        {"column": {"columns": [heading], "format": {"num_format": _number_format(column)}}}
        for heading, column in zip(headings, columns, strict=True)
        if column["kind"] in _FORMATS
    ]
    key = marker_key(_markers(columns, record["rows"]))
    legend = [cell_text(text) for text in (*([f"Shorthand: {key}"] if key else []), *record["notes"])]
    return GPTable(
        table=pd.DataFrame(rows, columns=headings, dtype=object),
        table_name=f"table_{number}",
        title=cell_text(record["headline"]),
        subtitles=[cell_text(record["subtitle"])],
        instructions="This worksheet contains one table. Shorthand in square brackets is explained in Notes.",
        source=f"Source: {cell_text(record['source'])}",
        legend=legend,
        index_columns={2: 0},
        additional_formatting=formats,
    )


def sheet_rows(record: Mapping[str, Any]) -> list[list[object]]:
    """The cells of a table: numbers and texts, and a row of totals where its shares are those of one whole."""
    columns = record["columns"]
    rows = [_row(columns, row) for row in record["rows"]]
    if not rows:
        return [["no rows", *["[z]"] * (len(columns) - 1)]]
    return [*rows, *_totals(columns, rows)]


def _totals(columns: Sequence[Mapping[str, Any]], rows: list[list[object]]) -> list[list[object]]:
    """One row with the sums of amounts and shares; none where there is no column of shares that add up to one."""
    added = {at for at, column in enumerate(columns) if column["kind"] in ("money", "share")}
    whole = [at for at in added if columns[at]["kind"] == "share"]
    numbers = {at: [row[at] for row in rows if isinstance(row[at], int | float)] for at in added}
    complete = all(len(numbers[at]) == len(rows) for at in added)
    sums = {at: math.fsum(float(str(value)) for value in numbers[at]) for at in added}
    if len(rows) < 2 or len(whole) != 1 or not complete or abs(sums[whole[0]] - 1) > 1e-9:
        return []
    return [[TOTAL, *(round(sums[at], 6) if at in added else "[z]" for at in range(1, len(columns)))]]


def _row(columns: Sequence[Mapping[str, Any]], row: Sequence[object]) -> list[object]:
    """Cells of a row: numbers stay numbers, a gap is its marker, no cell is empty."""
    by_name = {column["name"]: value for column, value in zip(columns, row, strict=True)}
    return [
        _cell(column, value, by_name.get(column["marker"]))
        for column, value in zip(columns, row, strict=True)
    ]


def _cell(column: Mapping[str, Any], value: object, flag: object) -> object:
    if column["kind"] == "marker":
        marker = marker_of(value)
        return f"[{marker}]" if marker else NO_MARKER
    if value is None or (isinstance(value, str) and not clean(value)):
        return f"[{gap_of(marker_of(flag))}]"
    return value if isinstance(value, int | float) and column["kind"] in _FORMATS else cell_text(value)


def _markers(columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[object]]) -> set[Any]:
    """The markers that stand in the sheet, with [x] for a gap without one."""
    shown = {str(cell) for row in rows for cell in _row(columns, row) if isinstance(cell, str)}
    return {marker for marker in MARKER_WORDS if f"[{marker}]" in shown}


def _headings(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """A heading with its unit for each column; none is longer than Excel allows, or equal to another."""
    taken: set[str] = set()
    headings = []
    for column in columns:
        unit = _UNITS.get(column["kind"])
        stem = cell_text(column["heading"])[: _HEADING - 20] + (f" ({unit})" if unit else "")
        heading, number = stem, 2
        while heading.lower() in taken:
            heading, number = f"{stem} {number}", number + 1
        taken.add(heading.lower())
        headings.append(heading)
    return headings


def _number_format(column: Mapping[str, Any]) -> str:
    decimals = column["decimals"]
    if (
        decimals is None or column["kind"] == "money"
    ):  # a page shows money in millions, the workbook in pounds
        return _FORMATS[column["kind"]]
    fraction = f".{'0' * decimals}" if decimals else ""
    return f"0{fraction}%" if column["kind"] == "share" else f"#,##0{fraction}"


def _conventions() -> list[str]:
    return [
        "Each sheet holds one table with one row of headings. The contents sheet lists them.",
        "Money is in pounds, not rounded to thousands or millions. Shares are parts of the whole shown as per cent.",
        "A gap is never a zero: shorthand in square brackets says why a figure is absent or to be read with care.",
    ]


def _notes() -> GPTable:
    from gptables import GPTable

    rows = [(f"[{marker}]", words) for marker, words in MARKER_WORDS.items()]
    return GPTable(
        table=pd.DataFrame([*rows, (NO_MARKER, "an ordinary figure")], columns=["Shorthand", "Meaning"]),
        table_name="notes",
        title="Notes: shorthand used in this workbook",
        instructions="This worksheet contains one table.",
        index_columns={2: 0},
    )
