"""PESA chapter 9: two and three blocks of years, areas by name, sums against England and table 9.1a."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import regional_tables as pesa
from totalplace_lib.sources.sheets import Sheet

AREAS = {"northeast": "E12000001", "wales": "W92000004", "england": "E92000001"}
YEARS = ["2021-22\noutturn", "2022-23\noutturn"]


def sheet(*rows: list[Any]) -> Sheet:
    blocks = ["", "Health", "", "of which: current", "", "of which: capital (2)", ""]
    units = ["", "", "", "", "", "", "£ million"]
    return Sheet(
        "made.xlsx", "9.11", [["Table 9.11"], units, blocks, ["", "Statistics"], ["", *YEARS * 3], *rows]
    )


BODY = [
    ["North East", 3, 5, 2, 4, 1, 1],
    ["Wales (1)", 2, 2, 2, 2, "-", "-"],
    ["England", 3, 5, 2, 4, 1, 1],
    [""],
    ["North East", 9, 9, 9, 9, 9, 9],
]


def test_blocks_are_total_current_and_capital() -> None:
    cells = pesa.from_sheet(sheet(*BODY), AREAS)
    found = cells[(cells["area_code"] == "E12000001") & (cells["year"] == "2022-23")]
    assert dict(zip(found["economic"], found["amount_gbp"], strict=True)) == {
        "all": 5e6,
        "current": 4e6,
        "capital": 1e6,
    }


def test_a_dash_is_nothing_spent() -> None:
    cells = pesa.from_sheet(sheet(*BODY), AREAS)
    assert cells[(cells["area_code"] == "W92000004") & (cells["economic"] == "capital")][
        "amount_gbp"
    ].tolist() == [0, 0]


def test_shares_beside_the_amounts_are_not_read() -> None:
    units = ["", "", "£ million", "", "as a per cent of all"]
    rows = [["Table"], units, ["", "Statistics"], ["", *YEARS * 2]]
    body = [[name, *amounts[:2], 50, 50] for name, *amounts in BODY[:3]]
    cells = pesa.from_sheet(Sheet("made.xlsx", "9.1a", [*rows, *body]), AREAS)
    assert set(cells["column"]) == {"B", "C"}


def test_a_missing_region_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"made.xlsx, sheet '9.11': no row for E12000001"):
        pesa.from_sheet(sheet(*BODY[1:3]), AREAS)


def test_headings_without_years_are_an_error() -> None:
    with pytest.raises(SourceError, match=r"no heading row with years"):
        pesa.from_sheet(Sheet("made.xlsx", "9.11", [["Table"], ["", "Health"]]), AREAS)


def test_regions_must_sum_to_england() -> None:
    cells = pesa.from_sheet(sheet(["North East", 300, 5, 2, 4, 1, 1], *BODY[1:3]), AREAS)
    with pytest.raises(Faults, match=r"sum 300,000,000, published 3,000,000 GBP"):
        pesa.check_england(cells)


def test_functions_must_sum_to_the_table_of_all() -> None:
    cells = pesa.from_sheet(sheet(*BODY), AREAS)
    tags = {"hmt_function": "Health", "sector": "all"}
    leaf = cells.assign(kind="leaf", function_code="07", **tags)
    total = cells.assign(kind="total", function_code="all", **tags)
    sector = cells.assign(kind="sector", function_code="all", **tags)
    pesa.check_totals(pd.concat([leaf, total, sector]))
    with pytest.raises(Faults, match=r"Functions against table 9.1a"):
        pesa.check_totals(pd.concat([leaf.assign(amount_gbp=leaf["amount_gbp"] + 20e6), total, sector]))


def test_an_area_that_stands_twice_and_another_unit_are_errors() -> None:
    with pytest.raises(SourceError, match=r"northeast stands twice, in rows 6 and 7"):
        pesa.from_sheet(sheet(BODY[0], *BODY), AREAS)
    made = sheet(*BODY)
    thousands = [["£ thousand" if cell == "£ million" else cell for cell in row] for row in made.rows]
    with pytest.raises(SourceError, match="Are the figures in another unit"):
        pesa.from_sheet(Sheet("made.xlsx", "9.11", thousands), AREAS)


@pytest.mark.publications
def test_the_tables_give_england_in_2022_23(publications: Path) -> None:
    table = pesa.read(publications)["cra_regional_tables"]
    england = table[(table["year"] == "2022-23") & table["area_code"].str.startswith("E")]
    assert abs(england["amount_gbp"].sum() / 1e6 - 698_215) < 20
