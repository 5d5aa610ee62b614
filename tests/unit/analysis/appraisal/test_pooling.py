"""Who invests and who gains, how a pool is shared, what is chosen within a pot."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.appraisal.cash_flows import Flows
from totalplace_lib.analysis.appraisal.choosing import choose
from totalplace_lib.analysis.appraisal.pooling import split, wrong_pockets
from totalplace_lib.errors import UsageError


def pockets(invests: list[float], cash: list[float], capacity: list[float]) -> pd.DataFrame:
    shape = (len(invests), 1, 1)
    parts = [np.array(each).reshape(shape) for each in (invests, cash, capacity)]
    bodies = tuple(f"body {number}" for number in range(len(invests)))
    return wrong_pockets(Flows(bodies, *parts, np.zeros((1, 1)), np.zeros((1, 1))), np.ones(1))


def test_who_invests_more_than_it_gains_stands_first() -> None:
    table = pockets([100, 0], [20, 300], [10, 0])
    assert table["body"].tolist() == ["body 0", "body 1"]
    assert table["net_gbp"].tolist() == [-70, 300] and table["net_cash_gbp"].tolist() == [-80, 300]


def test_a_pool_by_hand() -> None:
    """Gains of 20 and 300 against a cost of 100: 220 are left, shared 1 to 15."""
    found = split(pockets([100, 0], [20, 300], [10, 0]))
    assert found.exists
    assert found.table.set_index("body")["pays_gbp"].to_dict() == {"body 0": 6.25, "body 1": 93.75}
    assert found.table.set_index("body")["better_off_gbp"].to_dict() == {"body 0": 13.75, "body 1": 206.25}


def test_no_pool_where_all_gain_less_than_it_costs() -> None:
    found = split(pockets([100, 0], [20, 30], [500, 0]))
    assert not found.exists and found.short_gbp == 50 and found.table.empty


money = st.floats(0, 1e7).map(lambda pounds: round(pounds, 2))


@given(st.lists(st.tuples(money, money), min_size=1, max_size=8))
def test_no_body_is_worse_off_and_the_cost_is_paid(bodies: list[tuple[float, float]]) -> None:
    table = pockets([one for one, _ in bodies], [two for _, two in bodies], [0.0] * len(bodies))
    found = split(table)
    assert found.exists == (round(table["cash_gbp"].sum(), 2) >= round(table["invests_gbp"].sum(), 2))
    if found.exists:
        assert round(found.table["pays_gbp"].sum(), 2) == round(table["invests_gbp"].sum(), 2)
        assert (found.table["better_off_gbp"] >= 0).all()


@given(
    st.lists(st.tuples(st.integers(-50, 100), st.integers(0, 60)), min_size=1, max_size=7),
    st.integers(0, 150),
)
def test_the_choice_is_the_best_of_all(options: list[tuple[int, int]], pot: int) -> None:
    worth, needs = [float(one) for one, _ in options], [float(two) for _, two in options]
    taken = choose(worth, needs, float(pot))
    places = range(len(options))
    sets = (each for size in range(len(options) + 1) for each in combinations(places, size))
    best = max(sum(worth[n] for n in each) for each in sets if sum(needs[n] for n in each) <= pot)
    assert sum(needs[n] for n in taken) <= pot and sum(worth[n] for n in taken) == pytest.approx(best)


def test_of_two_for_the_same_people_one_is_taken() -> None:
    assert choose([5.0, 4.0, 3.0], [1.0, 1.0, 1.0], 10.0, apart=[(0, 1)]) == [0, 2]
    with pytest.raises(UsageError, match="at least nought"):
        choose([1.0], [1.0], -1.0)
