"""What one event, case or week costs public bodies: the Greater Manchester unit cost database.

Publisher  New Economy / Greater Manchester Combined Authority, unit cost database version 1.4 (third-party copy).
Gives      `unit_costs`, one row per entry: cost in GBP at the price year of the entry, unit, agency that bears it.
Basis      fiscal cost only, in the prices of price_year (2000-01 to 2014-15): bring it to other prices with `prices`.
Gaps       none in the cost. The copy shifted some columns: agency and its detail are as far as they could be told.
           The licence is "Creative Commons" without saying which; version 3.0 (2026) could not be had.
Not here   economic and social values, confidence grades, and costs after 2014-15.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile, is_year, read_csv

CARD = "gmca_unit_costs"
NAMES = {
    "code": "code",
    "theme": "theme",
    "detail": "category",
    "description": "description",
    "unit": "unit",
    "agency_bearing_cost": "agency",
    "agency_detail": "agency_detail",
}


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `unit_costs`."""
    headings = [*NAMES, "cost_gbp", "price_year_as_extracted"]
    return {"unit_costs": tidy(read_csv(raw / load_card(CARD).file().path, headings))}


def tidy(file: TextFile) -> pd.DataFrame:
    """The entries; SourceError for a code twice, a missing cost or a year that is none."""
    costs, markers = file.unique(["code"]).numbers("cost_gbp")
    frame = file.frame[[*NAMES, "row"]].rename(columns=NAMES)
    frame["theme"] = frame["theme"].str.replace("_", " ")
    frame["category"] = frame["category"].str.capitalize()
    frame["agency"] = frame["agency"].replace("Local authority", "Local Authority")
    frame["agency_detail"] = frame["agency_detail"].replace("-", "")
    years = file.frame["price_year_as_extracted"].str.replace("/", "-")
    wrong = frame[costs.isna() | (frame["unit"] == "") | ~years.map(is_year)]
    if len(wrong):
        raise SourceError(f"{file.name}, line {wrong['row'].iloc[0]}: cost, unit or price year is missing.")
    frame = frame.assign(cost_gbp=costs, price_year=years, marker=markers, source_id=CARD, column="cost_gbp")
    return frame.astype({"row": "int32"})


SOURCE = Source(cards=(CARD,), tables=("unit_costs",), read=read)
