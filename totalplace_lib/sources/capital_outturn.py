"""Capital Outturn Return (COR4): what each English authority spent on capital, by service, and how it was financed.

Publisher  CLG, Local authority capital expenditure, receipts and financing, COR4 by authority, 2007-08 to 2016-17.
Gives      one row per authority, line, measure and year, GBP: expenditure (total capital expenditure: accruals plus
           share and loan capital), direction (section 16(2)(b)), receipts; then financing, debt and memorandum items.
Gaps       Copeland 2015-16 and Isles of Scilly 2016-17 made no return [x], nor did Reading 2014-15, which is printed as
           nought (config/lines/printed_nought.csv); no return by service after 2016-17.
Basis      accruals; housing with the housing revenue account; the Met and TfL are inside the GLA (E5100).
Breaks     until 2008-09 services are grouped in another way (libraries, sport, agriculture, other).
GLA        "the GLA adjustment is done for the All England Total, but cannot be done for individual authorities": the
           statistical release takes off the grants that GLA bodies pay to boroughs, which both report (line
           funding_gla, 120.7 million in 2008-09). The England row of these workbooks is the plain sum of the
           authorities (proved at reading), so it is above the release and still counts that money twice.
Proof      authorities add up to England; services add up to the total; total, directions and levy to all transactions.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import Card, load_card
from totalplace_lib.sources.council_returns import (
    against_england,
    differences,
    editor,
    headings,
    open_sheet,
    read_layout,
    read_return,
)
from totalplace_lib.sources.printed_nought import taken_back

CARD = "council_capital_outturn"
SERVICE_MEASURES = ("expenditure", "share_loan_capital", "direction", "receipts", "share_loan_receipts")
SETTLEMENT = "2011-12"
"""The year in which council housing bought itself out of the subsidy system. What was paid (13,295 million) is in all
transactions and in no service; it is printed in the order of another list, so it cannot be told by authority."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables council_capital and council_capital_england from all years. Faults when a proof fails."""
    card, layout = load_card(CARD), read_layout("cor4").reset_index()
    layout.index = pd.Index(layout.pop("line") + "/" + layout["measure"], name="line")
    lines = read_config("lines/cor4.csv").set_index("line")
    sheets = read_config("layouts/cor4_sheets.csv")
    parts = [_part(raw, card, sheet, layout) for _, sheet in sheets.iterrows()]
    figures = _named(pd.concat([figures for figures, _ in parts], ignore_index=True))
    england = _named(pd.concat([england for _, england in parts], ignore_index=True))
    known = read_config("controls/cor4_england.csv").rename(columns={"difference_gbp": "explained_gbp"})
    closed = against_england(figures, england, by=["year", "line", "measure"], known=known)
    check_parts(figures, lines)
    return {"council_capital": taken_back(figures, "council_capital"), "council_capital_england": closed}


def _part(raw: Path, card: Card, sheet: pd.Series, layout: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of the authorities and of England on one sheet (services or financing) of one year."""
    year = str(sheet["year"])
    found = open_sheet(raw, card, year, str(sheet["sheet"]), title=str(sheet["title"]))
    table = found.table(
        *str(sheet["anchor"]).split(";"), below=int(sheet["below"]), above=int(sheet["above"])
    )
    council = read_return(card, year, table)
    services = layout["measure"].isin(SERVICE_MEASURES)
    words = headings(layout[services if sheet["part"] == "services" else ~services], year)
    return council.figures(words, editor("cor4", year)), council.england(words, editor("cor4", year))


def _named(figures: pd.DataFrame) -> pd.DataFrame:
    """Line and measure as two columns."""
    both = figures["line"].str.split("/", expand=True)
    return figures.assign(line=both[0], measure=both[1])


def check_parts(figures: pd.DataFrame, lines: pd.DataFrame) -> None:
    """Faults when an authority's services do not give its total, or its total not all transactions.

    figures   year, authority_code, line, measure, amount_gbp; lines   kind by line
    """
    amounts = figures.set_index(["year", "authority_code"])
    spent = amounts[amounts["measure"] == "expenditure"].pivot(columns="line", values="amount_gbp")
    financing = amounts[amounts["measure"] == "financing"].pivot(columns="line", values="amount_gbp")
    services = spent[lines.index[lines["kind"] == "service"].intersection(spent.columns)].sum(axis="columns")
    financing = financing.drop(index=SETTLEMENT, level="year", errors="ignore")
    transactions = spent["total"] + financing["direction"] + financing["lsvt_levy"]
    faults = differences(spent["total"] - services, "services do not add up to the total")
    faults += differences(
        financing["total_transactions"] - transactions,
        "total, directions and levy do not give all transactions",
    )
    if faults:
        raise Faults("Capital outturn: printed totals differ from their parts", faults)


SOURCE = Source((CARD,), ("council_capital", "council_capital_england"), read)
