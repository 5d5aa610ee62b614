"""What capital could build for the same money: a primary school, a health centre or 100 homes, over their whole life.

Costs are benchmarks for a square metre (config/appraisal/buildings.csv), brought to a region and to the prices of a
year by the GDP deflator, which does not measure the prices of building. Not here: land; who teaches or treats inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.appraisal.discounting import Rates, repaid
from totalplace_lib.analysis.options import rates
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.count import geography
from totalplace_lib.model import Place, Year
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_config

NUMBERS = (
    "units", "area_m2", "low_gbp_m2", "gbp_m2", "high_gbp_m2", "added", "bias", "running_low", "running",
    "running_high", "life",
)  # fmt: skip
ESTATE = ("public estate, value of assets", "public estate, annual running costs")
LEAST, CENTRAL, MOST = CASES = ("least", "central", "most")


@dataclass(frozen=True)
class Choice:
    """What a yearly amount could repay, and what that would build.

    yearly_gbp  what would be found each year;  interest: the rate that the authorities pay on what they owe
    loans       case, years, capacity_gbp;  table: whole_life with least, central, most (how many of each)
    """

    yearly_gbp: float
    interest: float
    loans: pd.DataFrame
    table: pd.DataFrame

    @property
    def capacity_gbp(self) -> float:
        """What could be borrowed, central."""
        return float(self._middle["capacity_gbp"].iloc[0])

    @property
    def years(self) -> int:
        """Over how many years it is repaid, central."""
        return int(self._middle["years"].iloc[0])

    @property
    def _middle(self) -> pd.DataFrame:
        return self.loans[self.loans["case"] == CENTRAL]


def choice(place: Place, year: str, people: pd.Series, yearly_gbp: float, interest: float) -> Choice:
    """What could be built in a place in the prices of a year. people: residents by area code."""
    areas = gazetteer(geography.vintage_for(Year.parse(year))).areas
    where = location(areas, people.loc[list(place.areas)], read_config("appraisal/location.csv"))
    prices = deflator()
    table = whole_life(
        read_config("appraisal/buildings.csv").astype(dict.fromkeys(NUMBERS, float)),
        where,
        lambda of: prices.factor(of, year),
        rates()[0],
    )
    lent = loans(yearly_gbp, interest, read_config("appraisal/loans.csv").astype({"years": int}))
    return Choice(yearly_gbp, interest, lent, how_many(table, lent))


def estate(place_name: str) -> tuple[float, float] | None:
    """The value of all public buildings of a place and what they cost to run a year, where it was published, GBP."""
    table = read_config("published/counts.csv").query("place_name == @place_name").set_index("item")
    if not set(ESTATE) <= set(table.index):
        return None
    amounts = table["amount_gbp"].astype(float)
    return float(amounts[ESTATE[0]]), float(amounts[ESTATE[1]])


def location(areas: pd.DataFrame, people: pd.Series, factors: pd.DataFrame) -> float:
    """The cost of building here beside the country, its regions weighted by the residents of the place's areas.

    areas  area_code, region_name;  people: residents by area code;  factors: region_name, factor
    """
    region = areas.drop_duplicates("area_code").set_index("area_code")["region_name"].reindex(people.index)
    here = region.map(factors.set_index("region_name")["factor"].astype(float))
    return float(np.average(here.to_numpy(float), weights=people.to_numpy(float)))


def whole_life(
    buildings: pd.DataFrame, where: float, factor: Callable[[str], float], standard: Rates
) -> pd.DataFrame:
    """building, name, holds, units, build_gbp, low_gbp, high_gbp, run_gbp (a year), run_life_gbp, life_gbp,
    life_low_gbp, life_high_gbp, life, built_by, run_by: to build in year 0, to run in each year of its life.

    Present values. where: location;  factor: what a pound of a year is in the prices wanted; low: all low.
    """
    whole = where * buildings["area_m2"] * buildings["prices"].map(lambda of: factor(str(of)))
    more = (1 + buildings["added"]) * (1 + buildings["bias"])
    years = buildings["life"].map(lambda life: float(standard.factors(int(life) + 1)[1:].sum()))
    found = buildings[["building", "name", "holds", "units", "life", "built_by", "run_by"]].copy()
    for name, cost, running in (("low", "low_gbp_m2", "running_low"), ("", "gbp_m2", "running"),
                                ("high", "high_gbp_m2", "running_high")):  # fmt: skip
        bare = whole * buildings[cost]
        found[f"{name}_gbp" if name else "build_gbp"] = bare * more
        if not name:
            found["run_gbp"] = bare * buildings[running]
            found["run_life_gbp"] = found["run_gbp"] * years
        found[f"life_{name}_gbp" if name else "life_gbp"] = bare * (more + buildings[running] * years)
    return found.round(2)


def loans(yearly_gbp: float, interest: float, cases: pd.DataFrame) -> pd.DataFrame:
    """What could be borrowed: case, years, capacity_gbp; equal payments of interest and repayment."""
    years = cases["years"].astype(int)
    capacity = [round(float(yearly_gbp * repaid(interest, int(each))), 2) for each in years]
    return pd.DataFrame({"case": cases["case"].astype(str), "years": years, "capacity_gbp": capacity})


def how_many(table: pd.DataFrame, lent: pd.DataFrame) -> pd.DataFrame:
    """The table with how many whole ones each case of the loans would build: least, central, most; for_the_dearest: how
    many for the money of the dearest."""
    capacity = lent.set_index("case")["capacity_gbp"]
    numbers = {case: np.floor(float(capacity[case]) / table["build_gbp"]).astype(int) for case in CASES}
    return table.assign(**numbers, for_the_dearest=table["build_gbp"].max() / table["build_gbp"])
