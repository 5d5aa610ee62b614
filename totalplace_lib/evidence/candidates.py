"""Candidates of the tournament: each key as shares of England by region, and weights fitted to a published split."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

# How strongly fitted weights are drawn towards the first key: this part of what the data can say about the others.
SHRINKAGE = 0.1
STEP = 0.1


def region_shares(series: pd.DataFrame, region: pd.Series) -> pd.DataFrame:
    """Keys x regions, each row summing to one.

    series  key, area_code, value;  region  region code by area_code
    """
    sums = series.assign(region=series["area_code"].map(region)).pivot_table(
        index="key", columns="region", values="value", aggfunc="sum"
    )
    return sums.div(sums.sum(axis=1), axis=0)


def fit(split: Array, terms: Array) -> Array:
    """Non-negative weights, in steps of a tenth and adding to one, of the terms that come nearest to a published split.

    split  n x regions, shares of each year;  terms  k x n x regions. A region counts by how far it is from its share of
    the first term, relative to that share. Weights are drawn towards the first term (SHRINKAGE), the driver's own key.
    """
    scale = 1 / np.sqrt(np.maximum(terms[0], 1e-9))
    rows, target = (terms * scale).reshape(len(terms), -1).T, (split * scale).reshape(-1)
    apart = ((rows[:, 1:] - rows[:, :1]) ** 2).sum(axis=0).mean()
    pull = np.sqrt(SHRINKAGE * apart) * np.eye(len(terms))
    start = pull[:, 0]
    from scipy.optimize import nnls  # a third of a second to import, and only the tournament needs it

    weights, _ = nnls(np.vstack([rows, pull]), np.concatenate([target, start]))
    return in_steps(weights / weights.sum()) if weights.sum() > 0 else np.eye(len(terms))[0]


def in_steps(weights: Array) -> Array:
    """Weights rounded to steps of a tenth by largest remainder, so that they still add to one."""
    exact = weights / STEP
    whole = np.floor(exact + 1e-9)
    left = round(1 / STEP) - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:left]] += 1
    return np.asarray(np.round(whole * STEP, 10))
