"""Statutory homelessness: households found homeless or threatened with it, and those in temporary accommodation.

Publisher  MHCLG (DLUHC), Statutory homelessness, detailed local authority tables A1 and TA1, October to December 2022.
Gives      `homelessness`, one row per indicator (config/frameworks/indicators.csv) and authority, and England:
           households for each 1,000 households, as published.
Basis      assessments in the quarter, by outcome of the first assessment; temporary accommodation on its last day.
           Households are those of the 2018-based projections.
Gaps       x: the authority sent no return or an incomplete one; England holds estimates for these.
Not here   regions (London stands twice), reasons, support needs, kinds of accommodation; other quarters.
Proof      each rate is its number of households by the households of the area, both printed beside it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "statutory_homelessness_2022_q4"
YEAR, QUARTER, DAY = "2022-23", "2022-10-01/P3M", "2022-12-31"
GSS = re.compile(r"^E(0[6-9]|92)\d{6}$")
SHEETS = {
    "temporary_accommodation": (
        "TA1_", DAY, "Total number of households in TA1,2,3", "Number of households in area4 (000s)"
    ),
    "found_homeless": (
        "A1", QUARTER, "Homeless - Relief duty owed4", "Number of households in area5 (000s)"
    ),
    "threatened_homeless": (
        "A1", QUARTER, "Threatened with homelessness within 56 days - Prevention duty owed",
        "Number of households in area5 (000s)",
    ),
}  # fmt: skip
"""Sheet, period, headings of the households and of all households (thousand) of each indicator."""
ANCHORS = {"TA1_": SHEETS["temporary_accommodation"][2], "A1": "Total initial assessments1,2"}


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `homelessness`."""
    workbook = Workbook.open(raw / load_card(CARD).file().path)
    layout = read_config("frameworks/indicators.csv").set_index("indicator")
    sheets = {name: workbook.sheet(name) for name in ANCHORS}
    parts = [
        tidy(
            sheets[SHEETS[name][0]],
            name,
            str(layout.loc[name, "published"]),
            int(str(layout.loc[name, "decimals"])),
        )
        for name in SHEETS
    ]
    return {"homelessness": shaped("homelessness", pd.concat(parts))}


def tidy(sheet: Sheet, indicator: str, heading: str, decimals: int) -> pd.DataFrame:
    """One indicator of every area, with the columns of the table. heading: of the rate.

    Raises SourceError where a rate is not its households by all households.
    """
    name, period, number, households = SHEETS[indicator]
    table = sheet.table(ANCHORS[name], below=1)
    long = table.long(table.coded_rows(0, GSS), {"rate": heading, "number": number, "all": households})
    wide = long.pivot(index="code", columns="line", values="value")
    # Authorities are printed to one household, England to ten; rates are read to two decimals.
    may = wide["all"] * 0.005 + wide.index.str.match("E92").astype(float) * 5 + 0.5
    wrong = wide[
        ((wide["rate"] * wide["all"] - wide["number"]).abs() > may)
        | (wide["rate"].isna() != wide["number"].isna())
    ]
    if len(wrong):
        first = wrong.iloc[0]
        raise SourceError(
            f"{sheet}: {heading} of {wrong.index[0]} is {first['rate']}; {first['number']:g} of {first['all']:g} "
            f"thousand households is not that. Are its cells shifted? ({len(wrong)} such rows)"
        )
    rates = long[long["line"] == "rate"]
    return rates.assign(
        indicator=indicator, area_code=rates["code"], year=YEAR, period=period, value=rates["value"].round(decimals),
        low=float("nan"), high=float("nan"), source_id=CARD,
    )  # fmt: skip


SOURCE = Source(cards=(CARD,), tables=("homelessness",), read=read)
