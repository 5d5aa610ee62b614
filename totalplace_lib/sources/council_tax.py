"""What each authority asks of its residents as council tax: the council tax requirement by authority.

Publisher  MHCLG, Council tax levels set by local authorities in England 2024-25, table 9 (billing and precepting).
Gives      `council_tax`, one row per authority and year: council tax requirement, GBP, of 2023-24 and 2024-25.
Basis      set before the year; a billing authority's with parish precepts and the adult social care precept, each
           precepting authority's its own. The parts of the Greater London Authority are one row.
Gaps       none: authorities that made no return of outturn (Birmingham) are in it.
Not here   what was collected, discounts and council tax support, earlier years (the returns hold them).
Proof      billing and precepting authorities add up to England as printed, in both years.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.headings import E_CODE
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "council_tax_2024_25"
YEARS = {"2023-24": "(previous year)", "2024-25": "(current year)"}
"""Years by what ends their heading."""
SHEETS, LINE, ENGLAND = ("Data_Billing", "Data_Precepting"), "1. Council Tax Requirement", "TE"
TOGETHER = {"E5101": "E5100", "E5102": "E5100"}
LONDON = "Greater London Authority"
COLUMNS = ["year", "authority_code", "authority_name", "amount_gbp", "source_id", "sheet", "column", "row"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `council_tax`."""
    workbook = Workbook.open(raw / load_card(CARD).file().path)
    sheets = [workbook.sheet(name) for name in SHEETS]
    return {"council_tax": tidy(sheets)}


def tidy(sheets: list[Sheet]) -> pd.DataFrame:
    """Both years of every authority. SourceError where they miss England, printed on the first sheet."""
    parts = [_long(sheet, year, words) for sheet in sheets for year, words in YEARS.items()]
    frame = pd.concat(parts, ignore_index=True)
    for year, words in YEARS.items():
        printed = _england(sheets[0], words)
        total = float(frame.loc[frame["year"] == year, "amount_gbp"].sum())
        if abs(total - printed) > 1:
            raise SourceError(
                f"{sheets[0]}: authorities of {year} add up to {total:,.0f}, England is {printed:,.0f}."
            )
    code = frame["authority_code"].map(TOGETHER).fillna(frame["authority_code"])
    name = frame["authority_name"].mask(frame["authority_code"].isin(TOGETHER), LONDON)
    by = ["year", "authority_code"]
    frame = frame.assign(authority_code=code, authority_name=name)
    first = {column: (column, "first") for column in ("authority_name", "sheet", "column", "row")}
    sums = frame.groupby(by, as_index=False).agg(amount_gbp=("amount_gbp", "sum"), **first)
    return sums.assign(source_id=CARD, amount_gbp=sums["amount_gbp"].round(2))[COLUMNS].astype(
        {"row": "int32"}
    )


def _long(sheet: Sheet, year: str, words: str) -> pd.DataFrame:
    """One sheet's authorities in one year: COLUMNS but the source."""
    table = sheet.table("E-code", "Authority")
    rows, name = table.coded_rows(table.column("E-code"), E_CODE), table.column("Authority")
    found = table.long(rows, {"tax": _heading(sheet, words)})
    return found.assign(
        year=year,
        authority_code=found["code"],
        authority_name=[table.text(row, name) for row in found["row"]],
        amount_gbp=found["value"],
    )


def _heading(sheet: Sheet, words: str) -> str:
    """The heading of the requirement of a year: its first words and its last. SourceError unless there is one."""
    table = sheet.table("E-code", "Authority")
    found = [
        heading for heading in table.headings if heading.startswith(LINE) and heading.rstrip().endswith(words)
    ]
    if len(found) != 1:
        raise SourceError(
            f"{sheet}: {len(found)} headings begin with '{LINE}' and end with '{words}', expected one."
        )
    return found[0]


def _england(sheet: Sheet, words: str) -> float:
    """England as printed."""
    table = sheet.table("E-code", "Authority")
    column = table.column("E-code")
    rows = [row for row in range(table.first_row, len(sheet.rows) + 1) if table.text(row, column) == ENGLAND]
    if not rows:
        raise SourceError(f"{sheet}: no row '{ENGLAND}' for England.")
    return table.number(rows[0], table.column(_heading(sheet, words)))[0]


SOURCE = Source(cards=(CARD,), tables=("council_tax",), read=read)
