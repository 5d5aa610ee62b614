"""The GDP deflator as held, and the check of a `prices` parameter."""

from __future__ import annotations

from totalplace_lib.analysis.prices import CASH, Deflator
from totalplace_lib.analysis.prices import deflator as from_table
from totalplace_lib.errors import UsageError
from totalplace_lib.project import read_table, remembered


@remembered
def deflator() -> Deflator:
    """The GDP deflator by financial year (table `prices`)."""
    return from_table(read_table("prices", ["year", "gdp_deflator"]))


def factor(year: str, prices: str) -> float:
    """What one pound of `year` is in the asked prices: "cash" changes nothing, "2023-24" means prices of that year."""
    try:
        return 1.0 if prices == CASH else deflator().factor(year, prices)
    except UsageError as error:
        raise UsageError(f"prices: write {CASH}, or the year whose prices are wanted. {error}") from None
