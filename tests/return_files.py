"""A made-up collection for the tests of returns: what is asked of two bodies, their forms filled in, and bad files."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.present.return_form import sheets, write_xlsx
from totalplace_lib.returns import form
from totalplace_lib.returns.answers import Asked

PLACE, YEAR, BODY, OTHER = "toyplace", "2008-09", "Hospitals Board", "Skills Board"
LINES = [
    (BODY, "Hospitals", "Health", "current", 5_000_000.0, 0.0),
    (BODY, "Hospitals", "Health", "capital", 800_000.0, 0.0),
    (BODY, "Clinics", "Health", "current", 1_200_000.0, 200_000.0),
    (OTHER, "Colleges", "Education", "current", 3_000_000.0, 0.0),
]


def asked() -> Asked:
    """What is asked of the two bodies of the place."""
    columns = ["body", "service", "function", "economic", "estimate_gbp", "published_gbp"]
    lines = pd.DataFrame(LINES, columns=columns)
    lines = lines.assign(
        low_gbp=lines["estimate_gbp"] * 0.8, high_gbp=lines["estimate_gbp"] * 1.2, theme="", keys="population"
    )
    ranges = {BODY: (6_000_000.0, 8_000_000.0), OTHER: (2_500_000.0, 3_500_000.0)}
    return Asked(PLACE, "Toyplace", YEAR, lines, ranges)


def asked_of(place: str, year: str) -> Asked:
    """As analysis.returns.asked_of, for the place and year that there are."""
    if place != PLACE or year != YEAR:
        raise UsageError(f"There is no place '{place}' in {year}.")
    return asked()


ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("Hospitals", "current"): {
        "gross": 5_600_000,
        "fees": 100_000,
        "confidence": "ledger",
        "volume": 90_000,
        "volume_unit": "people",
    },
    ("Hospitals", "capital"): {"gross": 750_000, "confidence": "estimate", "plus_minus": 10},
    ("Clinics", "current"): {"gross": 1_000_000, "note": "=HYPERLINK(1)"},
}
BETWEEN = [("Clinics", "paid to", OTHER, 50_000)]


def template(path: Path, body: str = BODY) -> Path:
    """An empty form."""
    write_xlsx(path, sheets(asked(), body, ""), "A form")
    return path


def filled(path: Path, change: Callable[[Any], None] | None = None) -> Path:
    """A form filled in by openpyxl, and then changed."""
    book = openpyxl.load_workbook(template(path))
    about = book[form.ABOUT]
    for row in about.iter_rows(min_row=2):
        if row[0].value in ("Filled in by", "Date"):
            row[1].value = "A. Clerk, finance" if row[0].value == "Filled in by" else "2026-01-15"
    spending = book[form.SPENDING]
    columns = headings(spending)
    for row in range(TOP + 1, spending.max_row + 1):
        said = (spending.cell(row, columns["service"]).value, spending.cell(row, columns["economic"]).value)
        for name, value in ANSWERS.get(said, {}).items():
            spending.cell(row, columns[name]).value = value
            spending.cell(row, columns[name]).data_type = "s" if isinstance(value, str) else "n"
    for number, cells in enumerate(BETWEEN):
        for column, value in enumerate(cells, 1):
            book[form.BETWEEN].cell(4 + number, column).value = value
    if change:
        change(book)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(path)
    return path


TOP = 4
"""The row of headings on the sheet of spending."""


def headings(sheet: Any) -> dict[str, int]:
    """The column of each field, from 1."""
    names = {heading: name for name, heading in form.SPENDING_FIELDS.items()}
    return {names[cell.value]: cell.column for cell in sheet[TOP] if cell.value in names}


def csv_text(
    *rows: str, head: str = "Place,Year,Body,Filled in by,Status,Amounts are in,Service,Gross spending"
) -> str:
    """A return as CSV."""
    return "\n".join([head, *rows]) + "\n"
