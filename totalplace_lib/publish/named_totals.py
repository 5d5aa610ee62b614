"""One figure under one name: a named total is the same in every report, table, workbook and CSV of a place and year.

Read from the files of a finished folder: run.json says what each report was told, the CSV files hold the tables in full
precision, the workbook the same cells. What is compared is listed below; a table that is not listed is not compared.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from totalplace_lib.present.workbook import TOTAL, sheet_names
from totalplace_lib.project import read_config
from totalplace_lib.publish.record import ReportResult, State, record_from

BODY, GROUP, FUNCTION, OUTCOME, THEME, WHOLE = (
    "body",
    "group of bodies",
    "function",
    "outcome",
    "theme",
    "total",
)
PER_HEAD = "function per head"
BARRIER = "barrier"
WITHIN_GBP = 0.05  # tables are in pence; what is added up from rounded figures may be a few off
ALL = "all public spending"
_ADDED_UP = ("all other", "other bodies", "other functions", "other funders", "other outcomes")
_YEAR = re.compile(r"\d{4}-\d\d")
_SAME = {"no stated outcome": "tied to no stated outcome"}


@dataclass(frozen=True)
class Table:
    """A table of a report: the column of names and what kind of names they are; whole: it adds up to the total.

    name   of the table; of several that are parts of one, apart by a space
    """

    report: str
    name: str
    kind: str
    column: str
    whole: bool = True
    amount: str = "amount_gbp"


TABLES = (
    Table("count", "by-group", GROUP, "spender_group"),
    Table("count", "bodies-of-the-place bodies-from-outside", BODY, "spender"),
    Table("count", "outcomes", OUTCOME, "outcome"),
    Table("count", "by-function", FUNCTION, "function"),
    Table("evidence", "range-by-group", GROUP, "spender_group", whole=False),
    Table("flows", "flow", GROUP, "spender_group"),
    Table("flows", "flow", FUNCTION, "function"),
    Table("flows", "flow", OUTCOME, "outcome"),
    Table("flows", "flow-funders", GROUP, "spender_group"),
    Table("flows", "flow-outcomes", GROUP, "spender_group"),
    Table("flows", "flow-outcomes", OUTCOME, "outcome"),
    Table("flows", "by-outcome", OUTCOME, "outcome"),
    Table("overlap", "outcomes", OUTCOME, "outcome"),
    Table("overlap", "tied-by-group", GROUP, "spender_group"),
    Table("overlap", "by-theme", THEME, "name"),
    Table("deep_dive", "by-part", THEME, ""),
    Table("deep_dive", "by-body", THEME, ""),
    Table("overlap", "barriers", BARRIER, "name", whole=False),
    Table("deep_dive", "barriers", BARRIER, "name", whole=False, amount="all_gbp"),
    Table("series", "series", FUNCTION, "group", whole=False),
    Table("count", "per-head", PER_HEAD, "function", whole=False, amount="place"),
    Table("compare", "beside-wider", PER_HEAD, "function", whole=False, amount="place"),
)
# An empty column: all rows are of one name, the theme that the report was told.


@dataclass(frozen=True)
class Named:
    """One figure under a name of a kind, in one place and year, and where it stands."""

    place: str
    year: str
    kind: str
    name: str
    amount_gbp: float
    where: str


def differing(folder: Path) -> list[str]:
    """Names with two figures in the reports of a place and year; workbooks that are not what their CSV files are."""
    record = record_from((folder / "run.json").read_text("utf-8"))
    results = [one for one in record.reports if one.state != State.FAILED and one.files]
    named = [one for result in results for one in _named(folder, result)]
    return [*different(named), *(fault for result in results for fault in workbook_faults(folder, result))]


def different(named: Iterable[Named]) -> list[str]:
    """Names with more than one figure, each figure with where it stands."""
    found: dict[tuple[str, str, str, str], list[Named]] = defaultdict(list)
    for one in named:
        found[one.place, one.year, one.kind, one.name].append(one)
    faults = []
    for (place, year, kind, name), own in sorted(found.items()):
        if max(one.amount_gbp for one in own) - min(one.amount_gbp for one in own) > WITHIN_GBP:
            said = "; ".join(f"{one.amount_gbp:,.2f} in {one.where}" for one in own)
            faults.append(f"{place}, {year}: the {kind} '{name}' has different figures: {said}")
    return faults


def _named(folder: Path, result: ReportResult) -> Iterator[Named]:
    """The named totals of one report."""
    for table in TABLES:
        data = (folder / result.page).with_name(f"{result.meta.stem}-data")
        paths = [data / f"{name}.csv" for name in table.name.split()]
        if table.report == result.meta.report and all(path.is_file() for path in paths):
            where = " and ".join(path.relative_to(folder).as_posix() for path in paths)
            yield from _of_table(table, [row for path in paths for row in _rows(path)], result, where)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _of_table(table: Table, rows: list[dict[str, str]], result: ReportResult, where: str) -> Iterator[Named]:
    """The sum of each name of a table, and of all; a column that a report of this year does not have is left out."""
    told, place, year = result.meta.parameters, result.meta.place, result.meta.year or ""
    if (table.column and rows and table.column not in rows[0]) or told.get("by", FUNCTION) != FUNCTION:
        return
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        name = (row[table.column] if table.column else _theme(told)).casefold()
        for when, amount in _amounts(row, table.amount, year):
            sums[when, _SAME.get(name, name)] += amount
    for (when, name), amount in sums.items():
        if name == ALL:
            yield Named(place, when, WHOLE, ALL, amount, where)
        elif not name.startswith(_ADDED_UP):
            yield Named(place, when, table.kind, name, amount, where)
    if table.whole and table.column:
        yield Named(place, year, WHOLE, ALL, sum(sums.values()), where)


def _amounts(row: Mapping[str, str], column: str, year: str) -> Iterator[tuple[str, float]]:
    """Year and amount of a row: one, or one for each column that is a year."""
    held = (
        {row.get("year", year): row[column]}
        if column in row
        else {k: v for k, v in row.items() if _YEAR.fullmatch(k)}
    )
    yield from ((when, float(cell)) for when, cell in held.items() if cell)


def _theme(told: Mapping[str, object]) -> str:
    """The name of the theme that a report was told."""
    names = dict(read_config("themes.csv")[["theme", "name"]].itertuples(index=False, name=None))
    return str(names[told["theme"]])


def workbook_faults(folder: Path, result: ReportResult) -> list[str]:
    """Tables whose numbers in the workbook are not those of the CSV file, in the order of the cells."""
    data = (folder / result.page).with_name(f"{result.meta.stem}-data")
    workbook = (folder / result.page).with_name(f"{result.meta.stem}.xlsx")
    if not workbook.is_file():
        return []
    from python_calamine import CalamineWorkbook

    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    fields = {one["name"]: _of_numbers(one["schema"]["fields"]) for one in package["resources"]}
    book, faults = CalamineWorkbook.from_path(workbook), []
    for slug, sheet in zip(fields, sheet_names(list(fields)), strict=True):
        rows = book.get_sheet_by_name(sheet).to_python()
        cells = [cell for row in rows if row[0] != TOTAL for cell in row]  # a CSV has no row of totals
        there = [float(cell) for cell in cells if isinstance(cell, int | float)]
        said = [float(row[name]) for row in _rows(data / f"{slug}.csv") for name in fields[slug] if row[name]]
        # A workbook holds fifteen digits.
        if len(there) != len(said) or not all(map(math.isclose, there, said)):
            faults.append(
                f"{workbook.relative_to(folder)}: sheet '{sheet}' does not hold the figures of {slug}.csv"
            )
    return faults


def _of_numbers(fields: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns of numbers: "52,000" in a column of text is text in the workbook too, whatever it looks like."""
    return [field["name"] for field in fields if field["type"] in ("number", "integer")]
