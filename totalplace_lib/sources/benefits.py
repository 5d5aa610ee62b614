"""Benefits paid in a local authority area, by benefit.

Publisher  Department for Work and Pensions, benefit expenditure by local authority 2024-25, as extracted by another
           project (the row of Birmingham; the national workbook was not to be had).
Gives      `benefits_by_place`, one row per area, year and benefit, GBP (published in GBP million, one decimal).
Basis      outturn in cash terms, Great Britain methodology; 2002-03 to 2024-25, areas of the day.
Gaps       Birmingham only. Listed benefits are the larger ones; the rest (incapacity, industrial injuries, council
           tax benefit ...) is the total less those listed. Years marked is_partial list even fewer. Pension Credit
           2005-06 is [x]: the publisher's cell repeats another benefit.
Not here   tax credits and child benefit (paid by HM Revenue and Customs).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile, read_csv, translate

CARD = "dwp_birmingham"
BIRMINGHAM = "E08000025"
LAYOUT = "layouts/benefits.csv"
WITHHELD = ("2005-06", "pc")
TOTAL = "total"
ROUNDING = 0.05e6
"""Half of the last digit published, GBP."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `benefits_by_place`."""
    headings = ["financial_year", "benefit_id", "gbp_million", "partial", "anomalies"]
    file = read_csv(raw / load_card(CARD).file().path, headings)
    return {"benefits_by_place": tidy(file, read_config(LAYOUT))}


def tidy(file: TextFile, layout: pd.DataFrame) -> pd.DataFrame:
    """One row per year and benefit; listed benefits may not exceed the total. layout: benefit, benefit_name."""
    file.unique(["financial_year", "benefit_id"]).years("financial_year")
    rows = file.frame["row"]
    names = dict(zip(layout["benefit"], layout["benefit_name"], strict=True))
    amounts, markers = file.numbers("gbp_million", unit=1e6)
    frame = pd.DataFrame(
        {
            "year": file.frame["financial_year"],
            "benefit": file.frame["benefit_id"],
            "amount_gbp": amounts,
            "marker": markers,
            "is_partial": file.frame["partial"].str.lower() == "true",
            "note": file.frame["anomalies"],
            "row": rows,
        }
    )
    frame = pd.concat([frame, _withheld(frame)], ignore_index=True)
    frame["benefit_name"] = translate(
        file.name, frame["benefit"], frame["row"], names, edit=f"config/{LAYOUT}"
    )
    check_within_total(file.name, frame)
    frame = frame.assign(area_code=BIRMINGHAM, source_id=CARD, column="gbp_million")
    return shaped("benefits_by_place", frame)


def _withheld(frame: pd.DataFrame) -> pd.DataFrame:
    """The one figure that the extraction holds back, as a gap; its reason stands beside the total of the year."""
    year, benefit = WITHHELD
    total = frame[(frame["year"] == year) & (frame["benefit"] == TOTAL)]
    return total.assign(benefit=benefit, amount_gbp=float("nan"), marker=str(Marker.MISSING))


def check_within_total(file: str, frame: pd.DataFrame) -> None:
    """Faults when the listed benefits of a year exceed its total by more than rounding, or it has no total."""
    faults: list[TotalPlaceError] = []
    for year, rows in frame.groupby("year"):
        is_total = rows["benefit"] == TOTAL
        listed = rows.loc[~is_total, "amount_gbp"].dropna()
        total = rows.loc[is_total, "amount_gbp"].sum(min_count=1)
        if not listed.sum() <= total + ROUNDING * (len(listed) + 1):
            faults.append(
                SourceError(
                    f"{file}, {year}: benefits sum to {listed.sum():,.0f}, the total is {total:,.0f} GBP."
                )
            )
    if faults:
        raise Faults(f"Totals in {file}", faults)


SOURCE = Source(cards=(CARD,), tables=("benefits_by_place",), read=read)
