"""Age bands add up: to all ages, over neighbourhoods, to England."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import ages
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile


def sheet(england: int, all_ages: int, last: str = "90+") -> Sheet:
    years = [*map(str, range(90)), last]
    headings = ["Code", "Name", "Geography", "All ages", *years]
    rows = [
        ["E92000001", "ENGLAND", "Country", england, *[1] * 91],
        ["E08000025", "B", "D", all_ages, *[1] * 91],
    ]
    return Sheet("mye.xlsx", "MYE2", [headings, *rows])


def test_single_years_become_bands() -> None:
    table = ages.from_2023(sheet(91, 91)).set_index("age_band")["population"]
    young = {"0-4": 5, "5-15": 11, "16-17": 2, "18": 1, "19-21": 3}
    assert table.to_dict() == {**young, "22-64": 43, "65-84": 20, "85+": 6}


def test_bands_that_do_not_add_up_are_errors() -> None:
    with pytest.raises(SourceError, match=r"row 3: ages of E08000025 do not add up"):
        ages.from_2023(sheet(91, 90))
    with pytest.raises(SourceError, match=r"areas sum to 91, England is 95"):
        ages.from_2023(sheet(95, 91))
    with pytest.raises(SourceError, match=r"single years 0 to 90 are not complete"):
        ages.from_2023(sheet(91, 91, last="older"))


def saved(england: int, all_ages: int, code: str = "E08000025") -> TextFile:
    years = {str(age): "1" for age in ages.YEARS}
    rows = [
        {"CODE": "K02000001", "ALL AGES": "64,105", **dict.fromkeys(years, "")},
        {"CODE": "E92000001", "ALL AGES": str(england), **years},
        {"CODE": code, "ALL AGES": str(all_ages), **years},
        {"CODE": "", "ALL AGES": "Quality and Methodology document.", **dict.fromkeys(years, "")},
    ]
    return TextFile("mye2.csv", pd.DataFrame(rows).assign(row=range(2, 6)))


def test_mid_2013_gives_the_same_bands_and_leaves_out_what_is_no_area() -> None:
    table = ages.from_2013(saved(91, 91))
    assert table["area_code"].unique().tolist() == ["E08000025"]
    expected = ages.from_2023(sheet(91, 91)).set_index("age_band")["population"]
    assert table.set_index("age_band")["population"].to_dict() == expected.to_dict()


def test_mid_2013_that_does_not_add_up_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"mye2.csv, row 4: ages of E08000025 do not add up"):
        ages.from_2013(saved(91, 92))
    with pytest.raises(SourceError, match=r"areas sum to 91, England is 95"):
        ages.from_2013(saved(95, 91))
    with pytest.raises(SourceError, match=r"stands twice"):
        ages.from_2013(saved(91, 91, code="E92000001"))


@pytest.mark.publications
def test_every_area_of_2013_and_2023_has_ages(publications: Path) -> None:
    table = ages.read(publications)["population_ages"]
    assert table.groupby("year")["area_code"].nunique().to_dict() == {2013: 326, 2023: 296}
    assert table.groupby("year")["population"].sum().to_dict() == {2013: 53_865_817, 2023: 57_690_323}
