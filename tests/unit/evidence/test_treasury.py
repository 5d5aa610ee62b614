"""England beside the Treasury: a made-up country of two functions, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.errors import ImbalanceError
from totalplace_lib.evidence.treasury import CAUSE, reclassified
from totalplace_lib.evidence.treasury import beside_treasury as beside

COUNCIL = pd.DataFrame(
    [
        ("highways", "current", 100_00),
        ("housing", "current", 70_00),
        ("hb_rent", "current", 50_00),
        ("parish", "current", 5_00),
        ("highways", "capital", 40_00),
    ],
    columns=["line", "economic", "amount_pence"],
)
TREASURY = pd.DataFrame(
    [
        ("4.5 roads", "current", 80_00),
        ("6.4 street lighting", "current", 20_00),
        ("10.6 housing", "current", 62_50),
        ("4.5 roads", "capital", 40_00),
    ],
    columns=["subfunction", "economic", "amount_pence"],
)


def rules(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = [
        "cause", "name", "economic", "from_function", "to_function", "treasury_subfunctions", "returns_lines", "less",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


LIGHT = ("light", "Street lighting", "current", "04", "06", "6.4*", None, "returns")
HOMELESS = ("homeless", "Homelessness", "current", "06", "10", "10.6*", "hb_*", "returns")
PARISH = ("parish", "Parish councils", "current", "08", None, None, "parish", "treasury")


def test_a_move_leaves_one_function_and_reaches_another() -> None:
    moved = reclassified(COUNCIL, TREASURY, rules(LIGHT, HOMELESS, PARISH))
    assert moved[["cause", "function_code", "amount_gbp"]].values.tolist() == [
        ["light", "04", 20.0],
        ["light", "06", -20.0],
        ["homeless", "06", 12.5],  # 62.50 less the 50.00 of housing benefit that the returns hold
        ["homeless", "10", -12.5],
        ["parish", "08", 5.0],  # the Treasury leaves it out: no other side
    ]


def test_a_cause_that_neither_publication_holds_is_no_row() -> None:
    gone = ("gone", "Gone", "current", "04", "06", "9.9*", None, "returns")
    other = ("capital", "Capital", "capital", "04", "06", "6.4*", None, "returns")
    assert reclassified(COUNCIL, TREASURY, rules(gone, other)).empty


def test_counted_is_treasury_and_causes_and_what_is_left() -> None:
    theirs = pd.DataFrame({"function_code": ["04", "06", "06"], "amount_gbp": [80.0, 60.0, 22.5]})
    ours = pd.DataFrame({"function_code": ["04", "06"], "amount_gbp": [101.0, 62.5]})
    causes = pd.DataFrame(
        [("light", "Street lighting", "04", 20.0), ("light", "Street lighting", "06", -20.0)], columns=CAUSE
    )
    table = beside(theirs, causes, ours)
    assert table.values.tolist() == [["04", 80.0, 20.0, 1.0, 101.0], ["06", 82.5, -20.0, 0.0, 62.5]]


def test_a_cause_for_a_function_that_nobody_has_is_an_error() -> None:
    stray = pd.DataFrame([("x", "X", "11", 1.0)], columns=CAUSE)
    empty = pd.DataFrame({"function_code": ["04"], "amount_gbp": [1.0]})
    with pytest.raises(ImbalanceError, match="function 11"):
        beside(empty, stray, empty)


amounts = st.integers(-(10**12), 10**12)


@given(st.lists(st.tuples(st.sampled_from(["04", "06", "10"]), amounts), min_size=1, max_size=8), amounts)
def test_the_parts_add_up_in_every_function(rows: list[tuple[str, int]], moved: int) -> None:
    theirs = pd.DataFrame(rows, columns=["function_code", "pence"]).assign(
        amount_gbp=lambda frame: frame["pence"] / 100
    )
    code = rows[0][0]
    causes = pd.DataFrame([("c", "C", code, moved / 100)], columns=CAUSE)
    ours = theirs.assign(amount_gbp=theirs["amount_gbp"] * 2)
    table = beside(theirs, causes, ours)
    left = table["treasury_gbp"] + table["causes_gbp"] + table["unexplained_gbp"] - table["counted_gbp"]
    assert (left.abs() < 0.01).all()
