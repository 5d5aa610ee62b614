"""Back-tests below the region: what is known by place, shared over its region as if it were not.

The money of the known places of a region is shared among them by the key; the error of each is the log odds of its true
share less those of its share by key. Regions with one known place say nothing and are left out.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.evidence.errors import error

TESTED = ["test", "family", "driver", "year", "region_code", "place", "estimated_gbp", "actual_gbp", "error"]


def within_regions(known: pd.DataFrame, of_test: pd.Series) -> pd.DataFrame:
    """Errors of one test, one row per place.

    known    year, region_code, place, actual_gbp, value (the place's key)
    of_test  test, family, driver: words for every row. Returns TESTED.
    """
    positive = known[known["actual_gbp"] > 0]
    kept = positive[positive.groupby(["year", "region_code"])["place"].transform("size") > 1]
    by = kept.groupby(["year", "region_code"])
    total = by["actual_gbp"].transform("sum")
    share, truth = kept["value"] / by["value"].transform("sum"), kept["actual_gbp"] / total
    named = kept.assign(
        estimated_gbp=share * total,
        error=error(share, truth),
        **{name: of_test[name] for name in ("test", "family", "driver")},
    )
    return named[TESTED].reset_index(drop=True)


def against_control(known: pd.DataFrame, of_test: pd.Series) -> pd.DataFrame:
    """Errors of one test where the control total of the region is published and not all of its places are known.

    known  year, region_code, place, actual_gbp, control_gbp, share (the place's share of its region by key)
    """
    named = known.assign(
        estimated_gbp=known["share"] * known["control_gbp"],
        error=error(known["share"], known["actual_gbp"] / known["control_gbp"]),
        **{name: of_test[name] for name in ("test", "family", "driver")},
    )
    return named[TESTED].reset_index(drop=True)


def summary(tested: pd.DataFrame) -> pd.DataFrame:
    """Per test: places, median and 90th percentile of the relative error, misplaced share of the money."""
    relative = (tested["estimated_gbp"] / tested["actual_gbp"] - 1).abs()
    apart = (tested["estimated_gbp"] - tested["actual_gbp"]).abs()
    rows = tested.assign(relative=relative, apart=apart).groupby(["test", "family"], sort=False)
    return (
        rows.agg(
            figures=("place", "size"),
            places=("place", "nunique"),
            years=("year", "nunique"),
            median_error=("relative", "median"),
            wide_error=("relative", lambda values: values.quantile(0.9)),
            misplaced=("apart", "sum"),
            actual_gbp=("actual_gbp", "sum"),
        )
        .assign(misplaced=lambda table: table["misplaced"] / table["actual_gbp"] / 2)
        .reset_index()
    )
