"""Wales, Scotland and Northern Ireland as further truth, where a driver's key is held for them."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench import evidence
from totalplace_lib.count.evidence import nations
from totalplace_lib.count.evidence.tournament import POPULATION
from totalplace_lib.model import Year
from totalplace_lib.project import read_table, remembered

MEASURES = {POPULATION: "residents", "births": "births", "deaths": "deaths", "arrivals": "arrivals"}
"""The keys that are held for the other nations: deprivation, ages by place and councils' returns are England's own."""
NAMES = {"W92000004": "Wales", "S92000003": "Scotland", "N92000002": "Northern Ireland"}
LINE = ["department", "programme", "function_code", "economic"]


@remembered
def compared() -> pd.DataFrame:
    """count.evidence.nations.compared for every tested driver whose key is held, with name, key and nation."""
    lines = _lines()
    drivers = evidence.drivers().loc[lines["driver"].unique()]
    amounts = lines.pivot_table(
        index=["driver", "year", "line"],
        columns="area_code",
        values="amount_gbp",
        aggfunc="sum",
        fill_value=0.0,
    )
    held = _held()
    keys = pd.concat({driver: held.loc[MEASURES[key]] for driver, key in drivers["key"].items()})
    found = nations.compared(amounts, keys, pd.DataFrame(held.loc["residents"]))
    return found.assign(
        name=found["driver"].map(drivers["name"]),
        key=found["driver"].map(drivers["key"]),
        nation=found["area_code"].map(NAMES),
    )


def _lines() -> pd.DataFrame:
    """Identifiable money outside councils of the years held, regions as England: driver, year, line, area_code."""
    drivers = evidence.drivers()
    mine = drivers[(drivers["tested"] != evidence.FIXED) & drivers["key"].isin(list(MEASURES))]
    lines = evidence.classified()
    lines = lines[lines["driver"].isin(mine.index) & (lines["year"] <= str(Year(evidence.LATEST_KEYS)))]
    is_english = lines["area_code"].str.startswith("E12")
    named = lines.assign(
        area_code=lines["area_code"].mask(is_english, nations.ENGLAND), line=lines[LINE].agg("|".join, axis=1)
    )
    return named[named["area_code"].isin([nations.ENGLAND, *NAMES])]


def _held() -> pd.DataFrame:
    """The keys by measure and year (rows) and nation (columns)."""
    english = read_table("population_changes").assign(area_code=nations.ENGLAND)
    people = read_table("population", ["year", "population"]).rename(columns={"population": "people"})
    people["year"] = [str(Year(int(year))) for year in people["year"]]
    residents = people.assign(area_code=nations.ENGLAND, measure="residents")
    every = pd.concat([english, residents, read_table("population_nations")], ignore_index=True)
    table: pd.DataFrame = every.pivot_table(
        index=["measure", "year"], columns="area_code", values="people", aggfunc="sum"
    )
    return table
