"""Payments at scale: dirty rows from CSV to the table of shared suppliers, beside plain pandas and hand-written DuckDB.

    python benchmarks/payments.py --rows 10_000_000 --work /tmp/folder

Made rows have the dirt of the real files: five spellings of a supplier, amounts with pounds, commas, brackets and signs
after, British dates, redactions, people, blanks, dates and amounts that are none, a total at the end. Every name is
made up. Each way runs in a process of its own; wall clock, processor
time (the one to compare by on a busy machine) and the most memory that it took are printed.
All three read both files, clean amounts and dates, put spellings together by their plain words, and add up what each of
the two bodies pays to each supplier. Only the first also accounts for every row, hides people, links slips of the pen and
keeps what it read.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

SYLLABLES = [
    "bramble",
    "quill",
    "north",
    "feather",
    "mere",
    "tozer",
    "esker",
    "lindis",
    "dorking",
    "wensley",
    "hallow",
    "tamsin",
    "ruddle",
    "corbett",
    "pelham",
    "vintner",
    "oskar",
    "ardent",
    "ulverton",
    "jasper",
]
TRADES = [
    "Plumbing",
    "Care Homes",
    "Taxis",
    "Roofing",
    "Catering",
    "Training",
    "Cleaning",
    "Housing",
    "Scaffolding",
    "Landscapes",
]
BODIES = ("Gateshead", "Sunderland")


def generate(rows: int, work: Path, suppliers: int) -> list[Path]:
    """Two files of half the rows each, written by DuckDB a piece at a time."""
    import duckdb

    paths = [work / f"{body.lower()}.csv" for body in BODIES]
    whole = work / f"whole-{rows}-{suppliers}"
    if whole.is_file():
        return paths
    listed = ", ".join(f"'{one}'" for one in SYLLABLES)
    trades = ", ".join(f"'{one}'" for one in TRADES)
    many, kinds = len(SYLLABLES), len(TRADES)
    with duckdb.connect() as con:
        con.execute("SET memory_limit = '2GB'")
        con.execute(f"SET temp_directory = '{work}/spill'")
        con.execute(f"""
            CREATE TABLE names AS SELECT n, upper(s[1 + n % {many}][1]) || s[1 + n % {many}][2:] || s[1 + (n // {many}) % {many}]
                   || s[1 + (n // {many * many}) % {many}] || ' ' || t[1 + n % {kinds}] AS name
            FROM range({suppliers}) r(n), (SELECT [{listed}] AS s, [{trades}] AS t)
        """)
        for number, (body, path) in enumerate(zip(BODIES, paths, strict=True)):
            half = rows // 2
            con.execute(f"""
                COPY (
                    WITH picked AS (
                        SELECT i, hash(i, {number}) AS h, hash(i, {number}, 7) AS g,
                               CAST(floor(pow((hash(i, {number}, 3) % 1000000) / 1000000.0, 3) * {suppliers}) AS BIGINT) AS n
                        FROM range({half}) r(i)
                    )
                    SELECT '{body} Council' AS "Body Name",
                        CASE WHEN g % 2000 = 0 THEN 'not known' ELSE strftime(DATE '2019-04-01' + CAST(h % 1800 AS INTEGER), '%d/%m/%Y') END
                            AS "Payment Date",
                        CASE WHEN g % 25 = 1 THEN 'REDACTED PERSONAL DATA' WHEN g % 40 = 2 THEN 'Mrs Zelda Quimby'
                             WHEN h % 5 = 0 THEN upper(name) || ' LTD' WHEN h % 5 = 1 THEN name || ' Limited'
                             WHEN h % 5 = 2 THEN upper(name) || ' LIMITED' WHEN h % 5 = 3 THEN name || ' (UK) Ltd' ELSE name END
                            AS "Supplier Name",
                        CASE WHEN g % 3000 = 5 THEN 'n/a' WHEN g % 10 = 0 THEN '£' || format('{{:,.2f}}', (g % 9000000) / 100.0)
                             WHEN g % 10 = 1 THEN '(' || format('{{:,.2f}}', (g % 900000) / 100.0) || ')'
                             WHEN g % 10 = 2 THEN format('{{:.2f}}', (g % 900000) / 100.0) || '-'
                             WHEN g % 10 < 6 THEN format('{{:,.2f}}', (g % 9000000) / 100.0) ELSE format('{{:.2f}}', (g % 9000000) / 100.0) END
                            AS "Amount",
                        ['Adults', 'Children', 'Housing', 'Highways'][1 + CAST(h % 4 AS INTEGER)] AS "Directorate",
                        ['Agency', 'Repairs', 'Fuel', 'Care', 'Rent', 'Fees'][1 + CAST(g % 6 AS INTEGER)] AS "Expense Type", 5100000000 + i AS "Transaction Number"
                    FROM picked JOIN names USING (n)
                ) TO '{path}' (HEADER)
            """)
            with path.open("a", encoding="utf-8") as stream:
                stream.write(",Total,,1.00,,,\n")
    whole.touch()
    return paths


def ours(paths: list[Path], work: Path) -> None:
    """totalplace payments add, then shared."""
    from totalplace_lib.analysis import payments as analysis
    from totalplace_lib.payments import store

    store.folder = lambda: work / "store"  # type: ignore[assignment]
    for path in paths:
        began = time.monotonic()
        for one in store.add(path):
            print(
                f"  {one.file}: {one.account['accepted']:,} + {one.account['rejected']:,}, {time.monotonic() - began:.1f} s"
            )
    began = time.monotonic()
    found = analysis.payments_of(BODIES, "the two")
    shared = analysis.shared_suppliers(found.spending.paid)
    print(
        f"  {len(shared):,} shared suppliers, GBP {shared['amount_gbp'].sum():,.2f}, {time.monotonic() - began:.1f} s"
    )


def by_hand(paths: list[Path], work: Path) -> None:
    """What an analyst would write for these two files in DuckDB."""
    import duckdb

    listed = ", ".join(f"'{path}'" for path in paths)
    with duckdb.connect() as con:
        con.execute("SET memory_limit = '1500MB'")
        con.execute(f"SET temp_directory = '{work}/spill'")
        shared = con.execute(rf"""
            WITH cleaned AS (
                SELECT "Body Name" AS body, try_strptime("Payment Date", '%d/%m/%Y') AS day,
                    trim(regexp_replace(regexp_replace(lower("Supplier Name"), '\b(ltd|limited|plc|llp|uk)\b', '', 'g'), '[^a-z0-9]+', ' ', 'g')) AS supplier,
                    CASE WHEN "Amount" LIKE '(%' OR "Amount" LIKE '%-' THEN -1 ELSE 1 END
                        * try_cast(regexp_replace("Amount", '[£,()-]', '', 'g') AS DECIMAL(18, 2)) AS amount
                FROM read_csv([{listed}], all_varchar = true, header = true)
            ), sums AS (
                SELECT supplier, body, sum(amount) AS amount FROM cleaned
                WHERE day IS NOT NULL AND amount IS NOT NULL AND supplier NOT LIKE 'redacted%' GROUP BY ALL
            )
            SELECT supplier, count(*) AS bodies, sum(amount) AS amount FROM sums GROUP BY supplier HAVING count(*) >= 2 ORDER BY 3 DESC
        """).df()
    print(f"  {len(shared):,} shared suppliers, GBP {shared['amount'].sum():,.2f}")


def with_pandas(paths: list[Path], work: Path) -> None:
    """The same in plain pandas."""
    import pandas as pd

    rows = pd.concat([pd.read_csv(path, dtype=str) for path in paths])
    day = pd.to_datetime(rows["Payment Date"], format="%d/%m/%Y", errors="coerce")
    text = rows["Amount"].fillna("")
    sign = (text.str.startswith("(") | text.str.endswith("-")).map({True: -1, False: 1})
    amount = pd.to_numeric(text.str.replace(r"[£,()-]", "", regex=True), errors="coerce") * sign
    plain = (
        rows["Supplier Name"]
        .fillna("")
        .str.lower()
        .str.replace(r"\b(ltd|limited|plc|llp|uk)\b", "", regex=True)
    )
    supplier = plain.str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    kept = day.notna() & amount.notna() & ~supplier.str.startswith("redacted")
    table = pd.DataFrame({"body": rows["Body Name"], "supplier": supplier, "amount": amount})[kept.to_numpy()]
    sums = table.groupby(["supplier", "body"])["amount"].sum().reset_index()
    shared = sums.groupby("supplier").filter(lambda mine: len(mine) >= 2)
    print(f"  {shared['supplier'].nunique():,} shared suppliers, GBP {shared['amount'].sum():,.2f}")


WAYS = {"ours": ours, "duckdb": by_hand, "pandas": with_pandas}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--suppliers", type=int, default=8_000)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--ways", default=",".join(WAYS))
    options.add_argument("--only", help=argparse.SUPPRESS)
    asked = options.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    paths = generate(asked.rows, asked.work, asked.suppliers)
    if asked.only:
        WAYS[asked.only](paths, asked.work)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(
            f"  {used.ru_maxrss / 1024:,.0f} MB at most, {used.ru_utime + used.ru_stime:.1f} s of processor time"
        )
        return
    print(
        f"{asked.rows:,} rows, {sum(path.stat().st_size for path in paths) / 1024**2:,.0f} MB of CSV, {os.cpu_count()} cores"
    )
    for way in asked.ways.split(","):
        subprocess.run(["rm", "-rf", str(asked.work / "store")], check=True)
        began = time.monotonic()
        print(f"{way}:", flush=True)
        command = [
            sys.executable,
            __file__,
            "--rows",
            str(asked.rows),
            "--work",
            str(asked.work),
            "--suppliers",
            str(asked.suppliers),
        ]
        subprocess.run([*command, "--only", way], check=False)
        print(f"  {time.monotonic() - began:.1f} s in all", flush=True)


if __name__ == "__main__":
    main()
