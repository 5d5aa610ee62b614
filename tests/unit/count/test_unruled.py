"""Segments without a rule: named with their money and the nearest rule; an error when they are much of a year."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.unruled import check_ruled, unruled
from totalplace_lib.errors import Faults

RULES = pd.DataFrame(
    [("Health", "HOSPITALS*", "NHS"), ("Transport", "RAIL*", "Rail"), ("*", "*", "Others")],
    columns=["department", "programme", "spender"],
)


def lines(pence: int) -> pd.DataFrame:
    rows = [
        ("Health", "S1", "HOSPITALS", "NHS", 100_000 - pence),
        ("Transport", "S2", "RAILWAYS IN GENERAL", "Others", pence),
    ]
    return pd.DataFrame(rows, columns=["payer", "segment", "programme", "spender", "amount_pence"])


def test_what_is_under_the_last_rule_is_listed_with_the_nearest_rule() -> None:
    rest = lines(50).iloc[[1]].rename(columns={"payer": "department"}).assign(amount_gbp=0.5)
    row = unruled(rest, 1000, RULES).iloc[0]
    assert row[["department", "segment", "amount_gbp", "nearest"]].tolist() == [
        "Transport", "S2", 0.5, "Transport: RAIL*",
    ]  # fmt: skip
    assert row["share"] == pytest.approx(0.0005)


def test_a_tenth_of_a_percent_goes_to_the_last_rule_and_more_is_an_error() -> None:
    check_ruled(lines(100), RULES, "2030-31")
    with pytest.raises(
        Faults,
        match=r"Transport, segment S2, 'RAILWAYS IN GENERAL': 5 GBP, 0\.5% of 2030-31.*Transport: RAIL\*",
    ):
        check_ruled(lines(500), RULES, "2030-31")


def test_a_year_with_a_rule_for_everything_is_right() -> None:
    check_ruled(lines(0).iloc[:1], RULES, "2030-31")
