"""Each GBP 100 adds up, whatever the parts; who is not measured enough stands with the others."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.hundred import OTHERS, hundred, whole_pounds
from totalplace_lib.evidence.carried import Figure


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=20))
def test_whole_pounds_add_up_to_a_hundred_and_lie_within_one_of_their_part(amounts: list[float]) -> None:
    parts = pd.Series(amounts) / sum(amounts) * 100
    found = whole_pounds(parts)
    assert found.sum() == 100
    assert ((found - parts).abs() < 1).all()


def test_three_thirds_are_not_99_pounds() -> None:
    assert whole_pounds(pd.Series([100 / 3] * 3)).tolist() == [34, 33, 33]


def test_what_is_small_or_little_measured_is_told_with_the_others() -> None:
    own = [
        Figure("NHS", 600.0, 540.0, 660.0),
        Figure("Benefits", 396.0, 300.0, 500.0, measured=0.2),
        Figure("Parks", 4.0, 4.0, 4.0),
    ]
    table = hundred(own)
    assert table["name"].tolist() == ["NHS", OTHERS]
    assert table["pounds"].tolist() == [60, 40]
    assert table.loc[0, ["low", "high"]].tolist() == [54.0, 66.0]
    assert table["low"].isna().tolist() == [False, True]
    assert table["amount_gbp"].sum() == 1000.0
