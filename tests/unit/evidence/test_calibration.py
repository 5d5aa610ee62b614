"""Ranges are as wide as held-out errors ask for, each family of tests counting the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence import backtests, calibration
from totalplace_lib.evidence.grades import grade, of_sum
from totalplace_lib.evidence.log_odds import error, log_odds, moved, root_mean_square

TEST = pd.Series({"test": "t", "family": "F", "driver": "d"})
GRADES = pd.DataFrame({"grade": list("ABCD"), "up_to": ["0", "0.2", "0.5", None]})


def scored(**families: list[float]) -> pd.DataFrame:
    rows = [
        (family, f"{family}{number}", score)
        for family, values in families.items()
        for number, score in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["family", "place", "score"])


def test_log_odds_and_back() -> None:
    assert log_odds(0.5) == pytest.approx(0)
    assert moved(0.2, np.log(2)) == pytest.approx(1 / 3)
    assert error(0.2, 1 / 3) == pytest.approx(np.log(2))
    assert root_mean_square([3.0, 4.0]) == pytest.approx(np.sqrt(12.5))


def test_a_large_family_does_not_drown_a_small_one() -> None:
    table = scored(large=[1.0] * 900, small=[5.0] * 10)
    assert calibration.multiplier(table, 0.4) == 1.0
    assert calibration.multiplier(table, 0.6) == 5.0


def test_coverage_is_measured_by_the_others() -> None:
    table = calibration.held_out_coverage(scored(a=[1.0, 2.0, 3.0, 4.0], b=[2.0, 2.0]), 1.0).set_index(
        "family"
    )
    assert table.loc["a", "inside"] == 0.5  # judged by b's widest, 2
    assert table.loc["b", "inside"] == 1.0
    assert table.loc["All families", "inside"] == 0.75


def test_a_bound_holds_a_further_figure_as_often_as_it_says() -> None:
    sizes = np.arange(1.0, 10.0)  # nine figures: the tenth is below the largest nine times in ten
    assert calibration.bound(sizes, 0.9) == 9.0
    assert calibration.bound(np.arange(1.0, 20.0), 0.9) == 18.0
    assert calibration.bound(np.array([2.0, 1.0]), 0.9) == 2.0  # too few: the largest


@given(st.lists(st.floats(0, 10), min_size=2, max_size=60), st.floats(0.05, 0.95))
def test_a_bound_covers_at_least_its_share(sizes: list[float], share: float) -> None:
    held = np.array(sizes) <= calibration.bound(np.array(sizes), share)
    assert held.mean() >= share


def test_each_part_is_judged_by_the_others() -> None:
    sizes, part = np.array([1.0, 1.0, 5.0, 5.0]), np.array(["a", "a", "b", "b"])
    assert calibration.held_without(sizes, part, 0.9).tolist() == [True, True, False, False]


def test_a_family_in_one_region_is_judged_test_by_test() -> None:
    rows = pd.DataFrame(
        {
            "family": ["F", "F", "G", "G"],
            "test": ["x", "y", "z", "z"],
            "region_code": ["R1", "R1", "R1", "R2"],
            "place": ["p", "p", "q", "r"],
            "score": [1.0, 3.0, 2.0, 2.0],
        }
    )
    table = calibration.by_family(rows, 0.9).set_index("family")
    assert table.loc["F", "left_out"] == "test" and table.loc["F", "inside"] == 0.5
    assert table.loc["G", "left_out"] == "region" and table.loc["G", "inside"] == 1.0
    assert table["multiplier"].to_dict() == {"F": 3.0, "G": 2.0}


def test_uncertainty_is_the_same_each_time_and_holds_the_mean() -> None:
    inside = pd.Series([0.8, 0.9, 1.0])
    low, high = calibration.uncertainty(inside, seed=3)
    assert low <= 0.9 <= high and calibration.uncertainty(inside, seed=3) == (low, high)


def test_places_of_a_region_share_what_is_known_of_it() -> None:
    known = pd.DataFrame(
        [
            ("2008-09", "R1", "x", 30.0, 1.0),
            ("2008-09", "R1", "y", 70.0, 1.0),
            ("2008-09", "R2", "z", 5.0, 1.0),
        ],
        columns=["year", "region_code", "place", "actual_gbp", "value"],
    )
    found = backtests.within_regions(known, TEST)
    assert found["place"].tolist() == ["x", "y"]  # R2 has one known place: it says nothing
    assert found["estimated_gbp"].tolist() == [50.0, 50.0]
    row = backtests.summary(found).iloc[0]
    assert row["misplaced"] == pytest.approx(0.2) and row["median_error"] == pytest.approx(
        (20 / 30 + 20 / 70) / 2
    )


def test_a_place_against_a_published_control_total() -> None:
    known = pd.DataFrame([("2008-09", "R1", "x", 30.0, 100.0, 0.25)])
    known.columns = pd.Index(["year", "region_code", "place", "actual_gbp", "control_gbp", "share"])
    row = backtests.against_control(known, TEST).iloc[0]
    assert row["estimated_gbp"] == 25.0 and row["error"] == pytest.approx(log_odds(0.3) - log_odds(0.25))


def test_grades_follow_the_thresholds_and_no_evidence_is_the_last() -> None:
    half = pd.Series([np.log(1.1), np.log(1.4), np.log(2.0), np.log(1.1)])
    tested = pd.Series([True, True, True, False])
    assert grade(half, tested, GRADES).tolist() == ["B", "C", "D", "D"]
    assert (
        of_sum(10, 10, 10, GRADES) == "A"
        and of_sum(9, 10, 11, GRADES) == "B"
        and of_sum(1, 10, 30, GRADES) == "D"
    )


def test_thresholds_out_of_order_are_an_error() -> None:
    with pytest.raises(ConfigError, match="up_to"):
        grade(pd.Series([0.1]), pd.Series([True]), GRADES.assign(up_to=["0", "0.5", "0.2", None]))
