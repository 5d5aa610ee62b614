"""Grades A to D: A is published, B to D by how far the range reaches (config/evidence/grades.csv), never by opinion."""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.errors import ConfigError

PUBLISHED = "A"


def grade(half_width: pd.Series, is_tested: pd.Series, thresholds: pd.DataFrame) -> pd.Series:
    """The grade of each half-width (log odds). Without a test the last grade, whatever the width.

    thresholds  grade, up_to (relative reach of the upper end; empty for the last). ConfigError when out of order.
    """
    limits = thresholds["up_to"].astype(float)
    if not limits.dropna().is_monotonic_increasing or limits.isna().sum() != 1 or pd.notna(limits.iloc[-1]):
        raise ConfigError("config/evidence/grades.csv: up_to must rise, and only the last grade has none.")
    names = thresholds["grade"].tolist()
    reach = np.expm1(half_width.astype(float))
    place = np.searchsorted(limits.iloc[1:-1].to_numpy(), reach.to_numpy())
    found = pd.Series([names[1:][number] for number in place], index=half_width.index, dtype="str")
    return found.where(is_tested & half_width.notna(), names[-1])


def of_sum(low: float, central: float, high: float, thresholds: pd.DataFrame) -> str:
    """The grade of a sum of figures by its own range: A only where nothing in it is shared."""
    if low == high:
        return PUBLISHED
    reach = max(high - central, central - low) / abs(central) if central else np.inf
    half = pd.Series([np.log1p(reach)])
    return str(grade(half, pd.Series([np.isfinite(reach)]), thresholds).iloc[0])
