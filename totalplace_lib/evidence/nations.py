"""Programmes run for the whole of Great Britain, shared over its nations by a key found in England.

Nothing was chosen or fitted there, so each nation is a test of the key. A nation takes part in a line when it got at
least LEAST of what people alone would give it: less means that the programme is devolved and leaves only traces.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import splits
from totalplace_lib.evidence.tournament import POPULATION
from totalplace_lib.model import Year
from totalplace_lib.project import read_table, remembered

MEASURES = {POPULATION: "residents", "births": "births", "deaths": "deaths", "arrivals": "arrivals"}
"""The keys that are held for the other nations: deprivation, ages by place and councils' returns are England's own."""
NAMES = {"W92000004": "Wales", "S92000003": "Scotland", "N92000002": "Northern Ireland"}
LINE = ["department", "programme", "function_code", "economic"]


@remembered
def compared() -> pd.DataFrame:
    """count.evidence.compared for every tested driver whose key is held, with name, key and nation."""
    lines = _lines()
    drivers = splits.drivers().loc[lines["driver"].unique()]
    amounts = lines.pivot_table(
        index=["driver", "year", "line"],
        columns="area_code",
        values="amount_gbp",
        aggfunc="sum",
        fill_value=0.0,
    )
    held = held_keys()
    keys = pd.concat({driver: held.loc[MEASURES[key]] for driver, key in drivers["key"].items()})
    found = compare_nations(amounts, keys, pd.DataFrame(held.loc["residents"]))
    return found.assign(
        name=found["driver"].map(drivers["name"]),
        key=found["driver"].map(drivers["key"]),
        nation=found["area_code"].map(NAMES),
    )


def _lines() -> pd.DataFrame:
    """Identifiable money outside councils of the years held, regions as England: driver, year, line, area_code."""
    drivers = splits.drivers()
    mine = drivers[(drivers["tested"] != splits.FIXED) & drivers["key"].isin(list(MEASURES))]
    lines = splits.classified()
    lines = lines[lines["driver"].isin(mine.index) & (lines["year"] <= str(Year(splits.LATEST_NATIONS)))]
    is_english = lines["area_code"].str.startswith("E12")
    named = lines.assign(
        area_code=lines["area_code"].mask(is_english, ENGLAND), line=lines[LINE].agg("|".join, axis=1)
    )
    return named[named["area_code"].isin([ENGLAND, *NAMES])]


def held_keys() -> pd.DataFrame:
    """The keys by measure and year (rows) and nation (columns)."""
    english = read_table("population_changes").assign(area_code=ENGLAND)
    people = read_table("population", ["year", "population"]).rename(columns={"population": "people"})
    people["year"] = [str(Year(int(year))) for year in people["year"]]
    residents = people.assign(area_code=ENGLAND, measure="residents")
    every = pd.concat([english, residents, read_table("population_nations")], ignore_index=True)
    table: pd.DataFrame = every.pivot_table(
        index=["measure", "year"], columns="area_code", values="people", aggfunc="sum"
    )
    return table


ENGLAND, WALES, SCOTLAND = "E92000001", "W92000004", "S92000003"
NEEDED = (ENGLAND, WALES, SCOTLAND)
LEAST = 0.25


def compare_nations(amounts: pd.DataFrame, keys: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Published and shared money by driver and nation.

    amounts  MultiIndex (driver, year, line), one column per nation, GBP, 0 where none; lines without England, Wales and
             Scotland are left out, and those paid back
    keys, people  (driver, year) and year by nation: the value of the driver's key, and residents
    Returns driver, area_code, amount_gbp, key_gbp, population_gbp (what key and people give), over all lines and years.
    """
    when = pd.MultiIndex.from_arrays([amounts.index.get_level_values(name) for name in ("driver", "year")])
    resident = people.reindex(amounts.index.get_level_values("year")).set_axis(amounts.index)[amounts.columns]
    value = keys.reindex(when).set_axis(amounts.index)[amounts.columns]
    by_people = resident.div(resident[ENGLAND], axis=0).mul(amounts[ENGLAND], axis=0)
    takes_part = amounts >= LEAST * by_people
    whole = takes_part[list(NEEDED)].all(axis=1) & (amounts[ENGLAND] > 0)
    part = amounts.where(takes_part, 0.0)[whole]
    tables = {"amount_gbp": part}
    for name, base in (("key_gbp", value), ("population_gbp", resident)):
        weight = base[whole].where(takes_part[whole], 0.0)
        tables[name] = weight.div(weight.sum(axis=1), axis=0).mul(part.sum(axis=1), axis=0)
    sums = {name: table.groupby(level="driver").sum().stack() for name, table in tables.items()}
    found = pd.DataFrame(sums).rename_axis(["driver", "area_code"]).reset_index()
    return found[(found["amount_gbp"] > 0) & (found["area_code"] != ENGLAND)].reset_index(drop=True)
