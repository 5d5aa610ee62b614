"""Statistical neighbours: the areas most like a place in deprivation and size.

Distance is Euclidean on standardised features (mean and standard deviation of the candidates), as in the nearest
neighbour models of CIPFA; size is taken as a logarithm, so that twice as large counts the same at any size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.errors import UsageError


def features(poor: pd.Series, people: pd.Series) -> pd.DataFrame:
    """income_share and log_population of areas from people in income deprivation and residents."""
    return pd.DataFrame({"income_share": poor / people, "log_population": np.log(people.astype(float))})


def nearest(candidates: pd.DataFrame, target: pd.Series, number: int = 5) -> pd.DataFrame:
    """The candidates nearest to the target: their features and distance, nearest first; ties by index.

    candidates  one row per area, numeric features; the place itself must not be among them
    target      the same features of the place. UsageError when a feature is missing or there is no candidate.
    """
    if candidates.empty or candidates.isna().to_numpy().any() or target.isna().any():
        raise UsageError("Neighbours: every area needs its deprivation and its population.")
    spread = candidates.std(ddof=0).replace(0.0, 1.0)
    gaps = (candidates - target[candidates.columns]) / spread
    distance = np.sqrt((gaps**2).sum(axis=1))
    found = candidates.assign(distance=distance).rename_axis("area").reset_index()
    return found.sort_values(["distance", "area"], ignore_index=True).head(number)
