"""Official indicators of what comes of a place: health, learning, work, homes, travel, wellbeing, income, output.

Publisher  ONS, Explore local statistics (from departments' own statistics); GDP per head from an older copy
           of the same collection.
Gives      `local_statistics`, one row per indicator, area and period from 2004-05 on: value, and the ends of the 95%
           confidence interval where one is published. Areas: districts, unitaries, counties, combined authorities,
           regions, England, police forces.
Basis      as published, rounded to the decimals of config/frameworks/indicators.csv. year: the financial year that
           holds the middle of the period. Barnsley and Sheffield stand under their codes of before 2025.
Gaps       x, c, z as published; u: unreliable, or published for two areas together.
Not here   monthly prices, short lets, children's weight, population (other tables hold it).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Marker, Year
from totalplace_lib.project import read_config
from totalplace_lib.schema.table_columns import GAPS
from totalplace_lib.sources import homelessness
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.tables import published
from totalplace_lib.sources.textfiles import check_complete, check_unique, read_csv

CARD = "ons_local_statistics"
LAYOUT = "frameworks/indicators.csv"
MAIN = "outcomes/ons_explore_local_statistics_england.parquet"
NAMES = ["areacd", "indicator", "period", "observation", "lci_95", "uci_95", "status"]
OUTPUT = "local_economy/ons_gdp_per_head_la_1998_2023.csv.gz"
HEADINGS = [
    "AREACD", "Indicator", "Period", "Observation",
    "Lower Confidence Interval (95%)", "Upper Confidence Interval (95%)", "Observation Status",
]  # fmt: skip
"""Of the copy of a single indicator, in the order of NAMES."""

FIRST = "2004-05"
RECODED = {"E08000038": "E08000016", "E08000039": "E08000019"}
KEPT = r"^E(0[6-9]|10|12|23|47|92)\d{6}$"
TOGETHER = "combined"
COLUMNS = [
    "indicator", "area_code", "year", "period", "value", "low", "high", "marker", "source_id", "column", "row",
]  # fmt: skip


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `local_statistics`."""
    card = load_card(CARD)
    parts = [_main(raw / card.file(path=MAIN).path), _older(raw / card.file(path=OUTPUT).path)]
    layout = read_config(LAYOUT)
    own = layout[~layout["indicator"].isin(homelessness.SHEETS)]
    return {"local_statistics": tidy(pd.concat(parts, ignore_index=True), own)}


def _main(path: Path) -> pd.DataFrame:
    """The collection, a parquet file: NAMES, column and row."""
    found = published(path, NAMES)[NAMES].reset_index(drop=True)
    return found.assign(column="observation", row=found.index + 1, status=found["status"].fillna(""))


def _older(path: Path) -> pd.DataFrame:
    """The copy of one indicator, a CSV file: the same columns."""
    file = read_csv(path, HEADINGS)
    found = file.frame[[*HEADINGS, "row"]].set_axis([*NAMES, "row"], axis=1)
    numbers = {
        name: file.numbers(heading, decimals=6)[0]
        for name, heading in zip(NAMES[3:6], HEADINGS[3:6], strict=True)
    }
    return found.assign(**numbers, column=HEADINGS[3])


def tidy(table: pd.DataFrame, layout: pd.DataFrame) -> pd.DataFrame:
    """The indicators of the layout (indicator, published, decimals), on the areas kept, once each.

    SourceError where one is gone, or two figures stand for the same area and period.
    """
    known = layout.set_index("published")
    check_complete(
        CARD, table.loc[table["indicator"].isin(known.index), "indicator"], known.index, "indicators"
    )
    rows = table[table["indicator"].isin(known.index) & table["areacd"].str.match(KEPT)]
    area = rows["areacd"].map(RECODED).fillna(rows["areacd"])
    decimals = rows["indicator"].map(known["decimals"].astype(int))
    frame = pd.DataFrame(
        {
            "indicator": rows["indicator"].map(known["indicator"]),
            "area_code": area.astype("str"),
            "year": rows["period"].map({each: financial_year(each) for each in rows["period"].unique()}),
            "period": rows["period"].astype("str"),
            **{
                name: _rounded(rows[column], decimals)
                for name, column in zip(("value", "low", "high"), NAMES[3:6], strict=True)
            },
            "marker": _markers(rows),
            "source_id": CARD,
            "column": rows["column"],
            "row": rows["row"].astype("int32"),
        }
    )
    frame = frame.assign(value=frame["value"].where(~frame["marker"].isin(GAPS)))
    frame = frame[frame["year"] >= FIRST].drop_duplicates([name for name in COLUMNS if name != "row"])
    check_unique(CARD, frame, ["indicator", "area_code", "period"])
    return frame[COLUMNS].astype({"year": "str", "marker": "str", "indicator": "str"})


def _rounded(values: pd.Series, decimals: pd.Series) -> pd.Series:
    """Figures to the decimals of their indicator."""
    return (values.astype("float64") * 10.0**decimals).round() / 10.0**decimals


def _markers(rows: pd.DataFrame) -> pd.Series:
    """Markers as published; a figure for two areas together needs care; no figure and no word is missing."""
    status = rows["status"].astype("str").str.strip()
    together = status.str.endswith(TOGETHER)
    unknown = ~together & ~status.isin([str(marker) for marker in Marker])
    if unknown.any():
        first = rows[unknown].iloc[0]
        raise SourceError(
            f"{CARD}, row {first['row']}: unknown status '{first['status']}' of {first['indicator']}."
        )
    marked = status.mask(together, str(Marker.UNRELIABLE))
    empty = rows["observation"].isna() & ~marked.isin(GAPS)
    return marked.mask(empty, str(Marker.MISSING))


def financial_year(period: str) -> str:
    """The financial year that holds the middle of a period: a day, "2022-01-01/P3Y" (three years), or "2023"."""
    start, _, length = period.partition("/")
    day = pd.Timestamp(start if "-" in start else f"{start}-01-01")
    years = int(length.strip("PY") or 0) if length else int("-" not in start)
    middle = day + pd.DateOffset(months=6 * years)
    return str(Year(middle.year if middle.month >= 4 else middle.year - 1))


SOURCE = Source(cards=(CARD,), tables=("local_statistics",), read=read)
