"""A difference is split by cause and the parts add to it exactly."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.errors import ImbalanceError
from totalplace_lib.evidence.reconcile import PARTS, reconcile

PENCE = st.integers(-(10**12), 10**12)


def figures(
    published: float, ours: float, matching: float, low: float, high: float, gross: float | None
) -> pd.DataFrame:
    return pd.DataFrame(
        [(published, ours, matching, low, high, gross)],
        columns=["published_gbp", "ours_gbp", "matching_gbp", "low_gbp", "high_gbp", "gross_gbp"],
    ).astype(float)


def test_each_cause_by_hand() -> None:
    # Published 100; ours 130, of which 90 in scope (85 to 93); borrowing 4: 100 - 130 = -40 + 4 + 3 + 3.
    row = reconcile(figures(100, 130, 90, 85, 93, 4)).iloc[0]
    assert row[PARTS].tolist() == [-40, 4, 3, 3]
    assert row["difference_gbp"] == -30


def test_a_difference_within_the_range_is_not_unexplained() -> None:
    row = reconcile(figures(100, 98, 98, 95, 105, None)).iloc[0]
    assert (row["range_gbp"], row["unexplained_gbp"]) == (2, 0)
    assert pd.isna(row["gross_gbp"])  # a gap stays a gap


@given(PENCE, PENCE, PENCE, st.integers(0, 10**10), st.integers(0, 10**10), st.none() | PENCE)
def test_the_parts_add_to_the_difference_to_the_penny(
    published: int, ours: int, matching: int, below: int, above: int, gross: int | None
) -> None:
    amounts = [published, ours, matching, matching - below, matching + above]
    row = reconcile(
        figures(*[amount / 100 for amount in amounts], None if gross is None else gross / 100)
    ).iloc[0]
    parts = sum(round(row[part] * 100) for part in PARTS if row[part] == row[part])
    assert parts == round(row["difference_gbp"] * 100) == published - ours


def test_a_range_that_does_not_hold_its_figure_is_an_error() -> None:
    with pytest.raises(ImbalanceError, match="out of order"):
        reconcile(figures(100, 90, 90, 91, 95, None))
