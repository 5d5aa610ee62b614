"""The engine: a case by hand to the penny (docs/options.md), properties, and numpy-financial as a second opinion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.appraisal.appraised import appraise, measured
from totalplace_lib.analysis.appraisal.cash_flows import Flows, central, flows
from totalplace_lib.analysis.appraisal.discounting import NEVER, Rates, paid_back_by, payback_year, schedule
from totalplace_lib.analysis.appraisal.draws import Span
from totalplace_lib.analysis.appraisal.option import (
    ECONOMIC,
    EVERY_YEAR,
    FISCAL,
    ONCE,
    SOCIAL,
    Cost,
    Effect,
    Option,
    starts,
)
from totalplace_lib.analysis.appraisal.tornado import tornado

STANDARD, HEALTH = schedule([(0, 0.035), (31, 0.03)]), schedule([(0, 0.015)])
ONE, NONE = Span.of(1), Span.of(0)


def effect(name: str = "Stays", body: str = "Trust", kind: str = FISCAL, **other: object) -> Effect:
    plain = {
        "value": Span.of(1000), "each_person": True, "impact": Span.of(0.5), "volume": ONE, "deadweight": NONE,
        "attribution": ONE, "drop_off": NONE, "cashable": ONE,
    }  # fmt: skip
    return Effect(name, body, kind, **{**plain, **other})  # type: ignore[arg-type]


def by_hand() -> Option:
    """The case of docs/options.md: 100 people, two fifths in the first year; three years."""
    return Option(
        "by_hand",
        Span.of(100),
        starts((0.4, 0.6), ONCE, 3),
        (
            Cost("Worker", "Council", Span.of(500), each_person=True),
            Cost("Office", "Council", Span.of(10_000), each_person=False, first=0, last=0, optimism=0.1),
        ),
        (
            effect(
                deadweight=Span.of(0.2), lag=1, lasts=2, drop_off=Span.of(0.25), cashable=Span.of(0.3), optimism=0.1
            ),
            effect("Pay", "Residents", ECONOMIC, value=Span.of(200), impact=ONE),
        ),
    )  # fmt: skip


def test_a_case_by_hand_to_the_penny() -> None:
    """docs/options.md, Worked by hand."""
    case = appraise(by_hand(), STANDARD, HEALTH, draws=10)
    money = case.central_flows
    assert money.bodies == ("Council", "Trust")
    assert money.costs[0, 0].round(2).tolist() == [31_000.00, 30_000.00, 0.00]
    # 40 people x 0.5 x 0.8 x 1,000 less a tenth = 14,400 in year 2; a quarter is lost by year 3, when 60 more begin
    assert (money.cash + money.capacity)[1, 0].round(2).tolist() == [0.00, 14_400.00, 32_400.00]
    assert money.cash[1, 0].round(2).tolist() == [0.00, 4_320.00, 9_720.00]
    assert money.wider[0].round(2).tolist() == [8_000.00, 12_000.00, 0.00]
    middle = case.central
    assert round(float(middle.costs[0]), 2) == 59_985.51  # 31,000 + 30,000 / 1.035
    assert round(float(middle.cash[0] + middle.capacity[0]), 2) == 44_158.79  # 13,913.04 + 30,245.75
    assert round(float(middle.net_fiscal[0]), 2) == -15_826.72
    assert round(float(middle.wider[0]), 2) == 19_594.20
    assert round(float(middle.bcr[0]), 4) == 1.0628
    assert round(float(middle.peak[0]), 2) == 56_680.00  # 31,000 + 30,000 - 4,320
    assert middle.payback[0] == middle.payback_cash[0] == NEVER


def test_rates_are_cumulative_and_fall_after_thirty_years() -> None:
    factors = STANDARD.factors(33)
    assert factors[0] == 1 and factors[30] == pytest.approx(1.035**-30)
    assert factors[32] == pytest.approx(1.035**-30 * 1.03**-2)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_numpy_financial_agrees(net: list[float]) -> None:
    ours = float(np.array(net) @ STANDARD.factors(len(net)))
    assert ours == pytest.approx(float(numpy_financial.npv(0.035, net)), abs=1e-4)


amounts = st.floats(0, 1e6)
shares = st.floats(0, 1)


@st.composite
def any_option(draw: st.DrawFn) -> Option:
    years = draw(st.integers(1, 20))
    ramp = tuple(draw(st.lists(shares, min_size=1, max_size=4)))
    bodies = st.sampled_from(["Council", "Trust", "Police"])
    costs = [
        Cost(f"c{n}", draw(bodies), Span.of(draw(amounts)), draw(st.booleans()), 0, draw(st.integers(0, 20)))
        for n in range(draw(st.integers(1, 4)))
    ]
    effects = [
        effect(
            f"e{n}", draw(bodies), value=Span.of(draw(amounts)), impact=Span.of(draw(shares)),
            deadweight=Span.of(draw(shares)), drop_off=Span.of(draw(shares)), cashable=Span.of(draw(shares)),
            lag=draw(st.integers(0, 5)), lasts=draw(st.integers(1, 8)), kind=FISCAL,
        )
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    return Option(
        "any", Span.of(draw(st.floats(1, 1e4))), starts(ramp, EVERY_YEAR, years), tuple(costs), tuple(effects)
    )


def net_of(option: Option) -> float:
    return float(appraise(option, STANDARD, HEALTH, draws=1).central.net_fiscal[0])


@given(any_option())
def test_the_order_of_costs_and_gains_changes_nothing(option: Option) -> None:
    turned = replace(option, costs=option.costs[::-1], effects=option.effects[::-1])
    assert net_of(turned) == pytest.approx(net_of(option), rel=1e-9, abs=0.01)


@given(any_option(), shares)
def test_splitting_a_gain_changes_nothing(option: Option, part: float) -> None:
    first, *others = option.effects
    halves = (
        replace(first, value=first.value.times(part)),
        replace(first, value=first.value.times(1 - part)),
    )
    assert net_of(replace(option, effects=(*halves, *others))) == pytest.approx(
        net_of(option), rel=1e-9, abs=0.01
    )


@given(any_option(), st.floats(0.5, 2), st.integers(1, 10))
def test_another_base_year_is_another_unit(option: Option, prices: float, later: int) -> None:
    """Other prices multiply all money; to stand in a later year is to divide by its discount factor."""
    dearer = replace(
        option,
        costs=tuple(replace(one, amount=one.amount.times(prices)) for one in option.costs),
        effects=tuple(replace(one, value=one.value.times(prices)) for one in option.effects),
    )
    assert net_of(dearer) == pytest.approx(net_of(option) * prices, rel=1e-9, abs=0.01)
    net = flows(option, central(option)).net()[0]
    delayed = np.concatenate([np.zeros(later), net]) @ STANDARD.factors(later + len(net))
    if later + len(net) <= 31:
        assert delayed == pytest.approx(net_of(option) * 1.035**-later, rel=1e-9, abs=0.01)


@given(any_option())
def test_what_bodies_pay_and_gain_adds_up(option: Option) -> None:
    case = appraise(option, STANDARD, HEALTH, draws=1)
    each = (case.central_flows.cash + case.central_flows.capacity - case.central_flows.costs)[
        :, 0
    ] @ case.factors
    assert float(each.sum()) == pytest.approx(float(case.central.net_fiscal[0]), rel=1e-9, abs=0.01)


def test_payback_is_the_year_from_which_it_stays_paid() -> None:
    net = np.array([[-100.0, 150.0, -80.0, 40.0], [-100.0, 50.0, 10.0, 10.0], [5.0, 0.0, 0.0, 0.0]])
    assert payback_year(net, np.ones(4)).tolist() == [3, NEVER, 0]
    assert paid_back_by(np.array([3, NEVER, 0]), 4).round(3).tolist() == [0.333, 0.333, 0.333, 0.667]


def test_health_has_its_own_rate_and_social_gains_are_in_no_budget() -> None:
    late = effect("Years of life", "Residents", SOCIAL, is_health=True, lag=2)
    case = appraise(replace(by_hand(), effects=(late,)), STANDARD, HEALTH, draws=1)
    assert float(case.central.wider[0]) == pytest.approx(40 * 0.5 * 1000 * 1.015**-2)
    assert float(case.central.cash[0]) == 0 and case.central_flows.bodies == ("Council",)


@pytest.mark.parametrize("shape", ["triangular", "normal", "beta", "range"])
def test_draws_stay_in_their_range_and_a_seed_repeats_them(shape: str) -> None:
    span = Span.of([0.1, 0.2, 0.5], shape)
    one, again = (span.draw(4000, np.random.default_rng(7)) for _ in range(2))
    assert (one == again).all() and one.min() >= 0.1 and one.max() <= 0.5
    middle = {"triangular": 0.8 / 3, "normal": 0.3, "beta": (0.1 + 4 * 0.2 + 0.5) / 6, "range": 0.3}[shape]
    assert one.mean() == pytest.approx(middle, abs=0.01)


def test_a_chance_of_payback_is_that_of_the_draws() -> None:
    """A cost of 100 and a gain of 0 to 200 in the next year: paid back where the gain is 103.50 or more."""
    gain = effect(value=Span.of([0, 100, 200], "range"), impact=ONE, lag=1)
    cost = Cost("c", "Council", Span.of(100), each_person=True)
    option = Option("x", ONE, starts((1.0,), ONCE, 3), (cost,), (gain,))
    chance = appraise(option, STANDARD, HEALTH, draws=20_000, seed=1).chance_of_payback()
    assert chance[0] == 0 and chance[1] == pytest.approx(1 - 103.5 / 200, abs=0.01)


def test_the_input_that_matters_most_stands_first() -> None:
    option = replace(by_hand(), cohort=Span.of([90, 100, 110]))
    wide = replace(option.effects[0], value=Span.of([0, 1000, 3000]))
    table = tornado(replace(option, effects=(wide,)), lambda money: money.net() @ STANDARD.factors(3))
    assert table["input"].tolist() == ["Stays: value of each", "How many people there are"]
    assert (table["swing_gbp"] == (table["high_gbp"] - table["low_gbp"]).abs().round(2)).all()


def test_ten_thousand_draws_of_twenty_bodies() -> None:
    uncertain = {"value": Span.of([900, 1000, 1300]), "impact": Span.of([0.1, 0.2, 0.3], "beta")}
    effects = tuple(effect(f"e{n}", f"b{n}", **uncertain, lag=1, lasts=5) for n in range(20))  # type: ignore[arg-type]
    costs = tuple(
        Cost(f"c{n}", f"b{n}", Span.of([90, 100, 150]), each_person=False, last=2) for n in range(20)
    )
    option = Option("wide", Span.of([900, 1000, 1100]), starts((0.5, 1.0), EVERY_YEAR, 15), costs, effects)
    case = appraise(option, STANDARD, HEALTH, draws=10_000)
    assert case.central_flows.costs.shape == (20, 1, 15) and len(case.draws.payback) == 10_000


def test_money_without_anybody_is_nothing() -> None:
    nobody = replace(by_hand(), cohort=Span.of(0))
    assert net_of(nobody) == 0
    empty = Flows((), *(np.zeros((0, 1, 3)) for _ in range(3)), np.zeros((1, 3)), np.zeros((1, 3)))
    assert np.isnan(measured(empty, Rates(((0, 0.035),)).factors(3), np.ones(3)).bcr[0])
