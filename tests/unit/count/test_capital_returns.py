"""The capital return as lines: spending, sales of assets, and what is only lent."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.capital_returns import LENT, capital_lines
from totalplace_lib.project import read_config

NAMES = pd.DataFrame(
    {"line": ["housing"], "name": ["Housing"], "function_code": ["06"], "function": ["Housing and community"]}
)


def returned(**measures: float | None) -> pd.DataFrame:
    who = {
        "authority_code": "E4601",
        "authority_name": "Birmingham",
        "authority_class": "MD",
        "line": "housing",
    }
    where = {"marker": "", "source_id": "cor4", "sheet": "Data", "row": 7, "column": "G"}
    return pd.DataFrame(
        [{**who, **where, "measure": name, "amount_gbp": amount} for name, amount in measures.items()]
    )


def pounds(lines: pd.DataFrame) -> dict[str, float]:
    return dict(zip(lines["programme"], lines["amount_pence"] / 100, strict=True))


def test_spending_sales_and_loans_are_lines_of_their_own_and_add_up() -> None:
    capital = returned(expenditure=100.0, share_loan_capital=30.0, receipts=25.5, share_loan_receipts=5.5)
    lines = capital_lines(capital, NAMES, read_config("lines/councils.csv"))
    assert pounds(lines) == {
        "Housing": 70.0,
        "Housing: sales of assets": -20.0,
        "Housing: shares and loans": 30.0,
    }
    assert lines.set_index("programme")["line"].to_dict()["Housing: shares and loans"] == LENT
    assert set(lines["economic"]) == {"capital"}


@pytest.mark.parametrize("gap", [{"expenditure": None, "receipts": 5.0}, {"receipts": 5.0}])
def test_a_gap_in_spending_stays_a_gap_and_sales_are_counted(gap: dict[str, float | None]) -> None:
    lines = capital_lines(returned(**gap), NAMES, read_config("lines/councils.csv"))
    assert pounds(lines) == {"Housing: sales of assets": -5.0}
