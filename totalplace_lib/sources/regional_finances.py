"""What is raised in each region, tax by tax, and what the public sector spends for it: nations and regions.

Publisher  ONS, Country and regional public sector finances, financial year ending 2025 (26 May 2026): the supplementary
           tables S9 (revenue by item) and S10 (spending), and the revenue tables for their printed totals.
Gives      `regional_finances`, one row per year, area, side and line: GBP (published in GBP million), 2004-05 on.
Basis      accrued receipts by who bears them, as ONS shares them; spending is the Treasury's, made consistent with the
           public sector finances. North Sea revenue is shared by geography.
Gaps       none. The printed totals miss the sum of their lines by rounding: that is a line of its own, "rounding".
Not here   years before 2004-05, spending by function, North Sea revenue shared by people.
Proof      lines add up to the printed total within half a million a line; the spending lines to total managed
           expenditure; regions add up to England within half a million each.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold, letter
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "ons_regional_finances"
LAYOUT = "lines/receipts.csv"
REVENUE, SPENDING = "Table S9", "Table S10"
TOTAL = "Total Current Receipts (incl. North Sea Oil & Gas Revenues by geographic area)"
SPENT: Mapping[str, tuple[str, str]] = {
    "identifiable": ("Identifiable Expenditure", "Total"),
    "outside_uk": ("Outside the UK Expenditure", "Total"),
    "non_identifiable": ("Non-identifiable expenditure", "Total"),
    "accounting": ("Total Expenditure", "Accounting Adjustments"),
    "total": ("Total Expenditure", "Total Managed Expenditure"),
}
"""Lines of spending: kind and line of table S10."""

RECEIPTS, SPENT_SIDE, ROUNDING, WHOLE = "receipts", "spending", "rounding", "total"
FIRST = Year(2004)
MILLION = 1e6
AREAS: Mapping[str, str] = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
    "England": "E92000001",
    "Wales": "W92000004",
    "Scotland": "S92000003",
    "Northern Ireland": "N92000002",
}
COLUMNS = ["year", "area_code", "side", "line", "amount_gbp", "source_id", "sheet", "column", "row"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `regional_finances`."""
    card = load_card(CARD)
    tables = Workbook.open(raw / card.file(path="regional_finances/crpsf_fye2025_supp.xlsx").path)
    printed = Workbook.open(raw / card.file(path="regional_finances/crpsf_fye2025_rev.xlsx").path)
    lines = read_config(LAYOUT).set_index("published")["line"]
    parts = [
        with_rounding(receipts(tables.sheet(REVENUE), lines), totals(printed), RECEIPTS),
        spending(tables.sheet(SPENDING)),
    ]
    frame = pd.concat(parts, ignore_index=True)
    check_regions(frame)
    return {"regional_finances": frame.assign(source_id=CARD)[COLUMNS].astype({"row": "int32"})}


def receipts(sheet: Sheet, lines: pd.Series) -> pd.DataFrame:
    """The lines of table S9. lines: name of a line by the words of the publication; SourceError for one not there."""
    found = _long(sheet, "Revenue", [0], 1)
    words = {fold(text): line for text, line in lines.items()}
    gone = [text for text in lines.index if fold(text) not in set(found["what"])]
    if gone:
        raise SourceError(f"{sheet}: no revenue called '{gone[0]}'. Look for it, and change config/{LAYOUT}.")
    return found[found["what"].isin(words)].assign(line=lambda frame: frame["what"].map(words), side=RECEIPTS)


def spending(sheet: Sheet) -> pd.DataFrame:
    """The lines of table S10 that make up total managed expenditure (SPENT), with what rounding leaves."""
    found = _long(sheet, "ITL1 Region", [1, 2], 0)
    words = {fold(" ".join(pair)): line for line, pair in SPENT.items()}
    named = found[found["what"].isin(words)].assign(line=lambda frame: frame["what"].map(words))
    if gone := set(SPENT) - set(named["line"]):
        raise SourceError(f"{sheet}: no line '{' / '.join(SPENT[min(gone)])}'. Is it another table?")
    whole = named["line"] == WHOLE
    return with_rounding(named[~whole].assign(side=SPENT_SIDE), named[whole], SPENT_SIDE)


def totals(workbook: Workbook) -> pd.DataFrame:
    """The printed total of all receipts, from the sheet of each area."""
    return pd.concat([_total(workbook.sheet(name), code) for name, code in AREAS.items()], ignore_index=True)


def _total(sheet: Sheet, code: str) -> pd.DataFrame:
    """The total of one sheet."""
    rows = [n for n in range(1, len(sheet.rows) + 1) if fold(str(sheet.cell(n, 0))) == fold(TOTAL)]
    if len(rows) != 1:
        raise SourceError(f"{sheet}: {len(rows)} rows are called '{TOTAL}', expected one.")
    cells = [
        (year, code, _million(sheet, rows[0], column), sheet.name, letter(column), rows[0])
        for column, year in _years(sheet, sheet.row_with("£ million")).items()
    ]
    return pd.DataFrame(cells, columns=["year", "area_code", "amount_gbp", "sheet", "column", "row"])


def _long(sheet: Sheet, heading: str, what: list[int], area: int) -> pd.DataFrame:
    """A table with a row for each line and area: what (folded words of these columns), area_code, year, amount_gbp."""
    head = sheet.row_with(heading)
    years = _years(sheet, head)
    cells = [
        (fold(" ".join(str(sheet.cell(row, each)) for each in what)), AREAS[name], year,
         _million(sheet, row, column), sheet.name, letter(column), row)
        for row in range(head + 1, len(sheet.rows) + 1)
        if (name := str(sheet.cell(row, area)).strip()) in AREAS
        for column, year in years.items()
    ]  # fmt: skip
    return pd.DataFrame(cells, columns=["what", "area_code", "year", "amount_gbp", "sheet", "column", "row"])


def _years(sheet: Sheet, head: int) -> dict[int, str]:
    """The columns of years from FIRST on: "2022 to 2023" is 2022-23."""
    words = {column: str(cell).split(" to ") for column, cell in enumerate(sheet.rows[head - 1])}
    starts = {column: int(parts[0]) for column, parts in words.items() if len(parts) == 2}
    return {column: str(Year(start)) for column, start in starts.items() if start >= FIRST.start}


def _million(sheet: Sheet, row: int, column: int) -> float:
    """A figure in GBP: printed to the million, whatever stands behind it."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, int | float):
        raise SourceError(f"{sheet}, row {row}, column {letter(column)}: '{cell}' is not a number.")
    return round(float(cell)) * MILLION


def with_rounding(lines: pd.DataFrame, printed: pd.DataFrame, side: str) -> pd.DataFrame:
    """The lines and the printed total less their sum, which stands where the total is printed.

    Faults where that is more than rounding: half a million for each line and for the total.
    """
    by = ["year", "area_code"]
    sums = lines.groupby(by)["amount_gbp"].agg(["sum", "size"]).reset_index()
    both = printed.merge(sums, on=by, how="left", validate="1:1")
    both["amount_gbp"] -= both["sum"]
    wide = both[both["amount_gbp"].abs() > (both["size"] + 1) / 2 * MILLION]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{each.sheet}, row {each.row}, column {each.column}: {side} of {each.year} miss their total by "
            f"{float(str(each.amount_gbp)) / MILLION:,.0f} million, more than {each.size} lines can by rounding."
        )
        for each in wide.itertuples()
    ]
    if faults:
        raise Faults("Lines and printed totals of regional finances", faults[:5])
    return pd.concat([lines, both.assign(side=side, line=ROUNDING)[COLUMNS_FOUND]], ignore_index=True)


COLUMNS_FOUND = [name for name in COLUMNS if name != "source_id"]


def check_regions(frame: pd.DataFrame) -> None:
    """SourceError where the nine regions miss England, line by line, by more than rounding."""
    by = ["year", "side", "line"]
    own = frame[frame["line"] != ROUNDING]
    parts = own[own["area_code"].str.startswith("E12")].groupby(by)["amount_gbp"].sum()
    england = own[own["area_code"] == AREAS["England"]].set_index(by)["amount_gbp"]
    apart = (parts - england).abs()
    if (apart > 5 * MILLION).any():
        raise SourceError(f"{REVENUE} or {SPENDING}: regions do not add up to England in {apart.idxmax()}.")


SOURCE = Source(cards=(CARD,), tables=("regional_finances",), read=read)
