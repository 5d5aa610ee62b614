"""Make what the evidence comes to for each driver: regional error, half-width of its range, grade."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import backtests, calibration, splits
from totalplace_lib.evidence.grades import grade
from totalplace_lib.evidence.measured import MEASURED
from totalplace_lib.project import read_config


def made() -> pd.DataFrame:
    """config/made/measured.csv made from the evidence (MEASURED columns): the drivers of drivers.csv, then services
    of local bodies."""
    regional, drivers = backtests.regional_error_by_driver(), splits.drivers()
    tests = backtests.tests()
    width = calibration.multiplier(backtests.scored(), backtests.setting("coverage"))
    local = tests[~tests["driver"].isin(drivers.index)]
    own = backtests.regional_error_by_test()[local["test"]]
    own.index = pd.Index([row.driver or row.test for row in local.itertuples()])
    size = pd.concat([regional.reindex(drivers.index), own]).dropna()
    below = _figures_below(size.index)
    is_tested = pd.Series([_is_tested(name, drivers) for name in size.index], index=size.index)
    half = (width * backtests.expected(size)).round(3)
    grades = grade(half, is_tested, read_config("evidence/grades.csv"))
    words = [_words(is_tested[name], below[name], _when(name, drivers)) for name in size.index]
    return pd.DataFrame(
        {
            "driver": size.index,
            "regional_error": size.round(3).to_numpy(),
            "half_width": half.to_numpy(),
            "grade": grades.to_numpy(),
            "figures_below": below.to_numpy(),
            "evidence": words,
        }
    )[MEASURED]


def _is_tested(driver: str, drivers: pd.DataFrame) -> bool:
    return driver not in drivers.index or str(drivers.loc[driver, "tested"]) != splits.FIXED


def _figures_below(names: pd.Index) -> pd.Series:
    tests = backtests.tests()
    speaks_for = {row.test: row.driver or row.test for row in tests.itertuples()}
    counted = backtests.tested()["test"].map(speaks_for).value_counts()
    return counted.reindex(names).fillna(0).astype("int64")


def _when(driver: str, drivers: pd.DataFrame) -> str:
    """The years of the regional truth."""
    if driver not in drivers.index:
        return backtests.COUNCIL_YEAR
    errors = backtests.regional_errors()
    tested = errors.loc[errors["driver"] == driver, "year"]
    return f"{tested.min()} to {tested.max()}"


def _words(is_tested: bool, below: int, when: str) -> str:
    """The evidence in a few words for the report."""
    if not is_tested:
        return "no evidence: a fixed asset or a single site"
    return f"nine regions {when}; {f'{below:,} figures' if below else 'none'} below the region"
