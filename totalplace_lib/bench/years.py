"""Which years can be counted and from what: config/years.csv."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, remembered

TABLES = "pesa_2024"


@dataclass(frozen=True)
class Basis:
    """What one year is counted from."""

    year: Year
    central: str  # edition of the Treasury's analysis
    capital_by_council: bool  # False: the Treasury's figure for a region
    nhs: str  # trusts, boards or none
    note: str

    @property
    def by_function_only(self) -> bool:
        """Whether the Treasury's analysis of the year has no departments and programmes."""
        return self.central == TABLES


@remembered
def plan() -> pd.DataFrame:
    """config/years.csv by year."""
    return read_config("years.csv").fillna("").set_index("year").sort_index()


@remembered
def years() -> tuple[str, ...]:
    """Financial years that can be counted: those with councils' returns and the Treasury's analysis."""
    held = plan()
    return tuple(held.index[held["council_revenue"] == "returns"])


def check_year(text: str) -> Year:
    """A countable year; UsageError with the reason and the nearest ones for any other."""
    year = Year.parse(text)
    if str(year) in years():
        return year
    close = difflib.get_close_matches(str(year), years(), n=3, cutoff=0.5) or list(years())
    why = f" {plan().loc[str(year), 'note']}." if str(year) in plan().index else ""
    raise UsageError(
        f"{year} cannot be counted.{why} Years that can: {', '.join(years())}. Nearest: {', '.join(close)}."
    )


def basis(year: Year) -> Basis:
    """What a countable year is counted from."""
    row = plan().loc[str(year)]
    return Basis(year, row["central"], row["council_capital"] == "returns", row["nhs"], row["note"])
