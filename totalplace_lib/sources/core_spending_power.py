"""Core spending power: what government counts as available to each authority for core services, 2015-16 on.

Publisher  MHCLG, local government finance settlement; long extract reshaped for teaching (third party, on the card).
Gives      one row per authority, line and year to 2020-21, GBP (published in GBP million): settlement funding,
           compensation for the business rates multiplier, council tax, new homes bonus, rural grant, their total.
Basis      resources, not spending; council tax is an estimate of the settlement.
Gaps       a body that did not exist in a year has nil in every column of the extract: here it is z, not nil (fire
           authorities that passed to police and fire commissioners).
Not here   the improved Better Care Fund and social care grants: the extract has no columns for them, so its total
           is the sum of its own columns, not the whole of core spending power from 2017-18 on.
Proof      the lines add up to the total for every authority.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker, Year
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.council_returns import gss_codes
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD = "core_spending_power"
MILLION = 1e6
LINES = {
    "sfa": "settlement_funding",
    "under_index": "multiplier_compensation",
    "ct_total": "council_tax",
    "nhb": "new_homes_bonus",
    "nhb_return": "new_homes_bonus_returned",
    "rsdg": "rural_services_grant",
    "total_spend": "total",
}
"""Columns of the extract and the lines they are here."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table core_spending_power. Faults when an authority's lines do not give its total."""
    headings = ("ons_code", "authority", "region", "year", *LINES)
    file = read_csv(raw / load_card(CARD).files[0].path, headings).unique(["ons_code", "authority", "year"])
    wrong = file.frame[~file.frame["year"].str.fullmatch(r"20[0-9]{2}")]
    if len(wrong):
        raise SourceError(
            f"{file.name}, line {wrong['row'].iloc[0]}, year: '{wrong['year'].iloc[0]}' is not the first half of a "
            "financial year, such as 2015. Are its cells shifted?"
        )
    table = pd.concat([_line(file, column) for column in LINES], ignore_index=True)
    check_total(table)
    return {"core_spending_power": mark_bodies_not_there(table)}


def _line(file: TextFile, column: str) -> pd.DataFrame:
    """One column of the extract as rows."""
    frame = file.frame
    amounts, markers = file.numbers(column, unit=MILLION)
    return pd.DataFrame(
        {
            "year": [str(Year(int(start))) for start in frame["year"]],
            "area_code": gss_codes(frame["ons_code"]),
            "authority_name": frame["authority"],
            "region": frame["region"],
            "line": LINES[column],
            "amount_gbp": amounts,
            "marker": markers,
            "source_id": CARD,
            "sheet": "",
            "column": column,
            "row": frame["row"].astype("int32"),
        }
    )


def check_total(table: pd.DataFrame) -> None:
    """Faults when lines do not add up to the total of an authority (row) within four pence (rounding)."""
    wide = table.pivot(index="row", columns="line", values="amount_gbp")
    gap = wide["total"] - wide.drop(columns="total").sum(axis="columns")
    faults: list[TotalPlaceError] = [
        SourceError(f"{CARD}, line {row}: the parts differ from total_spend by {amount:,.2f} GBP.")
        for row, amount in gap[gap.abs() > 0.04].items()
    ]
    if faults:
        raise Faults("Core spending power: totals differ from their parts", faults)


def mark_bodies_not_there(table: pd.DataFrame) -> pd.DataFrame:
    """Marker z and no amount where every line of a body in a year is nil: it did not exist."""
    nil = table.groupby("row")["amount_gbp"].transform(lambda amounts: (amounts == 0).all())
    return table.assign(
        amount_gbp=table["amount_gbp"].mask(nil), marker=table["marker"].mask(nil, str(Marker.NOT_APPLICABLE))
    )


SOURCE = Source((CARD,), ("core_spending_power",), read)
