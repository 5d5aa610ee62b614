"""Births, deaths and arrivals from abroad by local authority area, and the same with residents for the nations.

Publisher  ONS: MYEB3, components of change in the twelve months to each mid-year, mid-2002 to mid-2013.
Gives      `population_changes`, one row per English area of 2013, year and measure; `population_nations`, the same for
           Wales, Scotland and Northern Ireland (sums of their districts) with their residents.
Basis      the twelve months to mid-2009 stand as 2008-09: nine of them lie in that financial year. Residents are those
           of the mid-year inside the financial year. Rebased to the 2011 census.
Gaps       none; a true nought (births in the City of London) is a nought.
Not here   moves within the country; years after mid-2013.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Year
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.population import EARLY
from totalplace_lib.sources.textfiles import TextFile, read_csv

CHANGES = {"births": "births_", "deaths": "deaths_", "arrivals": "international_in_"}
RESIDENTS = "residents"
NATIONS = {"W": "W92000004", "S": "S92000003", "N": "N92000002"}
COLUMNS = ["area_code", "year", "measure", "people", "source_id", "column", "row"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `population_changes` and `population_nations`."""
    file = read_csv(raw / load_card(EARLY).file().path, ["lad2013_code", "country"])
    file.unique(["lad2013_code"])
    long = from_myeb3(file)
    english = long[long["country"] == "E"]
    return {
        "population_changes": english[english["measure"] != RESIDENTS][COLUMNS].reset_index(drop=True),
        "population_nations": of_nations(long[long["country"].isin(list(NATIONS))]),
    }


def from_myeb3(file: TextFile) -> pd.DataFrame:
    """All areas of the United Kingdom in long form: COLUMNS and country."""
    parts = []
    for measure, head in (CHANGES | {RESIDENTS: "population_"}).items():
        columns = [column for column in file.frame.columns if str(column)[:-4] == head]
        if not columns:
            raise SourceError(f"{file.name}, line 1: no heading like {head}2009.")
        parts += [_part(file, measure, str(column)) for column in columns]
    return pd.concat(parts, ignore_index=True)


def _part(file: TextFile, measure: str, column: str) -> pd.DataFrame:
    """One measure of one year; SourceError where it is missing or below nought."""
    values = file.numbers(column)[0]
    wrong = file.frame[~(values >= 0)]
    if len(wrong):
        first = wrong.iloc[0]
        raise SourceError(
            f"{file.name}, row {first['row']}, column {column}: no {measure} of {first['lad2013_code']}."
        )
    start = int(column[-4:]) - (measure != RESIDENTS)
    return pd.DataFrame(
        {
            "area_code": file.frame["lad2013_code"],
            "country": file.frame["country"],
            "year": str(Year(start)),
            "measure": measure,
            "people": values,
            "source_id": EARLY,
            "column": column,
            "row": file.frame["row"].astype("int32"),
        }
    )


def of_nations(districts: pd.DataFrame) -> pd.DataFrame:
    """Districts added up to their nation: area_code, year, measure, people, source_id."""
    named = districts.assign(area_code=districts["country"].map(NATIONS))
    sums = named.groupby(["area_code", "year", "measure"], as_index=False)["people"].sum()
    return pd.DataFrame(sums.assign(source_id=EARLY))


SOURCE = Source(cards=(EARLY,), tables=("population_changes", "population_nations"), read=read)
