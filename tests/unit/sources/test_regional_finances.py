"""Receipts and spending of regions: printed totals proved, what rounding leaves is a line, a missing line is an error."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.project import read_table
from totalplace_lib.sources import regional_finances as source
from totalplace_lib.sources.sheets import Sheet

HEAD = ["Revenue", "ITL1 Region", "2003 to 2004", "2022 to 2023"]


def sheet(*rows: list[object], head: list[object] | None = None) -> Sheet:
    return Sheet("s.xlsx", "Table S9", [["title"], head or HEAD, *rows])  # type: ignore[arg-type]


def test_years_from_the_first_are_read_and_noise_behind_the_printed_million_is_rounded_off() -> None:
    found = source.receipts(
        sheet(["Income Tax", "London", 1, 66825.0000003], ["Fuel Duties", "London", 1, 5]),
        pd.Series({"Income tax": "income_tax"}),
    )
    assert found[["line", "year", "area_code", "amount_gbp", "column", "row"]].to_numpy().tolist() == [
        ["income_tax", "2022-23", "E12000007", 66825e6, "D", 3]
    ]


def test_a_line_that_is_gone_and_a_word_for_a_number_are_errors() -> None:
    with pytest.raises(SourceError, match=r"no revenue called 'Window tax'.*receipts\.csv"):
        source.receipts(sheet(["Income Tax", "London", 1, 2]), pd.Series({"Window tax": "windows"}))
    with pytest.raises(SourceError, match="row 3, column D: 'soon'"):
        source.receipts(sheet(["Income Tax", "London", 1, "soon"]), pd.Series({"Income Tax": "income_tax"}))


def lines(*millions: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": "2022-23", "area_code": "E12000007", "line": [f"l{n}" for n in range(len(millions))],
         "side": "receipts", "amount_gbp": [each * 1e6 for each in millions], "sheet": "S", "column": "D", "row": 1}
    )  # fmt: skip


def test_what_rounding_leaves_is_a_line_and_more_than_that_does_not_pass() -> None:
    printed = lines(31).drop(columns=["line", "side"])
    whole = source.with_rounding(lines(10, 20), printed, "receipts")
    assert whole.set_index("line")["amount_gbp"].to_dict() == {"l0": 10e6, "l1": 20e6, "rounding": 1e6}
    with pytest.raises(Faults, match="miss their total by 9 million, more than 2 lines can"):
        source.with_rounding(lines(10, 12), printed, "receipts")


def test_what_is_held_is_the_printed_balance_of_every_region() -> None:
    held = read_table("regional_finances", year="2024-25")
    sums = held.groupby(["area_code", "side"])["amount_gbp"].sum().unstack() / 1e6
    assert sums.loc["E92000001"].to_dict() == {"receipts": 981643.0, "spending": 1068931.0}
    assert sums.loc["E12000005"].to_dict() == {"receipts": 81507.0, "spending": 112763.0}
