"""Country and Regional Analysis, newest years: the published tables by region and function.

Publisher  HM Treasury, Public Expenditure Statistical Analyses (PESA) 2024, chapter 9 (the CRA of November 2023).
Gives      `cra_regional_tables`, one row per year, region, function and current or capital; `cra_regional_sectors`,
           spending by councils (LA) and by all others (CG) by region. 2018-19 to 2022-23 outturn, GBP.
Basis      identifiable expenditure on services, accruals; published in GBP million without decimals, so that sums
           may differ by rounding. Regions prove against England, functions against table 9.1a, within rounding.
Gaps       "-" means nothing spent and is a true zero.
Not here   programmes and departments (no database after 2018 was to be had); spending outside the United Kingdom
           or not identifiable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold, letter
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "pesa_2024_chapter9"
LAYOUT = "layouts/cra_regional_tables.csv"
WORDS = "layouts/country_regional_words.csv"
ENGLAND = "E92000001"
NIL = frozenset({"-"})
MILLION = 1e6
YEAR = re.compile(r"(\d{4}-\d{2}) outturn")
NOTE = re.compile(r"\(\d\)")
KEY = ["year", "area_code", "function_code", "hmt_function", "economic", "sector"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `cra_regional_tables` and `cra_regional_sectors`."""
    book = Workbook.open(raw / load_card(CARD).file().path)
    areas = area_names(read_config(WORDS))
    parts = []
    for line in read_config(LAYOUT).to_dict("records"):
        tags = {name: line[name] for name in ("kind", "function_code", "hmt_function", "sector")}
        parts.append(from_sheet(book.sheet(line["sheet"]), areas).assign(**tags))
    cells = pd.concat(parts, ignore_index=True)
    check_england(cells)
    regions = cells[cells["area_code"] != ENGLAND]
    check_totals(regions)
    leaves = regions[(regions["kind"] == "leaf") & (regions["economic"] != "all")]
    sectors = regions[regions["kind"] == "sector"]
    end = ["amount_gbp", "source_id", "sheet", "column", "row"]
    return {
        "cra_regional_tables": leaves[[*KEY[:-1], *end]].reset_index(drop=True),
        "cra_regional_sectors": sectors[["year", "area_code", "sector", *end]].reset_index(drop=True),
    }


def area_names(words: pd.DataFrame) -> dict[str, str]:
    """Folded area names of the tables and their codes."""
    rows = words[(words["field"] == "area") & words["value"].str.match(r"[EWSN]\d")]
    names = rows["published"].str.removeprefix("england_")
    codes = {fold(name): code for name, code in zip(names, rows["value"], strict=True)}
    return codes | {"england": ENGLAND, "totalengland": ENGLAND}


def from_sheet(sheet: Sheet, areas: Mapping[str, str]) -> pd.DataFrame:
    """The cells of one table by year, area and economic category, GBP; areas maps folded names to codes."""
    anchor = next((row for row in range(1, 12) if YEAR.search(_flat(sheet.cell(row, 1)))), None)
    if anchor is None:
        raise SourceError(f"{sheet}: no heading row with years like '2018-19 outturn' in column B.")
    sheet.require_words("£ million")
    found: dict[str, int] = {}
    for row, name in _names(sheet, anchor):
        if name in areas and found.setdefault(areas[name], row) != row:
            raise SourceError(f"{sheet}: {name} stands twice, in rows {found[areas[name]]} and {row}.")
    missing = set(areas.values()) - set(found)
    if missing:
        raise SourceError(f"{sheet}: no row for {', '.join(sorted(missing))}.")
    table = sheet.table(*(str(sheet.cell(anchor, 1)),), above=2)
    records = []
    for column, heading in enumerate(table.headings):
        year = YEAR.search(_flat(heading))
        if not year or _is_share(sheet, anchor, column):
            continue
        economic = next((word for word in ("current", "capital") if f"of which: {word}" in heading), "all")
        for area, row in found.items():
            amount, _ = table.number(row, column, nil=NIL)
            records.append((year[1], area, economic, amount * MILLION, letter(column), row))
    frame = pd.DataFrame(records, columns=["year", "area_code", "economic", "amount_gbp", "column", "row"])
    return frame.assign(sheet=sheet.name, source_id=CARD).astype({"row": "int32"})


def _flat(cell: object) -> str:
    """Text on one line."""
    return " ".join(str(cell).split())


def _names(sheet: Sheet, anchor: int) -> list[tuple[int, str]]:
    """Rows under the first block of headings with their folded names; the block ends at an empty row."""
    names = []
    for row in range(anchor + 1, len(sheet.rows) + 1):
        name = fold(NOTE.sub("", str(sheet.cell(row, 0))))
        if not name:
            break
        names.append((row, name))
    return names


def _is_share(sheet: Sheet, anchor: int, column: int) -> bool:
    """Whether a column is "as a per cent of ...": units stand two rows above the years, over the end of a block."""
    units = (_flat(sheet.cell(anchor - 2, at)) for at in range(column, len(sheet.rows[anchor - 1])))
    return next(filter(None, units), "").startswith("as a per cent")


def check_england(cells: pd.DataFrame) -> None:
    """Faults unless the nine regions sum to England in every table, within rounding."""
    regions = cells[cells["area_code"].str.startswith("E12")]
    key = ["sheet", "year", "economic"]
    sums = regions.groupby(key)["amount_gbp"].sum()
    england = cells[cells["area_code"] == ENGLAND].set_index(key)["amount_gbp"]
    _raise("Regions against England", sums, england, within=5 * MILLION)


def check_totals(regions: pd.DataFrame) -> None:
    """Faults unless functions sum to tables 9.5, 9.8 and 9.1a, and sectors to 9.1a, within rounding."""
    whole = regions[regions["economic"] == "all"]
    leaves, totals = whole[whole["kind"] == "leaf"], whole[whole["kind"] == "total"]
    split = totals[totals["function_code"] != "all"]
    key = ["year", "area_code", "function_code"]
    ours = leaves[leaves["function_code"].isin(split["function_code"])].groupby(key)["amount_gbp"].sum()
    _raise(
        "Functions against tables 9.5 and 9.8", ours, split.set_index(key)["amount_gbp"], within=3 * MILLION
    )
    all_functions = totals[totals["function_code"] == "all"].set_index(key[:2])["amount_gbp"]
    by_area = leaves.groupby(key[:2])["amount_gbp"].sum()
    _raise("Functions against table 9.1a", by_area, all_functions, within=9 * MILLION)
    sectors = whole[whole["kind"] == "sector"].groupby(key[:2])["amount_gbp"].sum()
    _raise("Sectors against table 9.1a", sectors, all_functions, within=1.5 * MILLION)


def _raise(what: str, ours: pd.Series[float], published: pd.Series[float], *, within: float) -> None:
    """Faults where two series with the same index differ by more than rounding."""
    difference = (ours - published.reindex(ours.index)).abs()
    wrong = ours.index[~(difference <= within)]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{place}: sum {ours[place]:,.0f}, published {published.get(place, float('nan')):,.0f} GBP."
        )
        for place in wrong
    ]
    if faults:
        raise Faults(f"PESA chapter 9, {what}", faults[:10])


SOURCE = Source(cards=(CARD,), tables=("cra_regional_tables", "cra_regional_sectors"), read=read)
