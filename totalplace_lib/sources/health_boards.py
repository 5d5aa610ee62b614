"""What health bodies were given: clinical commissioning groups 2013-14 on, integrated care boards 2022-23 on.

Publisher  NHS England: allocations of integrated care boards 2023-24 to 2025-26, with baselines of 2022-23;
           allocations of commissioning groups 2013-14 to 2019-20, compiled by B. Goodair for a research paper.
Gives      `health_allocations`, one row per body, year and stream of money, GBP (published in GBP thousand).
Basis      boards: core services with covid, elective and discharge money; primary medical care; other primary care
           (dentistry, pharmacy, eyes); running costs; specialised services from 2025-26 (without high cost drugs).
           2022-23 is the baseline that the next year was built on. Streams add up for a board; groups have one.
Gaps       groups: research-grade, no running costs, fewer groups in each later year; definitions change between
           rounds. Nothing for 2020-21 and 2021-22.
Not here   which areas a board or group serves: see area_membership. Hospital trusts' own accounts.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold, letter
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import TextFile, read_csv

LAYOUT = "layouts/health_allocations.csv"
GROUPS = "nhs_ccg_allocations"
BOARD = re.compile(r"^Q[0-9A-Z]{2}$")
BOARDS = 42
HEADING = "ICB23"
THOUSAND = 1e3
OFFICIAL, RESEARCH = "official", "research reconstruction"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `health_allocations`."""
    layout = read_config(LAYOUT)
    parts = [
        from_groups(
            read_csv(raw / load_card(GROUPS).file().path, ["CCG_Code", "financial_year", "Allocation_000s"])
        )
    ]
    for card in layout["card"].unique():
        book = Workbook.open(raw / load_card(card).file().path)
        for line in layout[layout["card"] == card].to_dict("records"):
            england = str(line["england"]) if pd.notna(line["england"]) else ""
            frame = from_sheet(book.sheet(line["sheet"]), str(line["heading"]), england)
            words = {name: line[name] for name in ("year", "stream", "basis")}
            parts.append(frame.assign(**words, body_kind="icb", quality=OFFICIAL, source_id=card))
    return {"health_allocations": shaped("health_allocations", pd.concat(parts, ignore_index=True))}


def from_groups(file: TextFile) -> pd.DataFrame:
    """Allocations of commissioning groups."""
    file.unique(["CCG_Code", "financial_year"]).years("financial_year")
    amounts, markers = file.numbers("Allocation_000s", unit=THOUSAND)
    names = {"CCG_Code": "body_code", "CCG_Name": "body_name", "financial_year": "year"}
    frame = file.frame.rename(columns=names)[[*names.values(), "row"]]
    frame["body_name"] = frame["body_name"].str.title()
    tags = {
        "body_kind": "ccg",
        "stream": "programme",
        "basis": "allocation",
        "quality": RESEARCH,
        "source_id": GROUPS,
    }
    return frame.assign(amount_gbp=amounts, marker=markers, **tags, sheet="", column="Allocation_000s")


def from_sheet(sheet: Sheet, heading: str, england: str) -> pd.DataFrame:
    """One column of a workbook by board; it must sum to the row labelled `england` where there is one."""
    table = sheet.table(HEADING)
    code, name = table.column(HEADING), table.column(HEADING) + 1
    column = table.column(heading, edit=f"config/{LAYOUT}")
    rows = table.coded_rows(code, BOARD)
    if len(rows) != BOARDS:
        raise SourceError(f"{sheet}: {len(rows)} integrated care boards, expected {BOARDS}.")
    cells = {board: table.number(row, column) for board, row in rows.items()}
    total = round(sum(value for value, _ in cells.values()))
    if england:
        _check_england(sheet, total, _total(sheet, name, column, england), heading)
    frame = pd.DataFrame(
        [
            (board, table.text(rows[board], name), round(value * THOUSAND, 2), str(marker), rows[board])
            for board, (value, marker) in cells.items()
        ],
        columns=["body_code", "body_name", "amount_gbp", "marker", "row"],
    )
    return frame.assign(sheet=sheet.name, column=letter(column))


def _total(sheet: Sheet, name: int, column: int, england: str) -> str:
    """The cell of England's total as text."""
    for row in range(len(sheet.rows), 0, -1):
        if fold(sheet.cell(row, name)) == fold(england):
            return str(sheet.cell(row, column)).replace(",", "").strip()
    raise SourceError(f"{sheet}: no row '{england}' to prove the sum of the boards.")


def _check_england(sheet: Sheet, total: int, england: str, heading: str) -> None:
    """Boards must sum to England within the rounding of 42 figures (GBP thousand)."""
    if abs(total - float(england)) > BOARDS / 2:
        raise SourceError(
            f"{sheet}, '{heading}': boards sum to {total:,}, England is {float(england):,.0f} thousand."
        )


SOURCE = Source(cards=(GROUPS, "nhs_icb_2023", "nhs_icb_2025"), tables=("health_allocations",), read=read)
