"""GDP deflator by financial year, to put money of different years on one footing.

Publisher  HM Treasury / ONS GDP deflators at market prices (taken from a research data set), 1955-56 to 2023-24;
           later years from the growth that the Office for Budget Responsibility expects (Health Foundation copy).
Gives      `prices`, one row per year: index with 2023-24 = 100.
Basis      years to 2023-24 as found; from 2024-25 the index is carried on with the second series: marker [p].
           The two series were published at different times and must agree in growth within one percentage point.
Gaps       none between 1955-56 and 2030-31. The vintage of the first series is not stated.
Not here   prices of particular services (pay and prices in the health service, construction).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker, Year
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile, read_csv

INDEX, GROWTH = "gdp_deflator", "gdp_deflator_growth"
BASE_YEAR, BASE = "2023-24", 100.0
WITHIN = 0.01
"""Largest difference in yearly growth between the two series."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `prices`."""
    index = from_index(
        read_csv(raw / load_card(INDEX).file().path, ["financial_year", "gdp_deflator_2023_24_100"])
    )
    growth = from_growth(read_csv(raw / load_card(GROWTH).file().path, ["date", "gdp_deflator", "type"]))
    check_growth(index, growth)
    return {"prices": pd.concat([index, carry_on(index, growth)], ignore_index=True).astype({"row": "int32"})}


def from_index(file: TextFile) -> pd.DataFrame:
    """The index; every year must be there, and the base year be 100."""
    file.unique(["financial_year"]).years("financial_year")
    values, _ = file.numbers("gdp_deflator_2023_24_100", decimals=4)
    years = file.frame["financial_year"]
    wanted = [str(Year(Year.parse(years.iloc[0]).start + step)) for step in range(len(years))]
    if list(years) != wanted:
        raise SourceError(
            f"{file.name}: years do not follow each other from {years.iloc[0]} to {years.iloc[-1]}."
        )
    if dict(zip(years, values, strict=True)).get(BASE_YEAR) != BASE:
        raise SourceError(f"{file.name}: {BASE_YEAR} is not {BASE:.0f}; the index has another base.")
    frame = pd.DataFrame({"year": years, "gdp_deflator": values, "row": file.frame["row"]})
    return frame.assign(marker="", source_id=INDEX, column="gdp_deflator_2023_24_100")


def from_growth(file: TextFile) -> pd.DataFrame:
    """Growth factors by financial year; the file names a year by its start."""
    file = TextFile(file.name, file.frame[file.frame["type"] == "fyear"].reset_index(drop=True)).unique(
        ["date"]
    )
    values, _ = file.numbers("gdp_deflator", decimals=8)
    years = [str(Year(int(date))) for date in file.frame["date"]]
    return pd.DataFrame({"year": years, "growth": values, "row": file.frame["row"]})


def check_growth(index: pd.DataFrame, growth: pd.DataFrame) -> None:
    """Faults where the two series differ in a year's growth by more than a percentage point."""
    ours = index.set_index("year")["gdp_deflator"].pct_change() + 1
    theirs = growth.set_index("year")["growth"]
    both = ours.index.intersection(theirs.index)
    faults: list[TotalPlaceError] = [
        SourceError(f"{year}: growth {ours[year]:.4f} in one series, {theirs[year]:.4f} in the other.")
        for year in both
        if abs(ours[year] - theirs[year]) > WITHIN
    ]
    if faults:
        raise Faults("GDP deflators", faults)


def carry_on(index: pd.DataFrame, growth: pd.DataFrame) -> pd.DataFrame:
    """The years after the index ends, by the growth of the second series."""
    later: pd.DataFrame = growth[growth["year"] > index["year"].iloc[-1]]
    levels = float(index["gdp_deflator"].iloc[-1]) * later["growth"].cumprod()
    tags = {"marker": str(Marker.PROVISIONAL), "source_id": GROWTH, "column": "gdp_deflator"}
    return later.drop(columns="growth").assign(gdp_deflator=levels.round(4), **tags)


SOURCE = Source(cards=(INDEX, GROWTH), tables=("prices",), read=read)
