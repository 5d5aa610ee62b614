"""Make what the evidence comes to for each driver: regional error, half-width of its range, grade."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import backtests, calibration, council_errors, coverage, splits
from totalplace_lib.evidence.grades import grade
from totalplace_lib.evidence.measured import MEASURED
from totalplace_lib.project import read_config


def made() -> pd.DataFrame:
    """config/made/measured.csv made from the evidence (MEASURED columns): the drivers of drivers.csv, services of local
    bodies, what is estimated for councils.

    A driver with figures below the region has the range of its family of tests (the widest where it has several), any
    other the range of all families. D: nothing was tested, or the family holds less or more than it says. Without a
    figure below the region nothing is better than C.
    """
    size, drivers = _regional(), splits.drivers()
    own, sure = _own_multipliers(), _holds_what_it_says()
    lent = calibration.multiplier(coverage.scored(), coverage.setting("coverage"))
    half = (own.reindex(size.index).fillna(lent) * coverage.expected(size)).round(3)
    is_tested = pd.Series([_is_tested(name, drivers) for name in size.index], index=size.index)
    grades = grade(half, is_tested & sure.reindex(size.index), read_config("evidence/grades.csv"))
    below = _figures_below().reindex(size.index).fillna(0).astype("int64")
    grades = grades.mask((below == 0) & (grades == "B"), "C")
    words = [_words(is_tested[name], sure[name], below[name], _when(name, drivers)) for name in size.index]
    table = pd.DataFrame(
        {
            "driver": size.index,
            "regional_error": size.round(3).to_numpy(),
            "half_width": half.to_numpy(),
            "grade": grades.to_numpy(),
            "figures_below": below.to_numpy(),
            "evidence": words,
        }
    )
    is_as_said = council_errors.families()["inside"].map(coverage.is_as_said)
    return pd.concat([table, council_errors.made(is_as_said)], ignore_index=True)[MEASURED]


def _regional() -> pd.Series:
    """The regional error of every driver, and of every service of local bodies that has a test."""
    regional, drivers, tests = backtests.regional_error_by_driver(), splits.drivers(), backtests.tests()
    local = tests[~tests["driver"].isin(drivers.index)]
    own = backtests.regional_error_by_test()[local["test"]]
    own.index = pd.Index(_speaks_for()[local["test"]])
    return pd.Series(pd.concat([regional.reindex(drivers.index), own]).dropna())


def _speaks_for() -> pd.Series:
    """The driver of each test: its own name where it speaks for a service of councils."""
    tests = backtests.tests()
    return pd.Series(tests["driver"].where(tests["driver"] != "", tests["test"]))


def _own_multipliers() -> pd.Series:
    """The multiplier of each driver that has figures below the region: the widest of its families of tests."""
    found = backtests.tests()["family"].map(coverage.families()["multiplier"])
    return pd.Series(found.groupby(_speaks_for()).max())


def _holds_what_it_says() -> pd.Series:
    """By driver: whether all its families of tests hold as much as they say; without one, its kind of money."""
    kinds = splits.drivers()["family"].map(coverage.kinds()["inside"]).map(coverage.is_as_said)
    inside = backtests.tests()["family"].map(coverage.families()["inside"]).map(coverage.is_as_said)
    below = inside.groupby(_speaks_for()).all()
    return pd.Series(below.combine_first(kinds).astype(bool))


def _is_tested(driver: str, drivers: pd.DataFrame) -> bool:
    return driver not in drivers.index or str(drivers.loc[driver, "tested"]) != splits.FIXED


def _figures_below() -> pd.Series:
    """Figures below the region that each driver was tested on."""
    return backtests.tested()["test"].map(_speaks_for()).value_counts()


def _when(driver: str, drivers: pd.DataFrame) -> str:
    """The years of the regional truth."""
    if driver not in drivers.index:
        return backtests.COUNCIL_YEAR
    errors = backtests.regional_errors()
    tested = errors.loc[errors["driver"] == driver, "year"]
    return f"{tested.min()} to {tested.max()}"


def _words(is_tested: bool, is_sure: bool, below: int, when: str) -> str:
    """The evidence in a few words for the report."""
    if not is_tested:
        return "no evidence: a fixed asset or a single site"
    found = f"{below:,} figures" if below else "none"
    held = "" if is_sure else "; its ranges do not hold what they say"
    return f"nine regions {when}; {found} below the region{held}"
