"""Do the ranges of totals hold? Each region's whole money by the keys, region left out, against what was published."""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.evidence import backtests, calibration, coverage, league, splits
from totalplace_lib.evidence.log_odds import root_mean_square
from totalplace_lib.evidence.ranges import simulation, total_range
from totalplace_lib.model import Method
from totalplace_lib.project import remembered


@remembered
def regional_totals() -> pd.DataFrame:
    """Per region and year: family (the region), central_gbp, low_gbp, high_gbp, actual_gbp, inside.

    The width of a driver's range between regions comes from its errors in the other regions.
    """
    parts = _parts()
    rows = []
    for (region, year), part in parts.groupby(["region_code", "year"], sort=True):
        low, high = total_range(part, simulation())
        actual = float(part["actual_gbp"].sum())
        rows.append((region, year, float(part["amount_gbp"].sum()), low, high, actual, low <= actual <= high))
    columns = ["family", "year", "central_gbp", "low_gbp", "high_gbp", "actual_gbp", "inside"]
    return pd.DataFrame(rows, columns=columns)


def measured_coverage() -> pd.DataFrame:
    """Rows of coverage.COLUMNS: totals of regions in the years to 2017-18, and in those after, which had no part in the
    setting of the correlation (config/evidence/ranges.csv)."""
    found = regional_totals()
    later = found["year"] >= splits.FIRST_JUDGED
    rows = []
    for level, words, table in (
        ("totals", "Totals of regions", found[~later]),
        ("later totals", "Totals of regions, out of time", found[later]),
    ):
        by_region = table.groupby("family")["inside"].mean()
        low, high = calibration.uncertainty(by_region, int(coverage.setting("seed")))
        name = f"{words}, {table['year'].min()} to {table['year'].max()}"
        rows.append((level, name, float(by_region.mean()), low, high, len(table)))
    return pd.DataFrame(rows, columns=coverage.COLUMNS).round(3)


def _parts() -> pd.DataFrame:
    """One row per driver, year and region: share by the held-out choice, amount_gbp, actual_gbp, half_width."""
    frames = []
    for driver, held in splits.arenas().items():
        share = league.without_region(held)
        table = pd.DataFrame(
            {
                "driver": driver,
                "year": np.repeat(held.years, len(held.regions)),
                "region_code": np.tile(held.regions, len(held.years)),
                "share": share.reshape(-1),
                "amount_gbp": (share * held.amounts.sum(axis=1, keepdims=True)).reshape(-1),
                "actual_gbp": held.amounts.reshape(-1),
            }
        )
        frames.append(table)
    parts = pd.concat(frames, ignore_index=True).assign(method=str(Method.APPORTIONED))
    widths = pd.concat([_half_widths(str(region)) for region in parts["region_code"].unique()])
    return parts.merge(widths, on=["driver", "region_code"])


def _half_widths(region: str) -> pd.DataFrame:
    """Half-widths between regions from the errors of all regions but one: driver, region_code, half_width."""
    errors = backtests.regional_errors()
    others = errors[errors["region_code"] != region]
    typical = others.groupby("driver")["error"].apply(lambda part: root_mean_square(part.to_numpy()))
    size = typical + coverage.setting("floor")
    ratio = others["error"].abs() / others["driver"].map(size)
    half = size * float(np.quantile(ratio, coverage.setting("coverage")))
    return half.rename("half_width").reset_index().assign(region_code=region)
