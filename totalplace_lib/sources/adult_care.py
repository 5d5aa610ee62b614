"""Adult social care: gross cost, activity and cost per unit by service and client group.

Publisher  NHS Information Centre, Personal Social Services Expenditure and Unit Costs (PSS-EX1), detailed unit costs.
Gives      `adult_care_costs`, one row per council with adult social services, year, service and client group:
           gross cost (published in GBP thousand), activity (weeks in care, hours, client weeks, meals), cost per unit.
Basis      2008-09 and 2009-10; gross of charges; own provision and provision by others together; all adults are
           18 to 64 but for older people (65 and over). Cost over activity proves against the published unit cost.
Gaps       ".." is [x]: the council gave no activity. Home care by client group and direct payments 2008-09 only;
           day care for mental health 2008-09 only (its heading of 2009-10 is another service's). "2.22" and "2.22A"
           of 2008-09 have each other's headings: the numbers tell which is which.
Not here   the RO3 return (gross, income and net by client group): see council_social_care. Numbers of clients.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold, letter
from totalplace_lib.sources.encodings import records
from totalplace_lib.sources.markers import split
from totalplace_lib.sources.service_authorities import SOCIAL_CARE, authority_codes
from totalplace_lib.sources.sheets import Sheet

CARD = "pss_ex1_unit_costs"
LAYOUT = "layouts/adult_care_costs.csv"
YEARS = ("2008-09", "2009-10")
COUNCIL = re.compile(r"^(\d{3})\s*-\s*(\S.*)$")
PERIOD = re.compile(r"\s*during year ended 31 March.*", re.IGNORECASE | re.DOTALL)
SPREADSHEET_FAULT = "#NUM!"
"""Stands in nine cells of 2009-10 where the publisher divided by nothing: a gap."""

NUMBERS_AT, HEADINGS_AT = 4, 2
"""Row of the numbers of unit costs (2008-09), and row of the headings (2009-10)."""

KEY = ["year", "authority_code", "service", "client_group"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `adult_care_costs`."""
    layout = read_config(LAYOUT).fillna("")
    parts = []
    for year in YEARS:
        sheet = cells(raw / load_card(CARD).file(years=year).path)
        sheet.require_year(year, within=1)
        parts.append(tidy(sheet, layout, year))
    return {"adult_care_costs": pd.concat(parts, ignore_index=True)}


def cells(path: Path) -> Sheet:
    """A CSV with stacked headings as a sheet of cells. SourceError when it is not there."""
    return Sheet(path.name, "", [fields for _, fields in records(path)])


def tidy(sheet: Sheet, layout: pd.DataFrame, year: str) -> pd.DataFrame:
    """One year in long form. layout: service, client_group, unit, number_*, heading_*, weeks_*."""
    councils = _councils(sheet)
    codes = authority_codes(
        SOCIAL_CARE, year, {number: row for row, (number, _) in councils.items()}, sheet.file
    )
    records = []
    for line in layout.to_dict("records"):
        column = _column(sheet, line, year)
        if column is None:
            continue
        weeks = float(line[f"weeks_{year.replace('-', '_')}"])
        for row, (number, name) in councils.items():
            cost, activity, unit_cost = (_number(sheet, row, column + step) for step in range(3))
            words = (year, codes[number], name, line["service"], line["client_group"], line["unit"])
            records.append((*words, cost * 1e3, activity * weeks, unit_cost, letter(column), row))
    names = [
        *KEY[:2],
        "authority_name",
        *KEY[2:],
        "unit",
        "gross_gbp",
        "activity",
        "unit_cost_gbp",
        "column",
        "row",
    ]
    frame = pd.DataFrame(records, columns=names).astype({"row": "int32"})
    check_unit_costs(sheet, frame)
    marker = frame["gross_gbp"].isna().map({True: "x", False: ""}).astype("str")
    return frame.assign(gross_gbp=frame["gross_gbp"].round(2), marker=marker, source_id=CARD)


def _councils(sheet: Sheet) -> dict[int, tuple[str, str]]:
    """Row -> number and name of each council. SourceError when there is none, or one stands twice."""
    found: dict[int, tuple[str, str]] = {}
    first: dict[str, int] = {}
    for row in range(1, len(sheet.rows) + 1):
        match = COUNCIL.match(str(sheet.cell(row, 0)).strip())
        if match:
            found[row] = (match[1], match[2].strip())
            if first.setdefault(match[1], row) != row:
                raise SourceError(
                    f"{sheet.file}: council {match[1]} stands twice, in rows {first[match[1]]} and {row}."
                )
    if not found:
        raise SourceError(f"{sheet.file}: no row that begins with the number and name of a council.")
    return found


def _column(sheet: Sheet, line: Mapping[Hashable, str], year: str) -> int | None:
    """Column of the gross cost, None where the line is not of this year. SourceError when it is not in the file."""
    wanted = line["number_2008_09"] if year == YEARS[0] else fold(line["heading_2009_10"])
    if not wanted:
        return None
    row = NUMBERS_AT if year == YEARS[0] else HEADINGS_AT
    for column in range(len(sheet.rows[row - 1])):
        text = str(sheet.cell(row, column)).strip()
        if wanted == (text if year == YEARS[0] else fold(PERIOD.sub("", text))):
            return column
    raise SourceError(
        f"{sheet.file}, row {row}: no column for {line['service']}, {line['client_group']} ('{wanted}'). "
        f"If it was renamed, change config/{LAYOUT}."
    )


def _number(sheet: Sheet, row: int, column: int) -> float:
    """A cell as a number, NaN for a gap. SourceError with row and column when it holds other words."""
    cell = sheet.cell(row, column)
    try:
        value, _ = split("" if cell == SPREADSHEET_FAULT else cell)
    except ValueError as fault:
        raise SourceError(f"{sheet.file}, row {row}, column {letter(column)}: {fault}.") from fault
    return value


def check_unit_costs(sheet: Sheet, frame: pd.DataFrame) -> None:
    """Faults where cost over activity is not the published unit cost, within the rounding of all three."""
    whole = frame[(frame["activity"] > 0) & frame["unit_cost_gbp"].notna() & frame["gross_gbp"].notna()]
    ours = whole["gross_gbp"] / whole["activity"]
    allowed = (
        ours * (600 / whole["gross_gbp"].clip(lower=600) + 300 / whole["activity"].clip(lower=300)) + 0.1
    )
    wrong = whole[(ours - whole["unit_cost_gbp"]).abs() > allowed]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"row {row.row}, column {row.column}: {row.authority_name}, {row.service}, {row.client_group}: "
            f"{row.gross_gbp:,.0f} over {row.activity:,.0f} is not {row.unit_cost_gbp}."
        )
        for row in wrong.itertuples()
    ]
    if faults:
        raise Faults(f"Unit costs in {sheet.file}", faults)


SOURCE = Source(cards=(CARD,), tables=("adult_care_costs",), read=read)
