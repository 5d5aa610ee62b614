"""Years in which the Treasury gives functions only: how far the key of each function is from its nine regions."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench.central import by_function
from totalplace_lib.bench.key_series import series
from totalplace_lib.bench.years import basis, years
from totalplace_lib.count import geography
from totalplace_lib.count.evidence.candidates import region_shares
from totalplace_lib.count.evidence.errors import error, typical_by_driver
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.model import Year
from totalplace_lib.project import read_table, remembered

FUNCTION = "function: "
NO_DEPARTMENT = "Central government"  # the payer in years in which the Treasury gives functions only
CELL = ["driver", "key", "region_code"]


def driver(lines: pd.DataFrame) -> pd.Series:
    """What stands for the driver where no programmes are published: the function, current or capital."""
    return FUNCTION + lines["programme"].astype(str) + ", " + lines["economic"].astype(str)


@remembered
def held() -> tuple[str, ...]:
    """The years that are counted by function."""
    return tuple(year for year in years() if basis(Year.parse(year)).by_function_only)


@remembered
def errors() -> pd.DataFrame:
    """Errors of every function's key between regions: driver, year, region_code, error (log odds), amount_gbp.

    A year in which a region received nothing or paid back (guarantees, receipts) has no shares and is left out.
    """
    return pd.concat([_of_year(year) for year in held()], ignore_index=True)


@remembered
def by_driver() -> pd.Series:
    """The typical regional error of each function, weighted by money."""
    return typical_by_driver(errors())


def _of_year(year: str) -> pd.DataFrame:
    when = Year.parse(year)
    lines = by_function(when)
    lines = lines[lines["key"] != NEVER_SPREAD].rename(columns={"catchment_code": "region_code"})
    sums = lines.assign(driver=driver(lines)).groupby(CELL, as_index=False)["amount_pence"].sum()
    region = read_table("areas", vintage=geography.vintage_for(when)).set_index("area_code")["region_code"]
    of_driver = sums.groupby("driver")["amount_pence"]
    sums = sums[(of_driver.transform("min") > 0) & (of_driver.transform("size") == region.nunique())]
    split = region_shares(series(when, sorted(set(sums["key"]))), region).stack()
    estimated = split.reindex(pd.MultiIndex.from_frame(sums[["key", "region_code"]])).to_numpy()
    truth = sums["amount_pence"] / sums.groupby("driver")["amount_pence"].transform("sum")
    found = sums.assign(year=year, error=error(estimated, truth), amount_gbp=sums["amount_pence"] / 100)
    return pd.DataFrame(found[["driver", "year", "region_code", "error", "amount_gbp"]])
