"""How often ranges held what they were not made from: each family of tests, each kind of money, each region.

A family that holds less or more than config/evidence/ranges.csv allows makes the grade of its lines D (measuring). The
worst is said wherever the mean is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.evidence import backtests, calibration, council_errors, splits
from totalplace_lib.project import read_config, read_table, remembered

COLUMNS = ["level", "name", "inside", "low", "high", "figures"]
LEVELS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]


def setting(name: str) -> float:
    """One number of config/evidence/ranges.csv."""
    return float(read_config("evidence/ranges.csv").set_index("name")["value"][name])


def expected(regional: pd.Series) -> pd.Series:
    """Expected size of errors below the region from regional errors, by the settings in config/evidence/ranges.csv."""
    return calibration.expected_size(regional, setting("floor"), setting("power"))


@remembered
def scored() -> pd.DataFrame:
    """All back-tests with their scores: |error| against what the regional error leads one to expect."""
    return calibration.scores(backtests.tested(), expected(backtests.regional_error_by_test()))


def is_as_said(inside: float) -> bool:
    """Whether a family of tests holds as much as config/evidence/ranges.csv asks for: neither less nor more."""
    return setting("least_inside") <= inside <= setting("most_inside")


@remembered
def families() -> pd.DataFrame:
    """Each family of tests below the region by its own range (calibration.by_family), by family."""
    return calibration.by_family(scored(), setting("coverage")).set_index("family")


def borrowed() -> pd.DataFrame:
    """Each family by a range made from the other families alone (calibration.held_out_coverage)."""
    return calibration.held_out_coverage(scored(), setting("coverage"))


@remembered
def between(nominal: float) -> pd.DataFrame:
    """Rows of backtests.regional_errors with family, the kind of money, and inside: whether the bound of the driver's
    errors in the other regions holds it."""
    errors = backtests.regional_errors()
    inside = pd.Series(index=errors.index, dtype="bool")
    for _, own in errors.groupby("driver"):
        sizes = own["error"].abs().to_numpy(dtype=np.float64)
        inside[own.index] = calibration.held_without(
            sizes, own["region_code"].to_numpy(dtype=np.str_), nominal
        )
    return errors.assign(inside=inside, family=errors["driver"].map(splits.drivers()["family"]))


@remembered
def kinds() -> pd.DataFrame:
    """Each kind of money between regions: inside and figures, by family of config/evidence/drivers.csv; what no key can
    predict is left out."""
    rows = between(setting("coverage"))
    rows = rows[rows["driver"].map(splits.drivers()["tested"]) != splits.FIXED]
    return _of(rows["inside"], rows["family"])


def _of(inside: pd.Series, by: pd.Series) -> pd.DataFrame:
    """inside (the share held) and figures by group."""
    return pd.DataFrame({"inside": inside.groupby(by).mean(), "figures": inside.groupby(by).size()})


def measured_coverage() -> pd.DataFrame:
    """Coverage with its own uncertainty, for config/made/coverage.csv: COLUMNS. Means first, each with its worst."""
    whole = between(setting("coverage"))
    areas = read_table("areas", vintage=backtests.VINTAGE).drop_duplicates("region_code")
    names = areas.set_index("region_code")["region_name"]
    regions = _of(whole["inside"], whole["region_code"].map(names))
    returns = council_errors.coverage()
    below = pd.concat([families()[["inside", "figures"]], returns])
    lent = borrowed().iloc[:-1].set_index("family")[["inside", "figures"]]
    means = [
        *_mean("places", "Places: families of tests", below, below),
        *_mean("regions", "Between regions: kinds of money", kinds(), pd.concat([kinds(), regions])),
        *_mean("borrowed", "Places, by a range made from other families", lent, lent),
    ]
    parts = [
        table.rename_axis("name").reset_index().assign(level=level)
        for level, table in (("family", below), ("kind", kinds()), ("region", regions))
    ]
    both = pd.concat([pd.DataFrame(means, columns=COLUMNS), *parts], ignore_index=True)
    return both[COLUMNS].round(3)


def _mean(level: str, name: str, table: pd.DataFrame, each: pd.DataFrame) -> list[tuple[object, ...]]:
    """The mean of a table by name, and the worst of each: the one furthest from what is stated."""
    low, high = calibration.uncertainty(table["inside"], int(setting("seed")))
    worst = str((each["inside"] - setting("coverage")).abs().idxmax())
    inside, figures = float(each["inside"][worst]), int(each["figures"][worst])
    return [
        (level, f"{name}, mean", float(table["inside"].mean()), low, high, int(table["figures"].sum())),
        (f"{level}: worst", worst, inside, None, None, figures),
    ]


def calibration_curve() -> pd.DataFrame:
    """Stated against measured coverage: nominal, nominal_line (the same), places, worst (the family furthest from what
    is stated), regions."""
    rows = []
    for level in LEVELS:
        inside = calibration.by_family(scored(), level)["inside"]
        worst = float(inside.iloc[int((inside - level).abs().to_numpy().argmax())])
        regions = float(between(level).groupby("family")["inside"].mean().mean())
        rows.append((level, level, float(inside.mean()), worst, regions))
    return pd.DataFrame(rows, columns=["nominal", "nominal_line", "places", "worst", "regions"])
