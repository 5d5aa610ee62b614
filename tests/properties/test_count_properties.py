"""What must hold for any country: nothing is lost, order does not matter, splitting a place changes nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import toy_country as toy
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.count.allocate import apportion
from totalplace_lib.count.keys import Pieces, shares
from totalplace_lib.count.pence import split_pence, to_pence
from totalplace_lib.count.whole_area import count_place

pytestmark = pytest.mark.slow
AREAS = list(toy.PEOPLE)
amounts = st.integers(min_value=-(10**15), max_value=10**15)
# Several whole counts an example, and 22 amounts in each: a quarter of the examples of elsewhere.
whole_counts = settings(max_examples=15)
weights = st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=1, max_size=30)


@st.composite
def countries(draw: st.DrawFn) -> pd.DataFrame:
    """The toy country's lines with other amounts; the hardship benefit stays above what is known of it."""
    lines = toy.lines()
    pence = draw(
        st.lists(st.integers(-(10**13), 10**13), min_size=len(lines), max_size=len(lines)).map(np.array)
    )
    hardship = (lines["group"] == "hardship").to_numpy()
    return lines.assign(amount_pence=np.where(hardship, 60_00 + np.abs(pence), pence))


@given(st.lists(amounts, min_size=1, max_size=20), weights)
def test_split_pence_loses_nothing_and_strays_less_than_a_penny(
    pence: list[int], weight: list[float]
) -> None:
    share = np.array(weight) / sum(weight)
    parts = split_pence(np.array(pence, dtype=np.int64), share)
    assert parts.sum(axis=1).tolist() == pence
    exact = np.abs(np.array(pence))[:, None] * share
    assert (np.abs(np.abs(parts) - exact) <= 1 + exact * 1e-9).all()


@given(st.lists(amounts, min_size=1, max_size=20), weights)
def test_split_pence_keeps_the_sign(pence: list[int], weight: list[float]) -> None:
    parts = split_pence(np.array(pence, dtype=np.int64), np.array(weight) / sum(weight))
    assert ((parts == 0) | (np.sign(parts) == np.sign(np.array(pence))[:, None])).all()


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=30),
    st.lists(st.floats(0.01, 1.0), min_size=30, max_size=30),
)
def test_shares_sum_to_one_and_follow_the_key(values: list[int], part: list[float]) -> None:
    codes = [f"E{number:08d}" for number in range(len(values))]
    pieces = Pieces.of(codes, part[: len(codes)])
    key = dict(zip(codes, map(float, values), strict=True))
    share = dict(zip(pieces.areas, shares(pieces, key, "people"), strict=True))
    assert sum(share.values()) == pytest.approx(1.0, abs=1e-12)
    total = sum(Fraction(value) * Fraction(weight) for value, weight in zip(values, part, strict=False))
    for code, value, weight in zip(codes, values, part, strict=False):
        assert share[code] == pytest.approx(float(Fraction(value) * Fraction(weight) / total), rel=1e-9)


@given(countries())
def test_what_goes_in_comes_out(lines: pd.DataFrame) -> None:
    numbered = lines.reset_index(drop=True).rename_axis("line_id").reset_index()
    result = apportion(numbered, toy.catchments(), toy.keys(), toy.known())
    out = result.placed["amount_pence"].sum() + result.unallocated["amount_pence"].sum()
    assert out == lines["amount_pence"].sum()


@whole_counts
@given(countries(), st.permutations(AREAS), st.integers(1, 4))
def test_splitting_a_place_changes_nothing(lines: pd.DataFrame, order: list[str], cut: int) -> None:
    """Every line that can be placed below its catchment adds up over the parts of a place; the reactor, which
    cannot, is the same money seen from each part of the North."""
    spread = lines[lines["key"] != "none"]
    money = toy.money(spread)
    parts = [count_place(money, toy.place(*some), toy.people(*some)) for some in (order[:cut], order[cut:])]
    whole = count_place(money, toy.place(*order), toy.people(*order))
    pence = [int(to_pence(part.lines["amount_gbp"]).sum()) for part in (*parts, whole)]
    assert pence[0] + pence[1] == pence[2]


@whole_counts
@given(countries(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines: pd.DataFrame, random: object) -> None:
    shuffled = lines.sample(frac=1, random_state=random.randint(0, 2**31)).reset_index(drop=True)  # type: ignore[attr-defined]
    first, second = (
        count_place(toy.money(frame), toy.place(toy.A, toy.C), 300) for frame in (lines, shuffled)
    )
    assert first.total_gbp == second.total_gbp
    assert first.ledger["difference_gbp"].tolist() == second.ledger["difference_gbp"].tolist()


@whole_counts
@given(countries(), st.sets(st.sampled_from(AREAS), min_size=1))
def test_the_ledger_closes_for_any_money_and_any_place(lines: pd.DataFrame, chosen: set[str]) -> None:
    counted = count_place(toy.money(lines), toy.place(*chosen), toy.people(*chosen))
    ledger = counted.ledger
    assert (ledger["in_gbp"].iloc[1:].to_numpy() == ledger["out_gbp"].iloc[:-1].to_numpy()).all()
    assert to_pence(ledger["out_gbp"]).tolist()[-1] == int(to_pence(counted.lines["amount_gbp"]).sum())


def test_a_gap_is_not_an_amount() -> None:
    with pytest.raises(ValueError, match="a gap is not an amount"):
        to_pence(np.array([1.0, np.nan]))
