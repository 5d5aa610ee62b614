"""The evidence behind shared figures: reads the published splits and the keys and hands them to count.evidence."""

from __future__ import annotations

import functools

import pandas as pd

from totalplace_lib.bench.key_series import series
from totalplace_lib.count.evidence.candidates import region_shares
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import central_rules

# Each year once, from the edition that gives its outturn: the 2010 edition's 2010-11 is plans.
EDITIONS = {"cra_2010": (2004, 2009), "cra_2014": (2010, 2013), "cra_2018": (2014, 2017)}
VINTAGE = 2009
LATEST_PEOPLE = 2013  # populations on the areas of 2009 end here


@functools.cache
def truth() -> pd.DataFrame:
    """Identifiable central money by line and English region: edition, year, driver, department, programme,
    function_code, economic, region_code, amount_gbp."""
    parts = [
        read_table("cra", edition=edition, year=[str(Year(start)) for start in range(first, last + 1)])
        for edition, (first, last) in EDITIONS.items()
    ]
    cra = pd.concat(parts, ignore_index=True)
    english = cra["area_code"].str.startswith("E12") & cra["is_identifiable"] & (cra["sector"] != "LA")
    lines = apply_rules(
        cra[english],
        central_rules(),
        ["department", "programme", "economic"],
        ["driver"],
        "lines/central.csv",
    )
    by = ["edition", "year", "driver", "department", "programme", "function_code", "economic", "area_code"]
    return lines.groupby(by, as_index=False)["amount_gbp"].sum().rename(columns={"area_code": "region_code"})


@functools.cache
def shares() -> dict[str, pd.DataFrame]:
    """Every key as shares of England by region, for each year of the truth."""
    region = read_table("areas", vintage=VINTAGE).set_index("area_code")["region_code"]
    made = {start: region_shares(series(Year(start)), region) for start in range(2004, LATEST_PEOPLE)}
    last = max(made)
    return {str(Year(start)): made[min(start, last)] for start in range(2004, 2018)}


@functools.cache
def shortlists() -> pd.DataFrame:
    """config/evidence/shortlists.csv."""
    return read_config("evidence/shortlists.csv").fillna("")
