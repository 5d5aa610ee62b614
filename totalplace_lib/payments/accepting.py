"""A text table -> payments and what was set aside: read = accepted + rejected, in rows and in pence.

Gives      line, body, day, payee, pence and what else the publisher gives, one row a payment
Set aside  blank rows, totals, repeated headings, rows without day, payee or amount, each with line, reason and cell
Kept       credits (below zero), repeats of a row (counted, not dropped), redactions (payee_state c)
Gaps       a payee that is a person's, or withheld, is never kept: its name is empty
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from totalplace_lib.errors import ImbalanceError, SourceError
from totalplace_lib.payments import dates, payees, word_lists
from totalplace_lib.payments.proposed import Proposal
from totalplace_lib.payments.records import Table
from totalplace_lib.payments.setting_aside import YEAR, judge

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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
    judge(con, proposal, work / "judged")


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


def _days(con: DuckDBPyConnection, proposal: Proposal, texts: list[str]) -> None:
    fields, headings = proposal.mapping.fields, proposal.mapping.head.headings
    is_period = "date" not in fields and "period" in word_lists.plain(headings[fields["period"].column])
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
