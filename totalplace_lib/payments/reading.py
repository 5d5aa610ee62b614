"""A text table -> payments and what was set aside: read = accepted + rejected, in rows and in pence.

Gives      line, body, day, payee, pence and what else the publisher gives, one row a payment
Set aside  blank rows, totals, repeated headings, rows without day, payee or amount, each with line, reason and cell
Kept       credits (below zero), repeats of a row (counted, not dropped), redactions (payee_state c)
Gaps       a payee that is a person's, or withheld, is never kept: its name is empty
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from totalplace_lib.errors import Faults, ImbalanceError, SourceError
from totalplace_lib.payments import amounts, bodies, dates, payees, words
from totalplace_lib.payments.files import Part
from totalplace_lib.payments.mapping import FieldMap, Head, find_head, find_mapping
from totalplace_lib.payments.records import Sample, as_table, sample

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-/_–]\s*(?:20)?(\d\d)(?!\d)")
_DOUBTFUL = (
    "date not readable", "amount not readable", "more cells than headings", "no payee", "no amount", "no date",
    "no body",
)  # fmt: skip
_TEXTS = tuple(name for name in words.KEPT)


@dataclass(frozen=True)
class Account:
    """What became of the rows of one table. by_reason: rows and pence set aside, by reason."""

    rows_read: int
    accepted: int
    rejected: int
    accepted_pence: int
    rejected_pence: int
    repeats: int = 0
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
                "periods have no year, and neither the title nor the file's name says one: add it to the name"
            )
        doubted = {name: why for name, why in self.mapping.doubts.items() if name not in self.mapping.missing}
        return found + [f"{name}: {why}: name it with --map {name}=HEADING" for name, why in doubted.items()]

    @property
    def year(self) -> int | None:
        """The financial year that the title or the file's name says."""
        found = _YEAR.search(f"{self.title} {self.part.name} {self.part.file}")
        return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) else None

    @property
    def _needs_year(self) -> bool:
        column = self.mapping.fields["period"].column
        data = self.sample.rows[self.mapping.head.at + self.mapping.head.rows :]
        cells = [row[column].strip() for _, row in data if column < len(row) and row[column].strip()]
        return all(dates.PERIOD.fullmatch(cell) for cell in cells)


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
    """Make the tables `accepted` and `rejected` of a connection from one table of a file, every row accounted for."""
    mapping, part = proposal.mapping, proposal.part
    last = proposal.mapping.head.at + proposal.mapping.head.rows
    rows = proposal.sample.rows
    skip = rows[last][0] - 1 if last < len(rows) else part.lines
    as_table(con, part, proposal.sample.divider, len(mapping.head.headings), skip, work)
    _days(con, proposal)
    _payees(con, mapping.fields["payee"].column)
    _bodies(con, proposal.body)
    _judge(con, proposal)
    account = _account(con)
    account.check(str(part))
    _check_sense(account, proposal)
    return account


def _cell(name: str, mapping: FieldMap) -> str:
    """The text of a field's column, '' where there is none."""
    choice = mapping.fields.get(name)
    return f"trim(c{choice.column})" if choice else "''"


def _days(con: DuckDBPyConnection, proposal: Proposal) -> None:
    """The table `days`: each text of the column of days, and its day."""
    fields = proposal.mapping.fields
    choice = fields.get("date") or fields["period"]
    texts = [text for (text,) in con.execute(f"SELECT DISTINCT c{choice.column} FROM raw").fetchall() if text]
    is_period = "date" not in fields and "period" in words.plain(
        proposal.mapping.head.headings[choice.column]
    )
    found = dates.read(texts, is_period=is_period, year=proposal.year if "date" not in fields else None)
    frame = pd.DataFrame({"text": list(found.by_text), "day": list(found.by_text.values())}, dtype=object)
    con.register("days_found", frame.astype({"text": "str"}))
    con.execute("CREATE OR REPLACE TEMP TABLE days AS SELECT text, CAST(day AS DATE) AS day FROM days_found")
    con.unregister("days_found")


def _payees(con: DuckDBPyConnection, column: int) -> None:
    """The table `payees_found`: each text of the column of payees, and what is kept of it."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE payees_found (text VARCHAR, payee VARCHAR, supplier_key VARCHAR, state VARCHAR)"
    )
    cursor = con.cursor()
    cursor.execute(f"SELECT DISTINCT c{column} FROM raw WHERE c{column} <> ''")
    while texts := cursor.fetchmany(200_000):
        frame = payees.known([text for (text,) in texts])
        con.register("payees_batch", frame)
        con.execute("INSERT INTO payees_found SELECT text, payee, supplier_key, state FROM payees_batch")
        con.unregister("payees_batch")


def _bodies(con: DuckDBPyConnection, body: bodies.Body) -> None:
    """The table `bodies_found`: each text of the column of bodies, and the body's name."""
    texts = (
        [text for (text,) in con.execute(f"SELECT DISTINCT c{body.column} FROM raw").fetchall()]
        if body.column is not None
        else []
    )
    frame = pd.DataFrame({"text": texts, "body": [body.named(text) for text in texts]}, dtype="str")
    con.register("bodies_frame", frame)
    con.execute("CREATE OR REPLACE TEMP TABLE bodies_found AS SELECT * FROM bodies_frame")
    con.unregister("bodies_frame")


def _amount(mapping: FieldMap) -> str:
    def of(name: str) -> str:
        return amounts.sql(f"c{mapping.fields[name].column}", comma=mapping.comma, unit=mapping.unit)

    if "amount" in mapping.fields:
        return of("amount")
    debit, credit = (f"c{mapping.fields[name].column}" for name in ("debit", "credit"))
    one, other = f"coalesce({of('debit')}, 0)", f"abs(coalesce({of('credit')}, 0))"
    return f"CASE WHEN {debit} = '' AND {credit} = '' THEN NULL ELSE {one} - {other} END"


def _judge(con: DuckDBPyConnection, proposal: Proposal) -> None:
    """Put each row with the others of its kind: accepted, or rejected for the first reason that holds."""
    mapping, body = proposal.mapping, proposal.body
    day_column = (mapping.fields.get("date") or mapping.fields["period"]).column
    day, payee = f"trim(c{day_column})", _cell("payee", mapping)
    money = "amount" if "amount" in mapping.fields else "debit"
    width = len(mapping.head.headings)
    everything = " || ".join(["extra", *(f"c{number}" for number in range(width))])
    first = " || '|' || ".join(f"lower(trim(c{number}))" for number in range(min(width, 12)))
    is_total = f"regexp_matches({first}, '\\b(sub)?-?totals?\\b')"
    fields = ", ".join(f"{_cell(name, mapping)} AS {name}" for name in _TEXTS)
    whose = (
        "coalesce(b.body, '')" if body.column is not None else f"'{body.name.replace(chr(39), chr(39) * 2)}'"
    )
    joined = f"LEFT JOIN bodies_found b ON b.text = c{body.column}" if body.column is not None else ""
    heading = mapping.heading(money).replace("'", "''")
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        WITH cells AS (
            SELECT line, {whose} AS body, d.day AS day, p.payee AS payee, p.supplier_key AS supplier_key,
                   coalesce(p.state, '') AS state, {_amount(mapping)} AS pence, {fields}, {day} AS day_text,
                   {payee} AS payee_text, {_cell(money, mapping)} AS money_text, extra,
                   trim({everything}) = '' AS is_blank, {is_total} AS has_total
            FROM raw LEFT JOIN days d ON d.text = c{day_column}
            LEFT JOIN payees_found p ON p.text = c{mapping.fields["payee"].column} {joined}
        )
        SELECT *, CASE
            WHEN is_blank THEN 'blank row'
            WHEN money_text = '{heading}' AND day IS NULL THEN 'heading repeated'
            WHEN day_text = '' AND payee_text = '' AND pence IS NOT NULL THEN 'total, no payment'
            WHEN day IS NULL AND (state = 'total' OR has_total) THEN 'total, no payment'
            WHEN day IS NULL AND pence IS NULL THEN 'note, no payment'
            WHEN extra <> '' THEN 'more cells than headings'
            WHEN day_text = '' THEN 'no date'
            WHEN day IS NULL THEN 'date not readable'
            WHEN money_text = '' AND pence IS NULL THEN 'no amount'
            WHEN pence IS NULL THEN 'amount not readable'
            WHEN payee_text = '' THEN 'no payee'
            WHEN body = '' THEN 'no body'
        END AS reason FROM cells
    """)
    kept = ", ".join(_TEXTS)
    con.execute(f"""
        CREATE OR REPLACE TEMP VIEW accepted AS
        SELECT line, body, day, CASE WHEN state IN ('', 'public') THEN payee END AS payee,
               CASE WHEN state IN ('', 'public') THEN supplier_key END AS supplier_key, state AS payee_state, pence,
               {kept} FROM judged WHERE reason IS NULL
    """)
    con.execute("""
        CREATE OR REPLACE TEMP VIEW rejected AS
        SELECT line, reason, pence, CASE WHEN reason IN ('date not readable', 'no amount') THEN day_text
               WHEN reason = 'amount not readable' THEN money_text ELSE '' END AS cell
        FROM judged WHERE reason IS NOT NULL
    """)


def _account(con: DuckDBPyConnection) -> Account:
    (rows_read,) = con.execute("SELECT count(*) FROM raw").fetchone() or (0,)
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
    (different,) = con.execute(
        "SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE (line, reason) FROM judged WHERE reason IS NULL)"
    ).fetchone() or (0,)
    return Account(
        rows_read, accepted, sum(count for _, count, _ in reasons), int(pence), int(sum(one for _, _, one in reasons)),
        accepted - different, withheld, credits, {reason: (count, int(one)) for reason, count, one in reasons},
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
