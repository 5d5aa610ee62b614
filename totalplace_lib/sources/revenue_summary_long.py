"""Revenue outturn of recent years, services only, as somebody else extracted it from the publisher's time series.

Publisher  MHCLG, Revenue Outturn time series version 3.1; long extract by the repository on the card (third party).
Gives      one row per authority, line and year 2022-23 to 2024-25: net current expenditure of each service, GBP.
Use        where the revenue outturn summary has no figure: Birmingham 2022-23, all of 2024-25.
Gaps       authorities that did not submit are x (the extract writes 0). A service that the extract leaves out has no
           row: it does not say whether the figure was nil.
Not here   housing benefit, levies, total service expenditure; "central grants in", a sum made by the extract that
           does not agree with its own class totals.
Proof      authorities add up to their class, within rounding, where all of the class submitted.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.council_returns import gss_codes
from totalplace_lib.sources.textfiles import TextFile, read_csv, translate

CARD = "council_revenue_time_series"
HEADINGS = ("year", "ons_code", "e_code", "name", "cls", "status", "item", "gbp")
STATUSES = ("submitted", "not submitted", "total")
CLASS_TOTALS = {
    "Unitary Authorities": "UA",
    "Shire Districts": "SD",
    "Metropolitan Districts": "MD",
    "London Boroughs": "L",
    "Shire Counties": "SC",
    "Other Authorities": "O",
}
"""Rows of the file that are the total of one class; the others are parts of O."""

ROUNDING = 1000.0
"""A thousand, GBP, for each authority: they are printed in whole thousands, classes are added before rounding."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table council_services_recent. Faults when a word is unknown or a class does not add up."""
    file = (
        read_csv(raw / load_card(CARD).files[0].path, HEADINGS)
        .years("year")
        .unique(["year", "e_code", "item"])
    )
    frame = _tidy(file)
    authorities = frame[frame["status"] != "total"].reset_index(drop=True)
    check_classes(authorities, frame[frame["status"] == "total"])
    return {"council_services_recent": authorities.drop(columns="status")}


def _tidy(file: TextFile) -> pd.DataFrame:
    """Every line of the file that is kept, in the words used here."""
    words = read_config("layouts/recent_services.csv")
    frame, edit = file.frame, "config/layouts/recent_services.csv"
    odd = frame[~frame["status"].isin(STATUSES)]
    if len(odd):
        row = odd.iloc[0]
        raise SourceError(
            f"{file.name}, line {row['row']}: status '{row['status']}' is not one of {', '.join(STATUSES)}."
        )
    amounts, markers = file.numbers("gbp")
    absent = frame["status"] == "not submitted"
    known = {
        column: dict(zip(part["published"], part["value"].fillna(""), strict=True))
        for column, part in words.groupby("column")
    }
    tidy = pd.DataFrame(
        {
            "year": frame["year"],
            "authority_code": frame["e_code"],
            "authority_name": frame["name"],
            "authority_class": translate(file.name, frame["cls"], frame["row"], known["cls"], edit=edit),
            "area_code": gss_codes(frame["ons_code"]),
            "line": translate(file.name, frame["item"], frame["row"], known["item"], edit=edit),
            "amount_gbp": amounts.mask(absent),
            "marker": markers.mask(absent, str(Marker.MISSING)),
            "source_id": CARD,
            "sheet": "",
            "column": "gbp",
            "row": frame["row"].astype("int32"),
            "status": frame["status"],
        }
    )
    return tidy[tidy["line"] != ""]


def check_classes(authorities: pd.DataFrame, totals: pd.DataFrame) -> None:
    """Faults when the authorities of a class do not add up to it; classes with authorities that are x are left out.

    authorities, totals   year, authority_class, line, amount_gbp; totals has authority_name, the name of the class
    """
    classes = totals[totals["authority_name"].isin(CLASS_TOTALS.keys())]
    classes = classes.assign(authority_class=classes["authority_name"].map(CLASS_TOTALS))
    key = ["year", "authority_class", "line"]
    sums = (
        authorities.groupby(key).agg(given=("amount_gbp", "sum"), count=("amount_gbp", "size")).reset_index()
    )
    gaps = authorities[authorities["amount_gbp"].isna()][["year", "authority_class"]].drop_duplicates()
    joined = classes.merge(sums, on=key, how="outer", validate="one_to_one")
    joined = joined.merge(gaps.assign(gap=True), on=["year", "authority_class"], how="left")
    difference = joined["amount_gbp"].fillna(0) - joined["given"].fillna(0)
    wrong = joined[(difference.abs() > ROUNDING * joined["count"].fillna(1)) & joined["gap"].isna()]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{CARD}, {row['year']}, class {row['authority_class']}, {row['line']}: the class is "
            f"{row['amount_gbp']:,.0f} GBP, its authorities give {row['given']:,.0f}."
        )
        for _, row in wrong.iterrows()
    ]
    if faults:
        raise Faults("Authorities do not add up to their class", faults)


SOURCE = Source((CARD,), ("council_services_recent",), read)
