"""Neighbours: nearest by standardised distance, whatever the units."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.neighbours import features, nearest
from totalplace_lib.errors import UsageError

CANDIDATES = features(
    pd.Series({"poor": 300.0, "rich": 50.0, "large": 1500.0}),
    pd.Series({"poor": 1000.0, "rich": 1000.0, "large": 10000.0}),
)


def test_the_most_alike_comes_first() -> None:
    target = features(pd.Series([280.0]), pd.Series([1100.0])).iloc[0]
    assert nearest(CANDIDATES, target, 2)["area"].tolist() == ["poor", "rich"]


def test_units_do_not_matter() -> None:
    target = features(pd.Series([900.0]), pd.Series([8000.0])).iloc[0]
    stretched = CANDIDATES.assign(income_share=CANDIDATES["income_share"] * 1000)
    moved = pd.Series(
        {"income_share": target["income_share"] * 1000, "log_population": target["log_population"]}
    )
    assert nearest(CANDIDATES, target)["area"].tolist() == nearest(stretched, moved)["area"].tolist()


def test_equal_distances_are_ordered_by_name() -> None:
    twins = pd.DataFrame({"income_share": [0.2, 0.2]}, index=["b", "a"])
    assert nearest(twins, pd.Series({"income_share": 0.1}))["area"].tolist() == ["a", "b"]


def test_a_gap_is_refused() -> None:
    with pytest.raises(UsageError):
        nearest(CANDIDATES, pd.Series({"income_share": float("nan"), "log_population": 1.0}))
