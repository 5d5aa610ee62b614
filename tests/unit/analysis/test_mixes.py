"""Whole functions cut as their programmes stood to each other, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import mixes
from totalplace_lib.analysis.themes import MIX, exclusive
from totalplace_lib.count.money import to_pence
from totalplace_lib.errors import ConfigError

ON = ["spender_group", "spender", "function_code", "economic", "programme"]


def _lines(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """programme, economic, catchment_code, amount_gbp of one body's function 10."""
    frame = pd.DataFrame(rows, columns=["programme", "economic", "catchment_code", "amount_gbp"])
    named = frame.assign(spender_group="Benefits", spender="Office", function_code="10")
    return named.assign(amount_pence=to_pence(named["amount_gbp"]))


BASE = _lines(
    ("Pension", "current", "E121", 75.0),
    ("Credit", "current", "E121", 20.0),
    ("Allowance", "current", "E121", 5.0),
    ("Pension", "current", "E122", 100.0),
    ("Credit", "current", "E122", -30.0),
)
RULES = pd.DataFrame(
    [
        ("function", "*", "*", "*", "*", "Social protection"),
        ("pension", "*", "*", "*", "*", "Pension"),
        ("credit", "*", "*", "*", "*", "Credit"),
        ("allowance", "*", "*", "*", "*", "*"),
    ],
    columns=["parcel", *ON],
)
TABLE = pd.DataFrame({"mix": ["function"], "function_code": ["10"]})
ONE = pd.DataFrame({"parcel": ["allowance"], "counted_as": ["credit"]})
PARCELS = pd.DataFrame(
    [("pension", "Pension", "old", "universal"), ("credit", "Credit", "work", "reaction")],
    columns=["parcel", "part", "theme", "tag"],
).assign(measure=None, also=None)
MEASURED = pd.DataFrame(columns=["measure", "catchment_code", "share", "basis"])


def _mixed() -> pd.DataFrame:
    return mixes.measured(BASE, RULES, TABLE, ONE, ON)


def test_shares_are_those_of_the_region_and_a_programme_below_zero_is_nothing() -> None:
    share = _mixed().set_index(["catchment_code", "parcel"])["share"]
    assert share["E121", "pension"] == 0.75
    assert share["E121", "credit"] == 0.25  # with the allowance, which is counted as credit
    assert share["E122", "pension"] == 1.0
    assert share["", "pension"] == 1.0  # England: 175 of pension, credit 5 less 10 is nothing
    assert share.groupby("catchment_code").sum().tolist() == [1.0, 1.0, 1.0]


def test_a_whole_function_is_cut_to_the_penny_and_says_so() -> None:
    lines = _lines(("Social protection", "current", "E121", 10.03), ("Credit", "current", "E121", 1.0))
    parts = exclusive(lines, RULES, PARCELS, MEASURED, _mixed())
    amounts = parts.groupby(["programme", "theme"])["amount_gbp"].sum()
    assert amounts["Social protection", "old"] + amounts["Social protection", "work"] == pytest.approx(10.03)
    assert amounts["Social protection", "old"] == pytest.approx(7.52)
    assert set(parts.loc[parts["programme"] == "Social protection", "basis"]) == {MIX}
    assert set(parts.loc[parts["programme"] == "Credit", "basis"]) == {"whole line"}


def test_a_kind_of_spending_without_programmes_is_an_error() -> None:
    with pytest.raises(ConfigError, match="function, capital"):
        exclusive(_lines(("Social protection", "capital", "E121", 1.0)), RULES, PARCELS, MEASURED, _mixed())
