"""Revenue outturn RO2: highways and transport of each English authority, by service.

Publisher  CLG, Local authority revenue expenditure and financing, RO2 by authority, 2008-09 to 2010-11.
Gives      one row per authority, line, measure (expenditure, income, net_current) and year; GBP.
Basis      as the revenue outturn summary: FRS17 in 2008-09. Police and fire authorities make no such return.
Breaks     construction (2008-09) becomes capital charges of construction (from 2009-10).
Not here   additional information on joint arrangements, claims, patching and penalty charges; employees and fees.
Proof      authorities add up to England; services to the total; the total is the summary's highways and transport.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.sources import revenue_outturn
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.service_outturn import read_service_return

CARD = "council_transport_outturn"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table council_transport. Faults when a proof fails."""
    return {"council_transport": read_service_return(raw, "ro2", CARD, "highways_transport")}


SOURCE = Source((CARD, revenue_outturn.CARD), ("council_transport",), read)
