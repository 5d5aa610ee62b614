"""Children and young people in recent years: a few measures by council.

Publisher  Department for Education, Local Authority Interactive Tool (LAIT), long file of its measures.
Gives      `childrens_measures`, one row per council, measure and period, for the measures in config/layouts.
Basis      money: gross outturn of the financial year in GBP, 2016-17 to 2024-25. Numbers, percentages and rates:
           the year that ends on or about 31 March of the year named. Each council has rows for its own life only.
Gaps       "-" is missing [x]. Figures recast to councils before they began, or after they ended, are left out.
Not here   most of the 434 measures (attainment, absence, health); England and regions.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.service_authorities import EDUCATION, known_codes
from totalplace_lib.sources.tables import published
from totalplace_lib.sources.textfiles import check_complete, check_unique, numbers

CARD = "lait_measures"
LAYOUT = "layouts/childrens_measures.csv"
HEADINGS = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
COUNCILS = 153
"""Upper-tier and unitary councils since April 2023."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `childrens_measures`."""
    path = raw / load_card(CARD).file().path
    return {"childrens_measures": tidy(path.name, published(path, HEADINGS), read_config(LAYOUT))}


def tidy(file: str, table: pd.DataFrame, layout: pd.DataFrame, councils: int = COUNCILS) -> pd.DataFrame:
    """The chosen measures of councils. layout: code, measure, unit. SourceError when one of them is gone."""
    rows = table.reset_index(drop=True).assign(row=lambda frame: frame.index + 1)
    rows = rows[rows["Short Desc"].isin(layout["code"])]
    check_complete(file, rows["Short Desc"], layout["code"], "measures")
    periods = rows["Years"].str.replace(r"\s*\(.*\)$", "", regex=True).str.strip()
    known = {period: known_codes(EDUCATION, financial_year(period)) for period in periods.unique()}
    numbers_text = rows["LA Number"].map(lambda number: f"{number:.0f}")
    codes = [known[period].get(number, "") for period, number in zip(periods, numbers_text, strict=True)]
    rows = rows.assign(period=periods, authority_code=codes).query("authority_code != ''")
    newest = rows[rows["period"] == max(rows["period"], key=financial_year)]["authority_code"].nunique()
    if newest != councils:
        raise SourceError(f"{file}: {newest} councils in the newest period, expected {councils}.")
    values, markers = numbers(file, rows["Values"], rows["row"], decimals=4)
    frame = rows.rename(columns={"Short Desc": "code", "LA and Regions": "authority_name"})
    frame = frame.assign(value=values, marker=markers, source_id=CARD, column="Values")
    frame = frame.merge(
        layout[["code", "measure", "unit"]].astype("str"), on="code", how="left", validate="m:1"
    )
    check_unique(file, frame, ["authority_code", "code", "period"])
    return shaped("childrens_measures", frame)


def financial_year(period: str) -> str:
    """The financial year of a period: itself, or the one that ends in the calendar year named."""
    return period if "-" in period else str(Year(int(period) - 1))


SOURCE = Source(cards=(CARD,), tables=("childrens_measures",), read=read)
