"""A text table -> payments and what was set aside: read = accepted + rejected, in rows and in pence.

Gives      line, body, day, payee, pence and what else the publisher gives, one row a payment
Set aside  blank rows, totals, repeated headings, rows without day, payee or amount, each with line, reason and cell
Kept       credits (below zero), repeats of a row (counted, not dropped), redactions (payee_state c)
Gaps       a payee that is a person's, or withheld, is never kept: its name is empty
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from totalplace_lib.errors import Faults, ImbalanceError, SourceError
from totalplace_lib.payments import amounts, bodies, dates, payees, words
from totalplace_lib.payments.files import Part
from totalplace_lib.payments.mapping import FieldMap, Head, find_head, find_mapping
from totalplace_lib.payments.records import Sample, Table, sample

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-/_–]\s*(?:20)?(\d\d)(?!\d)")
_DOUBTFUL = (
    "date not readable", "amount not readable", "more cells than headings", "no payee", "no amount", "no date",
    "no body",
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """What became of the rows of one table. by_reason: rows and pence set aside, by reason."""

    rows_read: int
    accepted: int
    rejected: int
    accepted_pence: int
    rejected_pence: int
    repeats: int | None = 0
    withheld: int = 0
    credits: int = 0
    by_reason: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    stated_total_pence: int | None = None

    def check(self, what: str) -> None:
        """ImbalanceError where a row is neither accepted nor rejected."""
        if self.rows_read != self.accepted + self.rejected:
            raise ImbalanceError(
                f"{what}: {self.rows_read} rows read, but {self.accepted} accepted and {self.rejected} set aside. "
                "Nothing was kept; please report it."
            )


@dataclass(frozen=True)
class Proposal:
    """A table with the mapping found for it, before anything is read: what a person looks at."""

    part: Part
    sample: Sample = field(repr=False)
    mapping: FieldMap
    body: bodies.Body
    title: str

    @property
    def faults(self) -> list[str]:
        """What a person has to decide before the table can be read; [] where every required field is sure."""
        headings = ", ".join(f"'{one}'" for one in self.mapping.head.headings if one)
        found = [
            f"no column for the {name}: name it with --map {name}=HEADING (headings: {headings})"
            for name in self.mapping.missing
        ]
        if not self.body.name and self.body.column is None:
            found.append(
                "which body paid is not said in a column, the title or the file's name: add --body NAME"
            )
        if "period" in self.mapping.fields and self.year is None and self._needs_year:
            found.append(
                "periods have no year, and no column, title or file name says one: add it to the file's name"
            )
        doubted = {name: why for name, why in self.mapping.doubts.items() if name not in self.mapping.missing}
        return found + [f"{name}: {why}: name it with --map {name}=HEADING" for name, why in doubted.items()]

    @property
    def year(self) -> int | None:
        """The financial year that a column, the title or the file's name says."""
        said = set(self._cells("year")) if "year" in self.mapping.fields else set()
        found = _YEAR.search(" ".join(said) if said else f"{self.title} {self.part.name} {self.part.file}")
        if len(said) > 1:
            return None
        return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) else None

    @property
    def _needs_year(self) -> bool:
        return all(dates.PERIOD.fullmatch(cell) for cell in self._cells("period"))

    def _cells(self, name: str) -> list[str]:
        """The cells of a field in the sample that are not empty."""
        column = self.mapping.fields[name].column
        data = self.sample.rows[self.mapping.head.at + self.mapping.head.rows :]
        return [row[column].strip() for _, row in data if column < len(row) and row[column].strip()]


def propose(
    part: Part,
    *,
    body: str = "",
    wanted: Mapping[str, str] | None = None,
    kept: Callable[[Head], Mapping[str, str]] | None = None,
) -> Proposal:
    """Find heading, columns and body of a table. wanted, kept: headings by field that a person named, now or before.

    SourceError where it has no heading.
    """
    taken = sample(part)
    if not taken.rows:
        raise SourceError(f"{part} has no rows.")
    head = find_head(taken.rows, str(part))
    mapping = find_mapping(taken.rows, head, wanted or (kept(head) if kept else None))
    title = " ".join(cell for _, row in taken.rows[: head.at] for cell in row if cell.strip())[:500]
    column = mapping.fields.get("body")
    data = [row for _, row in taken.rows[head.at + head.rows :]]
    cells = [row[column.column].strip() for row in data if column.column < len(row)] if column else []
    who = bodies.whose(cells, column, typed=body, file=f"{part.file} {part.name}", title=title)
    return Proposal(part, taken, mapping, who, title)


def check_sure(proposals: list[Proposal]) -> None:
    """Faults (SourceError each) that name what is missing, where a table cannot be read without a person."""
    found = [SourceError(f"{one.part}: {fault}.") for one in proposals for fault in one.faults]
    if found:
        raise Faults("Not read", found)


def read(con: DuckDBPyConnection, proposal: Proposal, work: Path) -> Account:
    """Make the views `accepted` and `rejected` of one table of a file, every row accounted for; they lie in `work`."""
    mapping, part = proposal.mapping, proposal.part
    last = proposal.mapping.head.at + proposal.mapping.head.rows
    rows = proposal.sample.rows
    skip = rows[last][0] - 1 if last < len(rows) else part.lines
    table = Table(part, proposal.sample.divider, len(mapping.head.headings), skip)
    rows_read = part.lines - table.skip
    if not (table.is_large and _is_read(con, proposal, work, table)):
        table.write(con, work)
        _all(con, proposal, work)
        (rows_read,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    account = _account(con, rows_read)
    account.check(str(part))
    _check_sense(account, proposal)
    return account


def _is_read(con: DuckDBPyConnection, proposal: Proposal, work: Path, table: Table) -> bool:
    """Read a large file through DuckDB's own reader; believed only where it finds a record for every line."""
    import duckdb

    try:
        table.define(con)
        _all(con, proposal, work)
    except duckdb.Error:
        return False
    (found,) = con.execute("SELECT count(*) FROM judged").fetchone() or (0,)
    return bool(found == table.part.lines - table.skip)


def _all(con: DuckDBPyConnection, proposal: Proposal, work: Path) -> None:
    _different(con, proposal)
    _judge(con, proposal, work / "judged")


def _cell(name: str, mapping: FieldMap) -> str:
    """The text of a field's column, '' where there is none. Most need no trimming, and looking is cheaper."""
    choice = mapping.fields.get(name)
    if choice is None:
        return "''"
    cell = f"c{choice.column}"
    return f"CASE WHEN starts_with({cell}, ' ') OR ends_with({cell}, ' ') THEN trim({cell}) ELSE {cell} END"


def _different(con: DuckDBPyConnection, proposal: Proposal) -> None:
    """The tables `days`, `payees_found` and `bodies_found`: each text of these columns once, and what it says."""
    fields = proposal.mapping.fields
    choice = fields.get("date") or fields["period"]
    columns = {"day": choice.column, "payee": fields["payee"].column}
    if proposal.body.column is not None:
        columns["body"] = proposal.body.column
    sets = ", ".join(f"(c{column})" for column in columns.values())
    named = ", ".join(f"c{column}, grouping(c{column})" for column in columns.values())
    texts: dict[str, list[str]] = {name: [] for name in columns}
    for row in con.execute(f"SELECT {named} FROM raw GROUP BY GROUPING SETS ({sets})").fetchall():
        at = row[1::2].index(0)
        texts[list(columns)[at]].append(row[2 * at] or "")
    _days(con, proposal, [text for text in texts["day"] if text])
    _table(con, "payees_found", payees.known(text for text in texts["payee"] if text.strip()))
    named_bodies = [(text, proposal.body.named(text)) for text in texts.get("body", [])]
    _table(con, "bodies_found", pd.DataFrame(named_bodies, columns=["text", "body"], dtype="str"))


YEAR = (
    "CAST(year(day) - CAST(month(day) < 4 AS INTEGER) AS VARCHAR) || '-' || "
    "right(CAST(year(day) + CAST(month(day) >= 4 AS INTEGER) AS VARCHAR), 2)"
)
"""The financial year of a day, in SQL."""


def _days(con: DuckDBPyConnection, proposal: Proposal, texts: list[str]) -> None:
    fields, headings = proposal.mapping.fields, proposal.mapping.head.headings
    is_period = "date" not in fields and "period" in words.plain(headings[fields["period"].column])
    found = dates.read(texts, is_period=is_period, year=proposal.year if "date" not in fields else None)
    days = [day.isoformat() for day in found.by_text.values()]
    _table(con, "days_text", pd.DataFrame({"text": list(found.by_text), "day": days}, dtype="str"))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE days AS SELECT text, day, {YEAR} AS year "
        "FROM (SELECT text, CAST(day AS DATE) AS day FROM days_text)"
    )


def _table(con: DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    con.register("frame_given", frame)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM frame_given")
    con.unregister("frame_given")


def _amount(mapping: FieldMap) -> str:
    def of(name: str) -> str:
        return amounts.sql(f"c{mapping.fields[name].column}", comma=mapping.comma, unit=mapping.unit)

    if "amount" in mapping.fields:
        return of("amount")
    debit, credit = (f"c{mapping.fields[name].column}" for name in ("debit", "credit"))
    one, other = f"coalesce({of('debit')}, 0)", f"abs(coalesce({of('credit')}, 0))"
    return f"CASE WHEN {debit} = '' AND {credit} = '' THEN NULL ELSE {one} - {other} END"


GIVEN = ", ".join(f"coalesce({name}, '') AS {name}" for name in words.KEPT)
"""What a publisher may give besides the required fields: NULL in the store where it does not, '' to who asks."""


def _judge(con: DuckDBPyConnection, proposal: Proposal, target: Path) -> None:
    """Put each row with the others of its kind: accepted, by financial year, or aside for the first reason that holds.

    Only a row in which something is missing meets the costly questions.
    """
    mapping, body = proposal.mapping, proposal.body
    date = "date" if "date" in mapping.fields else "period"
    amount = "amount" if "amount" in mapping.fields else "debit"
    payee, money, day = (_cell(name, mapping) for name in ("payee", amount, date))
    columns = [f"c{number}" for number in range(len(mapping.head.headings))]
    is_total = f"regexp_matches(lower(concat_ws('|', {', '.join(columns)})), '\\b(sub)?-?totals?\\b')"
    kept = ", ".join(
        f"{_cell(name, mapping) if name in mapping.fields else 'CAST(NULL AS VARCHAR)'} AS {name}"
        for name in words.KEPT
    )
    whose = (
        "coalesce(b.body, '')" if body.column is not None else f"'{body.name.replace(chr(39), chr(39) * 2)}'"
    )
    joined = f"LEFT JOIN bodies_found b ON b.text = c{body.column}" if body.column is not None else ""
    heading = mapping.heading(amount).replace("'", "''")
    shutil.rmtree(target, ignore_errors=True)
    con.execute(
        "SET disabled_optimizers = 'build_side_probe_side'"
    )  # it takes a file for smaller than the texts in it
    con.execute(f"""
        COPY (
            WITH cells AS (
                SELECT line, {whose} AS body, d.day AS day, d.year AS year, p.payee AS named,
                       p.state AS payee_state, {_amount(mapping)} AS pence, {kept}, extra,
                       {", ".join(columns)}
                FROM raw LEFT JOIN days d ON d.text = c{mapping.fields[date].column}
                LEFT JOIN payees_found p ON p.text = c{mapping.fields["payee"].column} {joined}
            ), judged AS (
                SELECT *, CASE
                    WHEN day IS NOT NULL AND pence IS NOT NULL AND payee_state IS NOT NULL AND extra = '' AND body <> ''
                        THEN NULL
                    WHEN trim(concat(extra, {", ".join(columns)})) = '' THEN 'blank row'
                    WHEN {money} = '{heading}' AND day IS NULL THEN 'heading repeated'
                    WHEN {day} = '' AND {payee} = '' AND pence IS NOT NULL THEN 'total, no payment'
                    WHEN day IS NULL AND (payee_state = 'total' OR {is_total}) THEN 'total, no payment'
                    WHEN day IS NULL AND pence IS NULL THEN 'note, no payment'
                    WHEN extra <> '' THEN 'more cells than headings'
                    WHEN {day} = '' THEN 'no date'
                    WHEN day IS NULL THEN 'date not readable'
                    WHEN {money} = '' AND pence IS NULL THEN 'no amount'
                    WHEN pence IS NULL THEN 'amount not readable'
                    WHEN payee_state IS NULL THEN 'no payee'
                    ELSE 'no body'
                END AS reason FROM cells
            )
            SELECT line, body, day, CASE WHEN payee_state IN ('', 'public') THEN named END AS payee, payee_state, pence,
                   {", ".join(words.KEPT)}, reason,
                   CASE WHEN reason IN ('date not readable', 'no amount') THEN {day}
                        WHEN reason = 'amount not readable' THEN {money} END AS cell,
                   CASE WHEN reason IS NULL THEN year ELSE 'aside' END AS year
            FROM judged
        ) TO '{target}' (FORMAT parquet, PARTITION_BY (year))
    """)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW judged AS SELECT * FROM read_parquet('{target}/*/*.parquet', "
        "hive_partitioning = true, hive_types = {'year': VARCHAR})"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW accepted AS SELECT * EXCLUDE (reason, cell, year) REPLACE ({GIVEN}) FROM judged "
        "WHERE year <> 'aside'"
    )
    con.execute(
        "CREATE OR REPLACE TEMP VIEW rejected AS SELECT line, reason, pence, coalesce(cell, '') AS cell "
        "FROM judged WHERE year = 'aside'"
    )


MOST_COMPARED = 2_000_000
"""Repeats are looked for in tables of at most so many rows: it takes as long as all the rest."""


def _account(con: DuckDBPyConnection, rows_read: int) -> Account:
    accepted, pence, withheld, credits, first, last = con.execute("""
        SELECT count(*), coalesce(sum(pence), 0), count(*) FILTER (payee IS NULL), count(*) FILTER (pence < 0),
               min(day), max(day) FROM accepted
    """).fetchone() or (0, 0, 0, 0, None, None)
    reasons = con.execute(
        "SELECT reason, count(*), coalesce(sum(pence), 0) FROM rejected GROUP BY reason ORDER BY 2 DESC, 1"
    ).fetchall()
    totals = con.execute(
        "SELECT pence FROM rejected WHERE reason = 'total, no payment' AND pence IS NOT NULL"
    ).fetchall()
    repeats = None
    if accepted <= MOST_COMPARED:
        query = "SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE (line) FROM accepted)"
        (different,) = con.execute(query).fetchone() or (0,)
        repeats = accepted - different
    return Account(
        rows_read, accepted, sum(count for _, count, _ in reasons), int(pence), int(sum(one for _, _, one in reasons)),
        repeats, withheld, credits, {reason: (count, int(one)) for reason, count, one in reasons},
        str(first or ""), str(last or ""), int(totals[0][0]) if len(totals) == 1 else None,
    )  # fmt: skip


def _check_sense(account: Account, proposal: Proposal) -> None:
    """SourceError where so much was set aside that the mapping must be wrong."""
    bad = sum(count for reason, (count, _) in account.by_reason.items() if reason in _DOUBTFUL)
    if account.accepted == 0 or bad > account.accepted:
        worst = ", ".join(f"{reason} ({count})" for reason, (count, _) in list(account.by_reason.items())[:3])
        raise SourceError(
            f"{proposal.part}: {account.accepted} of {account.rows_read} rows can be read; set aside: {worst}. The "
            f"columns were taken to be {'; '.join(proposal.mapping.lines())}. If that is wrong, name them with "
            "--map FIELD=HEADING."
        )
