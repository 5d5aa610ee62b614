"""How wide a range must be to hold the truth as often as it says, and how often it did where it was not fitted.

Half-width of a driver's range = multiplier x (its regional error + floor) ^ power, in log odds. The multiplier is the
quantile of |error| / (regional error + floor) ^ power over the back-tests, each family of tests counting the same.
Coverage is measured on each family with the multiplier of the others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

Z90 = 1.6448536269514722  # half-width of the middle 90% of a normal distribution, in standard deviations


def expected_size(regional: pd.Series, floor: float, power: float) -> pd.Series:
    """What the regional error lets one expect below the region, up to the multiplier."""
    return (regional.astype(float) + floor) ** power


def scores(tested: pd.DataFrame, size: pd.Series) -> pd.DataFrame:
    """Rows of backtests.TESTED with score = |error| / the expected size (by test)."""
    size = tested["test"].map(size)
    return tested.assign(score=tested["error"].abs() / size)


def multiplier(scored: pd.DataFrame, coverage: float) -> float:
    """The score below which `coverage` of the figures lie, each family weighing the same."""
    weight = 1 / scored.groupby("family")["score"].transform("size")
    ordered = scored.assign(weight=weight / weight.sum()).sort_values("score", kind="stable")
    reached = ordered["weight"].cumsum().searchsorted(coverage - 1e-12)
    return float(ordered["score"].iloc[min(int(reached), len(ordered) - 1)])


def held_out_coverage(scored: pd.DataFrame, coverage: float) -> pd.DataFrame:
    """Per family: multiplier of the other families, share of its figures inside the range, figures, places.

    Columns family, multiplier, inside, figures, places; the last row "All families" is their mean.
    """
    rows = []
    for family, own in scored.groupby("family", sort=True):
        found = multiplier(scored[scored["family"] != family], coverage)
        rows.append((family, found, float((own["score"] <= found).mean()), len(own), own["place"].nunique()))
    table = pd.DataFrame(rows, columns=["family", "multiplier", "inside", "figures", "places"])
    mean = (
        "All families",
        multiplier(scored, coverage),
        table["inside"].mean(),
        len(scored),
        scored["place"].nunique(),
    )
    return pd.concat([table, pd.DataFrame([mean], columns=table.columns)], ignore_index=True)


def uncertainty(inside: pd.Series, seed: int, draws: int = 2000) -> tuple[float, float]:
    """The middle 90% of mean coverage when families are drawn again with replacement: (low, high)."""
    values = inside.to_numpy(dtype=float)
    chosen = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    low, high = np.quantile(values[chosen].mean(axis=1), [0.05, 0.95])
    return float(low), float(high)


def curve(scored: pd.DataFrame, nominal: list[float]) -> pd.DataFrame:
    """Calibration: nominal coverage against what held-out families show. Columns nominal, inside."""
    rows = [(level, float(held_out_coverage(scored, level)["inside"].iloc[-1])) for level in nominal]
    return pd.DataFrame(rows, columns=["nominal", "inside"])
