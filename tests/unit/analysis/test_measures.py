"""Measured shares: nearest year, own return or England, a line below zero, one return within another."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.measures import national, nearest_year, nested, of_return
from totalplace_lib.errors import ConfigError

SPENT = pd.DataFrame(
    [
        ("2008-09", "E1", "old", 60.0), ("2008-09", "E1", "young", 40.0), ("2008-09", "E1", "odd", -10.0),
        ("2008-09", "E2", "old", 100.0), ("2008-09", "E2", "young", None), ("2009-10", "E1", "old", 1.0),
    ],
    columns=["year", "catchment_code", "line", "amount_gbp"],
)  # fmt: skip
MEASURES = pd.DataFrame([("m-old", "old"), ("m-rest", "young odd unheard-of")], columns=["measure", "lines"])


def test_the_nearest_year_is_the_earlier_of_two() -> None:
    assert nearest_year("2007-08", ["2008-09", "2009-10"]) == "2008-09"
    assert nearest_year("2009-10", ["2008-09", "2010-11"]) == "2008-09"
    with pytest.raises(ConfigError):
        nearest_year("2009-10", [])


def test_shares_of_a_return_by_authority_and_for_england() -> None:
    found = of_return(SPENT, MEASURES, "2007-08", "Return").set_index(["measure", "catchment_code"])
    assert found.loc[("m-old", "E1"), "share"] == pytest.approx(0.6)  # the line below zero counts as nothing
    assert found.loc[("m-rest", "E2"), "share"] == 0.0
    assert found.loc[("m-old", ""), "share"] == pytest.approx(160 / 200)
    assert found.loc[("m-old", "E1"), "basis"] == "Return, own return, 2008-09"
    assert found.loc[("m-old", ""), "basis"] == "Return, England, 2008-09"


def test_a_share_within_a_share_is_their_product_and_england_fills_what_is_missing() -> None:
    outer = of_return(SPENT, MEASURES, "2008-09", "Outer")
    inner = pd.DataFrame(
        [("leaving", "E1", 0.5, "own"), ("leaving", "", 0.25, "England")],
        columns=["measure", "catchment_code", "share", "basis"],
    )
    found = nested(inner, outer, "m-old").set_index("catchment_code")
    assert found.loc["E1", "share"] == pytest.approx(0.3)
    assert found.loc["E2", "share"] == pytest.approx(0.25)  # England's 0.25 of its own 1.0
    assert found.loc["E2", "basis"] == "England"
    with pytest.raises(ConfigError, match="nowhere"):
        nested(inner, outer, "nowhere")


def test_national_shares_take_the_nearest_year() -> None:
    table = pd.DataFrame(
        [("a", "2003-04", "10", "40"), ("a", "2009-10", "30", "40")],
        columns=["measure", "year", "amount_gbp", "of_gbp"],
    )
    found = national(table, "2008-09").iloc[0]
    assert (found["share"], found["basis"]) == (0.75, "England's share, 2009-10")
