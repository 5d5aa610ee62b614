"""Statistical neighbours: the areas most like a place in deprivation, age, density, housing and size.

Distance is Euclidean on standardised features (mean and standard deviation of the candidates), as in the nearest
neighbour models of CIPFA; size and density are taken as logarithms, so that twice as large counts the same at any
size. Ethnicity is not among them: no table held has it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.errors import UsageError

ASKED = ("population", "income_deprived", "children", "pensioners", "housing_barriers", "surface")
"""The keys (config/keys.csv) that features are made of."""


def features(sums: pd.DataFrame) -> pd.DataFrame:
    """What areas are alike in: shares of people in income deprivation, under 16 and over 65, barriers to housing per
    head, population and density as logarithms. sums: ASKED by area."""
    people = sums["population"].astype(float)
    shares = {
        name: sums[name] / people
        for name in ("income_deprived", "children", "pensioners", "housing_barriers")
    }
    return pd.DataFrame(
        {**shares, "log_population": np.log(people), "log_density": np.log(people / sums["surface"])}
    )


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
