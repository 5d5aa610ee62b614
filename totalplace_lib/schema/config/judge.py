"""One table of config/ against its contract: pandera finds what is wrong, and each finding becomes a fault that says
where, what stands there, what may stand there, the nearest word and the likely cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from totalplace_lib.schema.config.cell_rules import Rule
from totalplace_lib.schema.config.contract import Column, Contract, RowRule
from totalplace_lib.schema.config.facts import Facts, rows_of
from totalplace_lib.schema.config.fault import ConfigFault, nearest
from totalplace_lib.schema.config.reading import NONE, Sheet
from totalplace_lib.schema.config.spreadsheet import likely_cause, year_meant


def judge(contract: Contract, sheet: Sheet, facts: Facts) -> list[ConfigFault]:
    """Everything in a table that its contract forbids, in the order of its rows."""
    faults = list(_of_headings(contract, sheet))
    frame = sheet.frame()
    if frame.columns.has_duplicates:
        return faults
    if frame.empty and not contract.may_be_bare and sheet.headings and not sheet.faults:
        faults.append(
            ConfigFault(sheet.file, f"no row stands under the headings. Example: {contract.example}")
        )
    faults += _left_bare(contract, sheet)
    schema = schema_of(contract, list(frame.columns), facts)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as found:
        faults += _translated(contract, sheet, frame, found.failure_cases, facts)
    return faults


def schema_of(contract: Contract, headings: Sequence[str], facts: Facts) -> pa.DataFrameSchema:
    """The pandera schema of a contract, for a table with these headings (those that it knows)."""
    known = {heading: column for heading in headings if (column := _known(contract, heading)) is not None}
    columns = {
        heading: pa.Column("string", _checks(column, facts), nullable=column.may_be_empty)
        for heading, column in known.items()
    }
    is_whole = set(contract.names) <= set(headings)
    return pa.DataFrameSchema(
        columns,
        checks=[_row_check(number, rule, facts) for number, rule in enumerate(contract.row_rules)]
        if is_whole
        else None,
        unique=list(contract.key) if contract.key and is_whole else None,
        report_duplicates="exclude_first",
        title=contract.title,
    )


def bare_cells(contract: Contract, sheet: Sheet) -> Iterator[tuple[int, Column]]:
    """Row and column of each empty cell where nothing has to be said in words: (none)."""
    for at, heading in enumerate(sheet.headings):
        column = _known(contract, heading)
        if column is not None and column.is_said:
            yield from ((number, column) for number, row in enumerate(sheet.rows) if not row[at])


def _left_bare(contract: Contract, sheet: Sheet) -> Iterator[ConfigFault]:
    for number, column in bare_cells(contract, sheet):
        expected = f"{column.says}; or {NONE}: {column.empty}"
        yield ConfigFault(sheet.file, row=sheet.lines[number], column=column.name, expected=expected)


def _known(contract: Contract, heading: str) -> Column | None:
    try:
        return contract.column(heading)
    except KeyError:
        return None


def _checks(column: Column, facts: Facts) -> list[pa.Check]:
    return [
        pa.Check(_judging(rule, facts), name=f"rule {number}", ignore_na=True)
        for number, rule in enumerate(column.rules)
    ]


def _judging(rule: Rule, facts: Facts):  # type: ignore[no-untyped-def]
    def judged(series: pd.Series) -> pd.Series:
        right = {text: rule.accepts(text, facts) for text in series.dropna().unique()}
        return series.map(right).astype(bool)

    return judged


def _row_check(number: int, rule: RowRule, facts: Facts) -> pa.Check:
    def judged(frame: pd.DataFrame) -> pd.Series:
        return pd.Series(list(rule.holds(frame.fillna(""), facts)), index=frame.index, dtype=bool)

    return pa.Check(judged, name=f"row rule {number}", ignore_na=False)


def _of_headings(contract: Contract, sheet: Sheet) -> Iterator[ConfigFault]:
    missing = [name for name in contract.names if name not in sheet.headings]
    unknown = [heading for heading in sheet.headings if heading and _known(contract, heading) is None]
    if not sheet.headings:
        return
    for name in missing:
        near = nearest(name, unknown)
        hint = f"Is it the heading '{near}'?" if near else "Add it, or restore the table from git."
        yield ConfigFault(
            sheet.file,
            f"the column {name} is missing ({contract.column(name).says}). {hint}",
            row=sheet.heading_line,
        )
    for heading in unknown:
        meant = year_meant(heading) if contract.further else ""
        yield ConfigFault(
            sheet.file,
            "no column of this table has this heading.",
            row=sheet.heading_line,
            found=heading,
            expected=", ".join(contract.names)
            + (f", and {contract.headed.expected(heading)}" if contract.further else ""),
            nearest=nearest(heading, contract.names),
            cause=f"A spreadsheet has probably made a date of the financial year: write '{meant}'."
            if meant
            else "",
        )


def _translated(
    contract: Contract, sheet: Sheet, frame: pd.DataFrame, cases: pd.DataFrame, facts: Facts
) -> list[ConfigFault]:
    """Pandera's findings as faults, at most one for each cell."""
    found: dict[tuple[int, str], ConfigFault] = {}
    named = cases.dropna(subset=["index"]).drop_duplicates(["check", "column", "index"])
    is_between = (
        named["check"].astype(str).str.startswith("row rule ")
    )  # a cell that is wrong by itself goes first
    for case in pd.concat([named[~is_between], named[is_between]]).to_dict("records"):
        at = int(case["index"])
        cells = rows_of(frame.iloc[[at]].fillna(""))[0]
        fault = _fault(contract, sheet, cells, at, str(case["check"]), str(case["column"]), facts)
        found.setdefault((at, fault.column), fault)
    return [found[key] for key in sorted(found, key=lambda key: key[0])]


def _fault(
    contract: Contract,
    sheet: Sheet,
    cells: dict[str, str],
    at: int,
    check: str,
    heading: str,
    facts: Facts,
) -> ConfigFault:
    line = sheet.lines[at]
    if check.startswith("row rule "):
        rule = contract.row_rules[int(check.removeprefix("row rule "))]
        return ConfigFault(
            sheet.file, row=line, column=rule.column, found=cells.get(rule.column, ""), expected=rule.says
        )
    if check.startswith("rule "):
        column = contract.column(heading)
        return refused(
            sheet.file, line, column, heading, cells[heading], int(check.removeprefix("rule ")), facts
        )
    if check == "not_nullable":
        column = contract.column(heading)
        expected = column.rules[0].expected("", facts) if column.rules else column.says
        return ConfigFault(sheet.file, row=line, column=heading, expected=expected)
    values = ", ".join(f"{name} '{cells[name]}'" for name in contract.key)
    return ConfigFault(
        sheet.file, f"{values} stands in a row above already.", row=line, column=" and ".join(contract.key)
    )


def refused(
    file: str, line: int | None, column: Column, heading: str, text: str, number: int, facts: Facts
) -> ConfigFault:
    """The fault of a text that a rule of its column does not accept."""
    rule = column.rules[number]
    return ConfigFault(
        file,
        row=line,
        column=heading,
        found=text,
        expected=rule.expected(text, facts),
        nearest=nearest(text, rule.words(facts)),
        cause=likely_cause(text, lambda meant: all(one.accepts(meant, facts) for one in column.rules)),
    )
