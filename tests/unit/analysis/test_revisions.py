"""Editions of one year side by side: segments followed by code, departments by the number in it, gaps kept."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.revisions import by_department, by_segment

ROWS = [
    ("cra_2010", "Communities", "P1 S1", "HOMES", 90.0),
    ("cra_2013", "Communities", "S085A001", "HOMES", 100.0),
    ("cra_2013", "Health", "S033A001", "HOSPITALS", 500.0),
    ("cra_2015", "Ministry of Housing", "S085A001", "HOMES AND ESTATES", 130.0),
    ("cra_2015", "Health and Care", "S033A001", "HOSPITALS", 490.0),
    ("cra_2015", "Health and Care", "S033A002", "CARE", 5.0),
]


def said() -> pd.DataFrame:
    columns = ["edition", "department", "programme_code", "programme", "amount_gbp"]
    return pd.DataFrame(ROWS, columns=columns).assign(economic="current")


def test_a_renamed_department_is_one_row_under_its_newest_name() -> None:
    table = by_department(said()).set_index("department")
    assert set(table.index) == {"Ministry of Housing", "Health and Care"}
    assert table.loc["Ministry of Housing", ["cra_2010", "cra_2013", "cra_2015"]].tolist() == [
        90.0,
        100.0,
        130.0,
    ]
    assert table.loc["Ministry of Housing", "change_gbp"] == 40.0


def test_a_renamed_segment_is_one_row_and_one_that_is_not_there_is_a_gap() -> None:
    table = by_segment(said()).set_index("segment")
    assert table.loc["S085A001", "programme"] == "HOMES AND ESTATES"
    assert table.loc["S085A001", ["cra_2013", "cra_2015"]].tolist() == [100.0, 130.0]
    assert pd.isna(table.loc["S085A001", "cra_2010"])
    assert pd.isna(table.loc["S033A002", "cra_2013"]) and table.loc["S033A002", "change_gbp"] == 5.0


def test_nothing_is_lost() -> None:
    for table in (by_department(said()), by_segment(said())):
        assert table[["cra_2010", "cra_2013", "cra_2015"]].sum().tolist() == [90.0, 600.0, 625.0]
