"""Unit costs: one row per code, with unit, price year and agency."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import unit_costs
from totalplace_lib.sources.textfiles import TextFile

ENTRY = {
    "theme": "social_services",
    "code": "SS1.0",
    "detail": "CHILDREN IN CARE",
    "description": "A week in care",
    "unit": "Per week",
    "cost_gbp": "500.5",
    "agency_bearing_cost": "Local authority",
    "agency_detail": "-",
    "price_year_as_extracted": "2010/11",
}


def tidy(**changed: str) -> pd.DataFrame:
    return unit_costs.tidy(TextFile("costs.csv", pd.DataFrame([ENTRY | changed]).assign(row=2)))


def test_words_are_tidied_and_the_price_year_is_a_year() -> None:
    first = tidy().iloc[0]
    words = first[["theme", "category", "agency", "agency_detail", "price_year"]]
    assert words.tolist() == ["social services", "Children in care", "Local Authority", "", "2010-11"]
    assert first["cost_gbp"] == 500.5


@pytest.mark.parametrize("changed", [{"cost_gbp": ""}, {"unit": ""}, {"price_year_as_extracted": "2010"}])
def test_an_entry_without_cost_unit_or_year_is_an_error(changed: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=r"costs.csv, line 2"):
        tidy(**changed)


def test_words_in_the_cost_are_an_error() -> None:
    with pytest.raises(Faults, match=r"row 2, column 'cost_gbp'"):
        tidy(cost_gbp="see note")


@pytest.mark.publications
def test_all_entries_are_there(publications: Path) -> None:
    table = unit_costs.read(publications)["unit_costs"]
    assert len(table) == 674
    assert table.set_index("code").loc["CR3.0", "cost_gbp"] == 33_785
