"""The size of an error, in log odds of a share, so that no range can leave nought or the whole it is a part of.

For a small share an error of 0.1 means a tenth too much or too little; for a place that is nearly its whole region the
same error moves little money, because the region's total is published.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
_EDGE = 1e-12


def log_odds(share: npt.ArrayLike) -> Array:
    """Log of share / (1 - share)."""
    inside = np.clip(np.asarray(share, dtype=np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def error(estimated: npt.ArrayLike, actual: npt.ArrayLike) -> Array:
    """Log odds of the actual share less those of the estimated."""
    return np.asarray(log_odds(actual) - log_odds(estimated))


def moved(share: npt.ArrayLike, by: npt.ArrayLike) -> Array:
    """The share whose log odds are `by` more."""
    return np.asarray(1 / (1 + np.exp(-(log_odds(share) + np.asarray(by, dtype=np.float64)))))


def root_mean_square(errors: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Typical size of errors, weighted where weights are given."""
    weight = None if weights is None else np.asarray(weights, dtype=np.float64)
    return float(np.sqrt(np.average(np.square(np.asarray(errors, dtype=np.float64)), weights=weight)))


def typical_by_driver(errors: pd.DataFrame) -> pd.Series:
    """Typical error of each driver, weighted by money, from rows of driver, error, amount_gbp."""
    return errors.groupby("driver")[["error", "amount_gbp"]].apply(
        lambda part: root_mean_square(part["error"].to_numpy(), part["amount_gbp"].to_numpy())
    )
