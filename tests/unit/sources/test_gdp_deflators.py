"""The deflator: complete years, base 100, a second series that agrees, years carried on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import gdp_deflators
from totalplace_lib.sources.textfiles import TextFile


def index(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["financial_year", "gdp_deflator_2023_24_100"])
    return gdp_deflators.from_index(TextFile("index.csv", frame.assign(row=range(2, len(rows) + 2))))


def growth(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "gdp_deflator"]).assign(type="fyear")
    return gdp_deflators.from_growth(TextFile("growth.csv", frame.assign(row=range(2, len(rows) + 2))))


def test_later_years_are_carried_on_and_marked() -> None:
    table = gdp_deflators.carry_on(
        index(("2022-23", "95"), ("2023-24", "100")), growth(("2024", "1.02"), ("2025", "1.03"))
    )
    assert table["gdp_deflator"].tolist() == [102.0, 105.06]
    assert table["marker"].tolist() == ["p", "p"]


def test_a_missing_year_and_another_base_are_errors() -> None:
    with pytest.raises(SourceError, match=r"years do not follow"):
        index(("2021-22", "90"), ("2023-24", "100"))
    with pytest.raises(SourceError, match=r"2023-24 is not 100"):
        index(("2022-23", "100"), ("2023-24", "105"))


def test_two_series_must_agree() -> None:
    series = index(("2022-23", "95"), ("2023-24", "100"))
    gdp_deflators.check_growth(series, growth(("2023", "1.05")))
    with pytest.raises(Faults, match=r"2023-24: growth 1.0526 in one series, 1.0800 in the other"):
        gdp_deflators.check_growth(series, growth(("2023", "1.08")))


@pytest.mark.publications
def test_prices_rose_by_two_fifths_from_2008_09(publications: Path) -> None:
    table = gdp_deflators.read(publications)["prices"].set_index("year")["gdp_deflator"]
    assert round(table["2023-24"] / table["2008-09"], 3) == 1.433
    assert table.index[-1] == "2030-31"
