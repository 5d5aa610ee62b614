"""What the evidence came to, as it was written: errors and grades by driver, coverage. Made by evidence.measuring."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.project import read_config, remembered

MEASURED = ["driver", "regional_error", "half_width", "grade", "figures_below", "evidence"]


@remembered
def table() -> pd.DataFrame:
    """config/made/measured.csv by driver: regional_error, half_width (log odds), grade, figures_below, evidence."""
    numbers = {"regional_error": "float64", "half_width": "float64", "figures_below": "int64"}
    return read_config("made/measured.csv").astype(numbers).set_index("driver")


@remembered
def coverage() -> pd.DataFrame:
    """config/made/coverage.csv: level, name, inside, low, high, figures (evidence.coverage)."""
    numbers = {"inside": "float64", "low": "float64", "high": "float64", "figures": "int64"}
    return read_config("made/coverage.csv").astype(numbers)


def names() -> pd.Series:
    """Each driver in words, by driver."""
    return read_config("evidence/drivers.csv").set_index("driver")["name"]
