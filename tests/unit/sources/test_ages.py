"""Age bands add up: to all ages, over neighbourhoods, to England."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import ages
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile


def people(*codes: str) -> TextFile:
    bands = dict.fromkeys(ages.BANDS, 1.0)
    return TextFile("lsoa.csv", pd.DataFrame([{"lsoa11_code": code, **bands, "row": 2} for code in codes]))


def lookup(*rows: tuple[str, str]) -> TextFile:
    frame = pd.DataFrame(rows, columns=["lsoa11_code", "ltla18_code"]).assign(row=range(2, len(rows) + 2))
    return TextFile("lookup.csv", frame)


def test_neighbourhoods_add_up_to_districts() -> None:
    where = lookup(("L1", "E08000025"), ("L2", "E08000025"), ("L3", "E09000001"))
    table = ages.add_up(people("L1", "L2", "L3"), where, "ltla18_code")
    assert table.query("area_code == 'E08000025'")["population"].tolist() == [2.0] * 6


def test_a_neighbourhood_without_a_district_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"lookup.csv: no district for L2"):
        ages.add_up(people("L1", "L2"), lookup(("L1", "E08000025")), "ltla18_code")


def sheet(england: int, all_ages: int, last: str = "90+") -> Sheet:
    years = [*map(str, range(90)), last]
    headings = ["Code", "Name", "Geography", "All ages", *years]
    rows = [
        ["E92000001", "ENGLAND", "Country", england, *[1] * 91],
        ["E08000025", "B", "D", all_ages, *[1] * 91],
    ]
    return Sheet("mye.xlsx", "MYE2", [headings, *rows])


def test_single_years_become_bands() -> None:
    table = ages.from_mye2(sheet(91, 91)).set_index("age_band")["population"]
    young = {"0-4": 5, "5-15": 11, "16-17": 2, "18": 1, "19-21": 3}
    assert table.to_dict() == {**young, "22-64": 43, "65-84": 20, "85+": 6}


def test_bands_that_do_not_add_up_are_errors() -> None:
    with pytest.raises(SourceError, match=r"row 3: ages of E08000025 do not add up"):
        ages.from_mye2(sheet(91, 90))
    with pytest.raises(SourceError, match=r"areas sum to 91, England is 95"):
        ages.from_mye2(sheet(95, 91))
    with pytest.raises(SourceError, match=r"single years 0 to 90 are not complete"):
        ages.from_mye2(sheet(91, 91, last="older"))


@pytest.mark.publications
def test_every_area_of_2023_has_ages(publications: Path) -> None:
    table = ages.read(publications)["population_ages"]
    assert table.groupby("year")["area_code"].nunique().to_dict() == {2020: 334, 2023: 296}
    assert table.query("year == 2023")["population"].sum() == 57_690_323
