"""Revenue outturn RO3: social care of each English authority, by client group.

Publisher  CLG, Local authority revenue expenditure and financing, RO3 by authority, 2008-09 to 2010-11.
Gives      one row per authority, client group, measure (expenditure, income, net_current) and year; GBP.
Basis      as the revenue outturn summary: FRS17 in 2008-09. Only social care authorities have figures; others are nil.
Breaks     supported employment is a line of its own in 2008-09 only.
Not here   employees, fees, capital charges; units and numbers of clients (see adult social care).
Proof      authorities add up to England; client groups to the total; the total is the summary's social care.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.sources import revenue_outturn
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.service_outturn import read_service_return

CARD = "council_social_care_outturn"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table council_social_care. Faults when a proof fails."""
    return {"council_social_care": read_service_return(raw, "ro3", CARD, "social_care")}


SOURCE = Source((CARD, revenue_outturn.CARD), ("council_social_care",), read)
