"""May it be said? Verdicts by hand and as properties: nothing little measured, and nothing within the ranges, is told."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import totalplace_lib as tp
from totalplace_lib.evidence import carried, ranges
from totalplace_lib.evidence.carried import Figure, Limits, Reason

LEAST = Limits(measured_share=0.5, least_gap=0.01, rank_span=0.34)


def figure(amount: float, reach: float = 0.0, measured: float = 1.0, people: float = 1.0) -> Figure:
    return Figure("x", amount, amount * (1 - reach), amount * (1 + reach), measured, people)


any_figure = st.builds(
    figure, st.floats(1.0, 1e9), st.floats(0.0, 0.9), st.floats(0.0, 1.0), st.floats(1.0, 1e6)
)


def test_a_difference_wider_than_both_ranges_is_told() -> None:
    assert carried.apart(figure(120, 0.05), figure(100, 0.05), LEAST).may
    assert carried.apart(figure(108, 0.05), figure(100, 0.05), LEAST).reason is Reason.WIDE
    assert carried.apart(figure(100.5), figure(100), LEAST).reason is Reason.WIDE  # under 1%


def test_half_measured_is_enough_and_less_is_not() -> None:
    assert carried.apart(figure(200, measured=0.5), figure(100), LEAST).may
    little = carried.apart(figure(200, measured=0.49), figure(100), LEAST)
    assert (little.reason, little.measured) == (Reason.LITTLE, 0.49)


def test_a_comparison_is_for_each_resident() -> None:
    assert carried.apart(figure(200, people=2), figure(100, people=1), LEAST).reason is Reason.WIDE


def test_the_largest_stand_above_all_that_follow() -> None:
    own = [figure(100, 0.1), figure(80, 0.1), figure(60, 0.1)]
    assert carried.largest(own, 1, LEAST).may  # 90 above 88
    assert carried.largest([figure(100, 0.2), *own[1:]], 1, LEAST).reason is Reason.WIDE
    assert carried.largest(own[:1], 1, LEAST).may


def test_a_rank_is_what_the_ranges_leave_open() -> None:
    others = [figure(amount, 0.02) for amount in (50, 70, 98, 130, 160, 200)]
    assert carried.ranks(figure(100, 0.02), others) == (4, 5)  # 98 may stand above it
    assert carried.ranked(figure(100, 0.02), others, LEAST).may
    assert carried.ranked(figure(100, 0.4), others, LEAST).reason is Reason.WIDE
    assert carried.ranked(figure(100), [], LEAST).reason is Reason.ALONE


def test_a_rank_needs_every_place_measured() -> None:
    others = [figure(50, measured=0.1), figure(200)]
    assert carried.ranked(figure(100), others, LEAST).reason is Reason.LITTLE


def test_a_change_needs_one_definition_and_one_sign() -> None:
    assert carried.moved(figure(100, 0.1), figure(120, 0.1), LEAST).may  # the errors of a key move together
    broken = carried.moved(figure(100), figure(120), LEAST, "schools left the returns")
    assert (broken.reason, broken.detail) == (Reason.CHANGED, "schools left the returns")
    assert carried.moved(figure(100, 0.02), figure(103, 0.2), LEAST).reason is Reason.WIDE


def test_no_outcome_is_told_where_none_was_stated() -> None:
    assert carried.stated(True).may
    assert carried.stated(False).reason is Reason.UNSTATED


def test_a_tested_key_is_measured_however_wide_its_range() -> None:
    lines = pd.DataFrame(
        {"method": ["apportioned"] * 2, "grade": ["D"] * 2, "driver": ["council_capital", "research"]}
    )
    assert carried.is_measured(lines).tolist() == [True, False]  # 910 figures below the region, and none


def test_what_is_measured_is_published_or_by_a_tested_key_and_no_share_of_englands() -> None:
    rows = [
        ("actual", "A", False),
        ("apportioned", "C", False),
        ("apportioned", "D", False),
        ("actual", "A", True),
    ]
    lines = pd.DataFrame(rows, columns=["method", "grade", "is_national"]).assign(
        driver="research", amount_gbp=[10.0, 20.0, -30.0, 40.0]
    )
    assert carried.is_measured(lines).tolist() == [True, True, False, False]
    assert carried.measured_share(lines) == pytest.approx(0.3)


def test_the_sum_of_figures_is_as_wide_as_all_of_them() -> None:
    whole = carried.added("both", [figure(100, 0.1, 1.0), figure(50, 0.2, 0.4)])
    assert (whole.amount_gbp, whole.low_gbp, whole.high_gbp) == (150, 130, 170)
    assert whole.measured == pytest.approx(0.8)


@given(any_figure, any_figure)
def test_a_told_difference_has_ranges_that_do_not_meet(one: Figure, other: Figure) -> None:
    (_, low, high), (_, its_low, its_high) = one.per_head, other.per_head
    if carried.apart(one, other, LEAST).may:
        assert min(one.measured, other.measured) >= LEAST.measured_share
        assert low > its_high or its_low > high
        assert carried.apart(other, one, Limits(0.5, 0.0, 0.34)).may  # whichever way it is asked


@given(any_figure, st.lists(any_figure, min_size=1, max_size=12))
def test_the_rank_by_the_central_figures_is_always_among_those_left_open(
    one: Figure, others: list[Figure]
) -> None:
    best, worst = carried.ranks(one, others)
    central = 1 + sum(other.per_head[0] > one.per_head[0] for other in others)
    assert 1 <= best <= central <= worst <= len(others) + 1


def test_the_leading_sums_say_what_all_sums_would() -> None:
    """On counts of places: the same verdict of the largest body, group and function, at fewer ranges."""
    count = tp.whole_area_count("birmingham", "2008-09")
    lines = ranges.errors_of(count)
    assert ranges.errors_of(count) is lines  # worked out once for a count
    for column, number in (("spender", 5), ("spender_group", 1), ("function", 3), ("control", 1)):
        every = carried.figures(lines, column, count.population)
        some = carried.leading(lines, column, number, count.population)
        assert some[:number] == every[:number]
        assert carried.largest(some, number, LEAST) == carried.largest(every, number, LEAST)
        assert {one.name for one in some} <= {one.name for one in every}
    assert len(carried.leading(lines, "spender", 5, count.population)) < 15
