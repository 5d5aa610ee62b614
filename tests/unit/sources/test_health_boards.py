"""Health boards: one column of a workbook, 42 boards, England's total."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import health_boards
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile

HEADING = "2023/24 Total (£k)"
CODES = [f"Q{first}{second}" for first in "ABCDEF" for second in "1234567"]


def sheet(amount: object = 10.0, *, codes: list[str] = CODES, england: object = " 420 ") -> Sheet:
    rows = [["Allocations"], ["R23", "Region", "ICB23", "System Name", "2023/24 Total\n(£k)"], [""]]
    boards = [["Y60", "Midlands", code, f"Board {code}", amount] for code in codes]
    return Sheet("icb.xlsx", "Core", [*rows, *boards, ["", "", "Total", "ENGLAND", england]])


def test_boards_are_pounds_with_their_cell() -> None:
    table = health_boards.from_sheet(sheet(), HEADING, "ENGLAND")
    assert len(table) == 42
    assert table[["body_code", "amount_gbp", "column", "row"]].iloc[0].tolist() == ["QA1", 10_000.0, "E", 4]


def test_boards_must_sum_to_england() -> None:
    with pytest.raises(
        SourceError, match=r"icb.xlsx, sheet 'Core', .*boards sum to 420, England is 1,000 thousand"
    ):
        health_boards.from_sheet(sheet(england="1,000"), HEADING, "ENGLAND")


def test_a_missing_board_and_a_renamed_column_are_errors() -> None:
    with pytest.raises(SourceError, match=r"41 integrated care boards, expected 42"):
        health_boards.from_sheet(sheet(codes=CODES[1:]), HEADING, "")
    with pytest.raises(SourceError, match=r"(?s)no heading like '2024/25 Total.*health_allocations.csv"):
        health_boards.from_sheet(sheet(), "2024/25 Total (£k)", "")


def test_words_in_an_amount_are_an_error() -> None:
    with pytest.raises(SourceError, match=r"(?s)cell E4 .*'tbc' is not a number"):
        health_boards.from_sheet(sheet("tbc"), HEADING, "")


def test_groups_are_research() -> None:
    frame = pd.DataFrame({"CCG_Code": ["13P"], "CCG_Name": ["BIRMINGHAM"], "financial_year": ["2013-14"]})
    table = health_boards.from_groups(TextFile("ccg.csv", frame.assign(Allocation_000s="5.5", row=2)))
    assert table[["amount_gbp", "quality", "body_name"]].iloc[0].tolist() == [
        5_500.0,
        "research reconstruction",
        "Birmingham",
    ]


def test_a_board_that_stands_twice_and_other_units_are_errors() -> None:
    with pytest.raises(SourceError, match=r"QA1 stands twice, in C4 and C46"):
        health_boards.from_sheet(sheet(codes=[*CODES, CODES[0]]), HEADING, "")
    with pytest.raises(SourceError, match=r"boards sum to 420, England is 420,000 thousand"):
        health_boards.from_sheet(sheet(england="420,000"), HEADING, "ENGLAND")


@pytest.mark.publications
def test_england_in_2023_24(publications: Path) -> None:
    table = health_boards.read(publications)["health_allocations"]
    core = table.query("body_kind == 'icb' and year == '2023-24' and stream == 'core services'")
    assert round(core["amount_gbp"].sum() / 1e6) == 105_042
    birmingham = table.query("body_code == 'QHL' and year == '2022-23' and stream == 'core services'")
    assert round(birmingham["amount_gbp"].iloc[0] / 1e6) == 2_382
