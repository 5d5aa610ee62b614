"""Dedicated schools grant: what each authority was allocated, and what of it went to academies instead.

Publisher  Department for Education (Education and Skills Funding Agency), dedicated schools grant allocations.
Gives      `schools_grant`, one row per authority, year (2019-20 to 2023-24), block and measure, GBP: before deductions,
           after them, and deducted, which is the difference and mostly academies' grant (recoupment).
Basis      allocations, not outturn. What is deducted is academies' share of the schools block and places for high needs
           that are paid for directly (academies, colleges, independent schools); from 2022-23 also business rates.
Gaps       none. City of London and Isles of Scilly are not listed: they get their grant another way.
Not here   sixth forms, pupil premium, teachers' pension grants and capital of academies: not part of this grant.
Proof      authorities add up to England in all ten columns, and the blocks of each authority to its total.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold, letter
from totalplace_lib.sources.markers import split
from totalplace_lib.sources.service_authorities import EDUCATION, authority_codes
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "schools_grant"
SHEETS = {
    "2019-20": "Allocations_1920",
    "2020-21": "Allocations_summary",
    "2021-22": "Allocations_summary",
    "2022-23": "Allocations_summary",
    "2023-24": "Allocations_summary",
}
BLOCKS = {
    "schools": "schools block",
    "central": "central school services block",
    "high_needs": "high needs block",
    "early_years": "early years block",
    "total": "total dsg allocation",
}
"""Blocks of the grant and the words of their headings, in the order of the columns."""

MEASURES = {"before": ("before", "prior to"), "after": ("after deductions",)}
UNITS = {"£ million": 1e6, "£s": 1.0}
LETTERS = "ABCDEFGHIJ"
"""Columns are lettered on the sheet: [A] to [E] before deductions, [F] to [J] after them."""

ENGLAND = "ENGLAND"
NUMBER = re.compile(r"^(\d{3})(?:\.0)?$")


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `schools_grant`."""
    card = load_card(CARD)
    parts = [
        tidy(Workbook.open(raw / card.file(years=year).path).sheet(name), year)
        for year, name in SHEETS.items()
    ]
    return {"schools_grant": pd.concat(parts, ignore_index=True)}


def tidy(sheet: Sheet, year: str) -> pd.DataFrame:
    """One year in long form. Faults where a total is not the sum of its parts."""
    sheet.require_year(year)
    anchor = sheet.row_with("[A]", f"[{LETTERS[-1]}]")
    columns = _columns(sheet, anchor)
    unit = _unit(sheet, anchor)
    rows = _authorities(sheet, anchor)
    codes = authority_codes(EDUCATION, year, {number: row for row, number in rows.items()}, sheet.file)
    records = []
    for row, number in rows.items():
        figures = {place: round(_number(sheet, row, column) * unit, 2) for place, column in columns.items()}
        for block in BLOCKS:
            before, after = figures[block, "before"], figures[block, "after"]
            letters = [letter(columns[block, measure]) for measure in MEASURES]
            words = (year, codes[number], str(sheet.cell(row, 1)).strip(), block)
            deducted = round(before - after, 2)
            records += [
                (*words, "before", before, letters[0], row),
                (*words, "after", after, letters[1], row),
                (*words, "deducted", deducted, f"{letters[0]} less {letters[1]}", row),
            ]
    names = ["year", "authority_code", "authority_name", "block", "measure", "amount_gbp", "column", "row"]
    frame = pd.DataFrame(records, columns=names).astype({"row": "int32"})
    check_sums(sheet, frame, _england(sheet, columns, unit), unit)
    return frame.assign(marker="", source_id=CARD, sheet=sheet.name)


def _columns(sheet: Sheet, anchor: int) -> dict[tuple[str, str], int]:
    """Column of each block and measure by its letter; SourceError where the heading over it says something else."""
    places = [(block, measure) for measure in MEASURES for block in BLOCKS]
    found: dict[tuple[str, str], int] = {}
    group = ""
    lettered = {str(cell).strip(): at for at, cell in enumerate(sheet.rows[anchor - 1])}
    for sign, (block, measure) in zip(LETTERS, places, strict=True):
        column = lettered.get(f"[{sign}]", -1)
        group = fold(str(sheet.cell(anchor - 2, column))) or group
        heading = fold(str(sheet.cell(anchor - 1, column)))
        if column < 0 or fold(BLOCKS[block]) not in heading:
            raise SourceError(
                f"{sheet}, row {anchor - 1}: '{heading}' stands over [{sign}], not '{BLOCKS[block]}'."
            )
        if not any(fold(word) in group for word in MEASURES[measure]):
            raise SourceError(f"{sheet}, row {anchor - 2}: '{group}' stands over [{sign}], not '{measure}'.")
        found[block, measure] = column
    return found


def _unit(sheet: Sheet, anchor: int) -> float:
    """GBP in one unit of the sheet, which its headings say. SourceError where they do not."""
    headings = " ".join(str(cell) for cell in sheet.rows[anchor - 2])
    found = [size for words, size in UNITS.items() if f"({words})" in headings]
    if len(found) != 1:
        raise SourceError(
            f"{sheet}, row {anchor - 1}: the headings do not say whether figures are {' or '.join(UNITS)}."
        )
    return found[0]


def _authorities(sheet: Sheet, anchor: int) -> dict[int, str]:
    """Row -> number of each authority. SourceError when one stands twice or there is none."""
    found: dict[int, str] = {}
    first: dict[str, int] = {}
    for row in range(anchor + 1, len(sheet.rows) + 1):
        match = NUMBER.match(str(sheet.cell(row, 0)).strip())
        if match:
            if first.setdefault(match[1], row) != row:
                raise SourceError(
                    f"{sheet}: authority {match[1]} stands twice, in rows {first[match[1]]} and {row}."
                )
            found[row] = match[1]
    if not found:
        raise SourceError(f"{sheet}: no row below {anchor} begins with the number of an authority.")
    return found


def _england(sheet: Sheet, columns: dict[tuple[str, str], int], unit: float) -> pd.Series:
    """What is printed for England, GBP, by block and measure."""
    row = next((at for at in range(1, len(sheet.rows) + 1) if str(sheet.cell(at, 0)).strip() == ENGLAND), 0)
    if not row:
        raise SourceError(f"{sheet}: no row '{ENGLAND}'.")
    return pd.Series({place: _number(sheet, row, column) * unit for place, column in columns.items()})


def _number(sheet: Sheet, row: int, column: int) -> float:
    """A cell as a number. SourceError with row and column for words or a gap: nobody is without a grant."""
    try:
        value, marker = split(sheet.cell(row, column))
    except ValueError as fault:
        raise SourceError(f"{sheet}, row {row}, column {letter(column)}: {fault}.") from fault
    if marker or value != value:
        raise SourceError(f"{sheet}, row {row}, column {letter(column)}: no figure stands there.")
    return value


def check_sums(sheet: Sheet, frame: pd.DataFrame, england: pd.Series, unit: float) -> None:
    """Faults where authorities do not give England, or blocks not the total (GBP 1,000 where it is in millions)."""
    found = frame.groupby(["block", "measure"])["amount_gbp"].sum().reindex(england.index)
    gaps = (found - england)[lambda gap: gap.abs() > 2]
    faults: list[TotalPlaceError] = [
        SourceError(f"authorities differ from England by {gap:,.0f} GBP in {', '.join(map(str, place))}.")
        for place, gap in zip(gaps.index.to_list(), gaps, strict=True)
    ]
    wide = frame.pivot(index=["row", "authority_name", "measure"], columns="block", values="amount_gbp")
    apart = wide["total"] - wide.drop(columns="total").sum(axis="columns")
    apart = apart[apart.abs() > max(2.0, unit / 1000 + 0.01)]
    faults += [
        SourceError(f"row {row}: {name}, {measure}: the blocks differ from the total by {gap:,.0f} GBP.")
        for (row, name, measure), gap in zip(apart.index.to_list(), apart, strict=True)
    ]
    if faults:
        raise Faults(str(sheet), faults)


SOURCE = Source(cards=(CARD,), tables=("schools_grant",), read=read)
