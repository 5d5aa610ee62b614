"""Central grant to each police force, 2025-26.

Publisher  Home Office, police grant report 2025-26 (text copy).
Gives      `police_grants`, one row per force and year, GBP.
Basis      all central grant of the report, England and Wales; council tax precept is not in it.
Gaps       none; rows sum to the stated total within GBP 5 of rounding.
Not here   what forces spend: see council_revenue (police authorities and commissioners). Earlier years.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD = "police_grant_2025"
YEAR = "2025-26"
TOTAL, WITHIN = 9_806_553_489.0, 5.0
"""Sum stated by the publisher, GBP, and how far rounding of the rows may take it."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `police_grants`."""
    return {
        "police_grants": tidy(read_csv(raw / load_card(CARD).file().path, ["force", "central_grant_gbp"]))
    }


def tidy(file: TextFile, total: float = TOTAL) -> pd.DataFrame:
    """One row per force; they must sum to the stated total."""
    amounts, markers = file.unique(["force"]).numbers("central_grant_gbp")
    if not abs(amounts.sum() - total) <= WITHIN:
        raise SourceError(
            f"{file.name}: forces sum to {amounts.sum():,.0f}, stated total is {total:,.0f} GBP."
        )
    frame = pd.DataFrame({"body_name": file.frame["force"], "amount_gbp": amounts, "marker": markers})
    tags = {"year": YEAR, "source_id": CARD, "column": "central_grant_gbp"}
    return frame.assign(**tags, row=file.frame["row"].astype("int32"))


SOURCE = Source(cards=(CARD,), tables=("police_grants",), read=read)
