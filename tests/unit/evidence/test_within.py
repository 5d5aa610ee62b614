"""Sharing inside bodies whose money is known: totals stay, the right weights are found, a body judges without its vote."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.evidence import within

PARTS = pd.DataFrame(
    [("2019-20", "Q1", 60.0), ("2019-20", "Q1", 40.0), ("2019-20", "Q2", 30.0), ("2019-20", "Q2", 70.0)],
    columns=["year", "body_code", "amount_gbp"],
)
PEOPLE, OLD = [0.25, 0.25, 0.25, 0.25], [0.35, 0.15, 0.05, 0.45]  # half of each gives every part's money


def test_a_bodys_money_stays_its_own() -> None:
    shared = within.shared_within(PARTS, pd.Series([1.0, 3.0, 1.0, 1.0]))
    assert shared.tolist() == [25.0, 75.0, 50.0, 50.0]


def test_the_weights_that_misplace_nothing_are_found() -> None:
    found = within.candidate(PARTS, pd.DataFrame({"people": PEOPLE, "old": OLD}))
    assert found["label"] == "0.5 people + 0.5 old"
    assert found["misplaced"] == pytest.approx(0) and found["held_out"] == pytest.approx(0)


def test_one_key_has_nothing_to_fit() -> None:
    found = within.candidate(PARTS, pd.DataFrame({"people": PEOPLE}))
    assert found["label"] == "people"
    assert found["misplaced"] == found["held_out"] == pytest.approx((10 + 20) / 200)


def test_a_body_has_no_part_in_the_weights_it_is_judged_by() -> None:
    odd = PARTS.assign(amount_gbp=[60.0, 40.0, 70.0, 30.0])  # Q2 is the opposite of what age says
    found = within.candidate(odd, pd.DataFrame({"people": PEOPLE, "old": OLD}))
    alone = {"Q1": 10, "Q2": 40}  # Q1 judged by people, as Q2 alone would choose; Q2 by half age, as Q1 would
    assert found["held_out"] == pytest.approx(sum(alone.values()) / 200)
