"""Ranges contain the central figure, never change it, and vanish where the figure is published or the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.evidence.council_errors import ESTIMATE
from totalplace_lib.evidence.ranges import Simulation, errors_of, is_held, total_range, with_ranges
from totalplace_lib.model import Method

HOW = Simulation(coverage=0.9, correlation=0.3, draws=2000, seed=7)


def lines(*rows: tuple[float, str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["amount_gbp", "method", "driver", "share", "half_width"])


SHARED, KNOWN = str(Method.APPORTIONED), str(Method.ACTUAL)
any_lines = st.lists(
    st.tuples(
        st.integers(-(10**9), 10**9).map(lambda pence: pence / 100),
        st.sampled_from([SHARED, KNOWN]),
        st.sampled_from(["a", "b", "c"]),
        st.floats(0.001, 0.999),
        st.floats(0, 2),
    ),
    min_size=1,
    max_size=12,
)


def test_by_hand() -> None:
    # Share 0.2, odds 0.25, doubled 0.5: share 1/3, so 100 becomes 166.67; halved 0.125: share 1/9, so 55.56.
    row = with_ranges(lines((100.0, SHARED, "a", 0.2, float(np.log(2))))).iloc[0]
    assert (row["low_gbp"], row["high_gbp"]) == (55.56, 166.67)


@given(any_lines)
def test_every_range_holds_its_figure(rows: list[tuple[float, str, str, float, float]]) -> None:
    found = with_ranges(lines(*rows))
    assert (found["low_gbp"] <= found["amount_gbp"]).all() and (
        found["amount_gbp"] <= found["high_gbp"]
    ).all()
    published = found["method"] == KNOWN
    assert (found.loc[published, "low_gbp"] == found.loc[published, "high_gbp"]).all()
    assert (found["amount_gbp"] == [row[0] for row in rows]).all()


@given(any_lines)
def test_the_total_lies_in_its_range_whatever_the_order(
    rows: list[tuple[float, str, str, float, float]],
) -> None:
    low, high = total_range(lines(*rows), HOW)
    central = sum(row[0] for row in rows)
    assert low <= central + 0.01 and central - 0.01 <= high
    assert total_range(lines(*rows[::-1]), HOW) == pytest.approx((low, high), abs=0.011)


def test_a_sum_of_different_drivers_is_surer_than_the_sum_of_its_ranges() -> None:
    parts = lines(*[(100.0, SHARED, driver, 0.1, 0.4) for driver in "abcdef"])
    low, high = total_range(parts, HOW)
    found = with_ranges(parts)
    assert high - low < 0.8 * float((found["high_gbp"] - found["low_gbp"]).sum())
    together = total_range(parts.assign(driver="a"), HOW)
    assert together[1] - together[0] > high - low


def test_a_place_that_is_nearly_its_region_is_nearly_sure() -> None:
    row = with_ranges(lines((100.0, SHARED, "a", 0.99, 0.5))).iloc[0]
    assert row["high_gbp"] - row["low_gbp"] < 1.2


def test_published_money_alone_has_no_range() -> None:
    assert total_range(lines((10.0, KNOWN, "a", 0.5, 0.5)), HOW) == (10.0, 10.0)


def test_what_is_held() -> None:
    one = pd.Series([0.5])
    assert is_held(one, pd.Series([0.6]), pd.Series([0.5])).all()
    assert not is_held(one, pd.Series([0.7]), pd.Series([0.5])).any()


def test_a_body_of_several_places_is_no_council_without_a_return() -> None:
    # Kent 2024-25: districts made no return and are estimated; its police also serve Medway, and their share is in doubt.
    found = errors_of(whole_area_count("kent", "2024-25"))
    police = found[found["spender"].str.startswith("Kent Police")]
    assert set(police["driver"]) == {"police"}
    assert police["share"].between(0.8, 0.9).all()
    districts = found[found["driver"] == ESTIMATE]
    assert "Dover council" in set(districts["spender"])
    assert (districts["share"] == 0).all()  # the whole amount moves, not a share of it
