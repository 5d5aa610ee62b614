"""Neighbours: nearest by standardised distance, whatever the units."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.neighbours import features, nearest
from totalplace_lib.errors import UsageError


def of(**areas: tuple[float, float]) -> pd.DataFrame:
    """Features of areas that differ in income deprivation and residents alone."""
    table = pd.DataFrame(areas, index=["income_deprived", "population"]).T
    people = table["population"]
    return features(
        table.assign(children=people / 5, pensioners=people / 6, housing_barriers=people, surface=people / 10)
    )


CANDIDATES = of(poor=(300.0, 1000.0), rich=(50.0, 1000.0), large=(1500.0, 10000.0))


def test_the_most_alike_comes_first() -> None:
    target = of(here=(280.0, 1100.0)).iloc[0]
    assert nearest(CANDIDATES, target, 1)["area"].tolist() == ["poor"]
    assert nearest(of(young=(300.0, 1000.0), old=(300.0, 1000.0)), target, 1)["area"].tolist() == ["old"]


def test_units_do_not_matter() -> None:
    target = of(here=(900.0, 8000.0)).iloc[0]
    stretched = CANDIDATES.assign(income_deprived=CANDIDATES["income_deprived"] * 1000)
    moved = target.copy()
    moved["income_deprived"] *= 1000
    assert nearest(CANDIDATES, target)["area"].tolist() == nearest(stretched, moved)["area"].tolist()


def test_equal_distances_are_ordered_by_name() -> None:
    twins = pd.DataFrame({"income_share": [0.2, 0.2]}, index=["b", "a"])
    assert nearest(twins, pd.Series({"income_share": 0.1}))["area"].tolist() == ["a", "b"]


def test_a_gap_is_refused() -> None:
    with pytest.raises(UsageError):
        nearest(CANDIDATES, pd.Series({"income_share": float("nan"), "log_population": 1.0}))
