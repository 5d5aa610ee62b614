"""Each row of a table of payments: accepted, or set aside for the first reason that holds (SQL over its cells)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from totalplace_lib.payments import amounts, word_lists
from totalplace_lib.payments.mapping import FieldMap
from totalplace_lib.payments.proposed import Proposal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YEAR = (
    "CAST(year(day) - CAST(month(day) < 4 AS INTEGER) AS VARCHAR) || '-' || "
    "right(CAST(year(day) + CAST(month(day) >= 4 AS INTEGER) AS VARCHAR), 2)"
)
"""The financial year of a day, in SQL."""


def _cell(name: str, mapping: FieldMap) -> str:
    """The text of a field's column, '' where there is none. Most need no trimming, and looking is cheaper."""
    choice = mapping.fields.get(name)
    if choice is None:
        return "''"
    cell = f"c{choice.column}"
    return f"CASE WHEN starts_with({cell}, ' ') OR ends_with({cell}, ' ') THEN trim({cell}) ELSE {cell} END"


def _amount(mapping: FieldMap) -> str:
    def of(name: str) -> str:
        return amounts.sql(f"c{mapping.fields[name].column}", comma=mapping.comma, unit=mapping.unit)

    if "amount" in mapping.fields:
        return of("amount")
    debit, credit = (f"c{mapping.fields[name].column}" for name in ("debit", "credit"))
    one, other = f"coalesce({of('debit')}, 0)", f"abs(coalesce({of('credit')}, 0))"
    return f"CASE WHEN {debit} = '' AND {credit} = '' THEN NULL ELSE {one} - {other} END"


GIVEN = ", ".join(f"coalesce({name}, '') AS {name}" for name in word_lists.KEPT)
"""What a publisher may give besides the required fields: NULL in the store where it does not, '' to who asks."""


def judge(con: DuckDBPyConnection, proposal: Proposal, target: Path) -> None:
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
        for name in word_lists.KEPT
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
                   {", ".join(word_lists.KEPT)}, reason,
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
