"""Money of different years on one footing: from the prices of a year to those of a base year by the GDP deflator.

Source of the method: HM Treasury, GDP deflators user guide: real = cash x index of the base year / index of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import read_table, remembered


@remembered
def deflator() -> Deflator:
    """The GDP deflator by financial year (table `prices`)."""
    return deflator_of(read_table("prices", ["year", "gdp_deflator"]))


def factor(year: str, prices: str) -> float:
    """What one pound of `year` is in the asked prices: "cash" changes nothing, "2023-24" means prices of that year."""
    try:
        return 1.0 if prices == CASH else deflator().factor(year, prices)
    except UsageError as error:
        raise UsageError(f"prices: write {CASH}, or the year whose prices are wanted. {error}") from None


CASH = "cash"


@dataclass(frozen=True)
class Deflator:
    """The GDP deflator by financial year. index: text years as in "2008-09", any base."""

    index: pd.Series

    def factor(self, year: str, base: str) -> float:
        """What one pound of `year` is in the prices of `base`. UsageError for a year outside the series."""
        return self._level(base) / self._level(year)

    def _level(self, year: str) -> float:
        name = str(Year.parse(year))
        if name not in self.index.index:
            first, last = self.index.index[0], self.index.index[-1]
            raise UsageError(
                f"No GDP deflator is held for {name}. Years that can be used: {first} to {last}."
            )
        return float(self.index[name])


def deflator_of(prices: pd.DataFrame) -> Deflator:
    """The deflator from the table `prices`: year, gdp_deflator."""
    return Deflator(prices.sort_values("year").set_index("year")["gdp_deflator"].astype(float))


def in_prices(
    frame: pd.DataFrame, amounts: Sequence[str], deflator: Deflator, base: str, year: str = "year"
) -> pd.DataFrame:
    """The frame with its amount columns brought from the prices of its `year` column to those of `base`.

    base  a financial year, or "cash", which changes nothing. Rounded to pence; a gap stays a gap.
    """
    if base == CASH:
        return frame.copy()
    factor = (
        frame[year]
        .map({name: deflator.factor(str(name), base) for name in frame[year].unique()})
        .astype(float)
    )
    return frame.assign(**{column: (frame[column] * factor).round(2) for column in amounts})


def in_words(base: str) -> str:
    """ "cash" or "2023-24 prices", for a subtitle."""
    return CASH if base == CASH else f"{base} prices"
