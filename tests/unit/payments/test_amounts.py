"""The grammar of amounts in Python and in SQL says the same."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.payments import amounts

KNOWN = {
    "1": 100, "1.5": 150, "-2.00": -200, " 1,234.50 ": 123450, "£12": 1200, "(7)": -700, "7-": -700, "7 CR": -700, "7 DR": 700,
    "-£3.10": -310, "£-3.10": -310, "12,345,678.9": 1234567890, "1.005": 101, "1E+05": 10000000, "(1,000.00)": -100000,
    "�35,000": 3500000, "GBP 5.00": 500, "−4.00": -400, "'12.00": 1200, "1 234.50": 123450,
    "": None, "abc": None, "-": None, "£ -   ": None, "1,23": None, "1.234,56": None, "12.3.4": None, "01/02/2023": None,
    "99999999999999": None,
}  # fmt: skip


def by_sql(cells: list[str], *, comma: bool = False, unit: int = 1) -> list[int | None]:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t (n INTEGER, x VARCHAR)")
        con.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(cells)))
        rows = con.execute(f"SELECT {amounts.sql('x', comma=comma, unit=unit)} FROM t ORDER BY n").fetchall()
    return [value for (value,) in rows]


def test_amounts_as_people_write_them() -> None:
    assert {cell: amounts.pence(cell) for cell in KNOWN} == KNOWN
    assert dict(zip(KNOWN, by_sql(list(KNOWN)), strict=True)) == KNOWN


def test_a_decimal_comma_is_told_by_the_whole_column() -> None:
    assert amounts.has_decimal_comma(["1.234,56", "12,50", "7"])
    assert not amounts.has_decimal_comma(["1,234.56", "12.50", "1,234"])
    assert by_sql(["1.234,56", "(12,50)", "7", "1,234.56"], comma=True) == [123456, -1250, 700, None]
    assert by_sql(["1.5", "£2"], unit=1000) == [150000, 200000]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text("0123456789.,-+()£ CRcrDeE'x", max_size=14), min_size=1, max_size=40), st.booleans())
def test_both_grammars_agree_on_anything(cells: list[str], comma: bool) -> None:
    assert by_sql(cells, comma=comma) == [amounts.pence(cell, comma=comma) for cell in cells]


@given(st.integers(-(10**12), 10**12))
def test_every_amount_survives_being_written(pence: int) -> None:
    assert amounts.pence(f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}") == pence
