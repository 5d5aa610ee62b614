"""Low, central and high for every line and for totals. The central figure is the count's and is never changed.

A published figure has no range. The range of a shared one moves its share of the catchment by the half-width of its
driver in log odds. In a total, errors of one driver move together and those of different drivers in part, so that the
range of a sum is narrower than the sum of the ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.count.evidence.calibration import Z90
from totalplace_lib.count.evidence.errors import log_odds
from totalplace_lib.model import Method


@dataclass(frozen=True)
class Simulation:
    """How totals are simulated; correlation is that of errors between drivers."""

    coverage: float
    correlation: float
    draws: int
    seed: int


def with_ranges(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of a count with low_gbp and high_gbp, to the penny.

    lines  amount_gbp, method, share (the place's share of the catchment by key), half_width (log odds; both a gap
           where the figure is published)
    """
    shared = lines["method"] == str(Method.APPORTIONED)
    down, up = (
        _factors(lines["share"].where(shared), -lines["half_width"]),
        _factors(lines["share"].where(shared), lines["half_width"]),
    )
    ends = np.sort(np.stack([lines["amount_gbp"] * down, lines["amount_gbp"] * up]), axis=0)
    low = pd.Series(ends[0], lines.index).round(2).where(shared, lines["amount_gbp"])
    high = pd.Series(ends[1], lines.index).round(2).where(shared, lines["amount_gbp"])
    return lines.assign(
        low_gbp=np.minimum(low, lines["amount_gbp"]), high_gbp=np.maximum(high, lines["amount_gbp"])
    )


def _factors(share: pd.Series, by: pd.Series) -> pd.Series:
    """What a share is multiplied by when its log odds move."""
    odds, part = np.exp(by.to_numpy(float)), share.to_numpy(float)
    return pd.Series(odds / (1 - part + part * odds), index=share.index)


def total_range(lines: pd.DataFrame, how: Simulation) -> tuple[float, float]:
    """Low and high of the sum of the lines, GBP; contains the sum itself.

    lines  amount_gbp, method, driver, share, half_width. Vectorised over the draws; the same seed, the same range.
    """
    central = float(lines["amount_gbp"].sum())
    shared = lines[(lines["method"] == str(Method.APPORTIONED)) & (lines["amount_gbp"] != 0)]
    if shared.empty:
        return round(central, 2), round(central, 2)
    parts = shared.groupby(["driver", "share", "half_width"], sort=True)["amount_gbp"].sum().reset_index()
    drivers = parts["driver"].astype("category")
    odds = np.exp(
        _moves(len(drivers.cat.categories), how)[:, drivers.cat.codes]
        * parts["half_width"].to_numpy(float)
        / Z90
    )
    share = parts["share"].to_numpy(float)
    change = (odds / (1 - share + share * odds) - 1) @ parts["amount_gbp"].to_numpy(float)
    tail = (1 - how.coverage) / 2
    low, high = np.quantile(change, [tail, 1 - tail])
    return round(central + min(float(low), 0.0), 2), round(central + max(float(high), 0.0), 2)


def _moves(drivers: int, how: Simulation) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Standard normal errors, draws x drivers, correlated between drivers."""
    generator = np.random.default_rng(how.seed)
    common = generator.standard_normal((how.draws, 1))
    own = generator.standard_normal((how.draws, drivers))
    return np.asarray(np.sqrt(how.correlation) * common + np.sqrt(1 - how.correlation) * own)


def is_held(share: pd.Series, truth: pd.Series, half_width: pd.Series) -> pd.Series:
    """Whether the true share lies inside the range of the estimated one."""
    apart = pd.Series(np.abs(log_odds(truth) - log_odds(share)), index=share.index)
    return apart <= half_width + 1e-12
