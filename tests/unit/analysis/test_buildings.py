"""What capital could build, by hand: a loan, a building over its life, how many of each; the loan beside numpy-financial."""

from __future__ import annotations

import numpy as np
import numpy_financial
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis import buildings
from totalplace_lib.analysis.appraisal.discounting import repaid, schedule

ONE = pd.DataFrame(
    [("hut", "Hut", "10 people", 1.0, 100.0, 90.0, 100.0, 120.0, "2024-25", 0.1, 0.2, 0.01, 0.02, 0.05, 2.0, "a", "b")],
    columns=[
        "building", "name", "holds", "units", "area_m2", "low_gbp_m2", "gbp_m2", "high_gbp_m2", "prices", "added",
        "bias", "running_low", "running", "running_high", "life", "built_by", "run_by",
    ],
)  # fmt: skip
CASES = pd.DataFrame({"case": ["least", "central", "most"], "years": [1, 2, 4]})


def test_a_building_over_its_life_by_hand() -> None:
    """100 square metres at £100 and half of today's prices here: £5,000 bare, £6,600 to build, £100 a year for two."""
    row = buildings.whole_life(ONE, 1.0, lambda of: 0.5, schedule([(0, 0.25)])).iloc[0]
    assert (row["build_gbp"], row["low_gbp"], row["high_gbp"]) == (6600.0, 5940.0, 7920.0)
    assert (row["run_gbp"], row["run_life_gbp"]) == (100.0, 144.0)  # 80 + 64
    assert (row["life_gbp"], row["life_low_gbp"], row["life_high_gbp"]) == (6744.0, 6004.8, 8352.0)
    assert (
        buildings.whole_life(ONE, 1.2, lambda of: 0.5, schedule([(0, 0.25)]))["build_gbp"].iloc[0] == 7920.0
    )


def test_what_a_yearly_amount_repays_and_builds() -> None:
    lent = buildings.loans(1000.0, 0.25, CASES)
    assert lent["capacity_gbp"].tolist() == [800.0, 1440.0, 2361.6]
    table = pd.DataFrame({"building": ["a", "b"], "build_gbp": [500.0, 1000.0]})
    found = buildings.how_many(table, lent)
    assert found[["least", "central", "most"]].to_numpy().tolist() == [[1, 2, 4], [0, 1, 2]]
    assert found["for_the_dearest"].tolist() == [2.0, 1.0]


@given(st.floats(0.001, 0.2), st.integers(1, 80))
def test_a_loan_is_what_numpy_financial_says(interest: float, years: int) -> None:
    assert repaid(interest, years) == pytest.approx(-numpy_financial.pv(interest, years, 1.0))
    assert repaid(0.0, years) == years


def test_a_place_in_two_regions_costs_their_mean_by_residents() -> None:
    areas = pd.DataFrame({"area_code": ["A", "B"], "region_name": ["North", "South"]})
    factors = pd.DataFrame({"region_name": ["North", "South"], "factor": ["0.9", "1.1"]})
    assert buildings.location(areas, pd.Series({"A": 300.0, "B": 100.0}), factors) == pytest.approx(0.95)


def test_only_kent_published_its_estate() -> None:
    assert buildings.estate("Kent") == (5e9, 3e8)
    assert buildings.estate("Croydon") is None


def test_costs_of_the_file_are_in_their_order() -> None:
    from totalplace_lib.project import read_config

    table = read_config("appraisal/buildings.csv").astype(dict.fromkeys(buildings.NUMBERS, float))
    assert np.all(table["low_gbp_m2"] <= table["gbp_m2"]) and set(table["building"]) == {
        "school", "health_centre", "homes",
    }  # fmt: skip
