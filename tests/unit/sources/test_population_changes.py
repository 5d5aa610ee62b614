"""Births, deaths and arrivals: English areas, and the other nations as sums of their districts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import population_changes
from totalplace_lib.sources.textfiles import TextFile, read_csv

HEADS = "lad2013_code,country,births_2009,deaths_2009,international_in_2009,population_2008\n"
ROWS = "E08000025,E,18,8,14,1000\nW06000001,W,1,2,0,70\nW06000002,W,3,1,4,120\n"


def made(folder: Path, text: str) -> TextFile:
    path = folder / "myeb3.csv"
    path.write_text(text, encoding="utf-8")
    return read_csv(path, ["lad2013_code", "country"])


def test_twelve_months_to_a_mid_year_stand_with_the_financial_year_that_holds_most_of_them(
    tmp_path: Path,
) -> None:
    long = population_changes.from_myeb3(made(tmp_path, HEADS + ROWS))
    own = long[long["area_code"] == "E08000025"].set_index("measure")
    assert own["people"].to_dict() == {"births": 18, "deaths": 8, "arrivals": 14, "residents": 1000}
    assert set(own["year"]) == {"2008-09"}


def test_districts_of_a_nation_are_added_up(tmp_path: Path) -> None:
    long = population_changes.from_myeb3(made(tmp_path, HEADS + ROWS))
    table = population_changes.of_nations(long[long["country"] == "W"])
    assert set(table["area_code"]) == {"W92000004"}
    assert table.set_index("measure")["people"].to_dict() == {
        "births": 4,
        "deaths": 3,
        "arrivals": 4,
        "residents": 190,
    }


@pytest.mark.parametrize("cell", ["x", "", "-3"])
def test_a_missing_number_is_an_error(tmp_path: Path, cell: str) -> None:
    with pytest.raises(SourceError, match=r"row 2, column births_2009: no births of E08000025"):
        population_changes.from_myeb3(made(tmp_path, HEADS + ROWS.replace(",18,", f",{cell},")))


def test_renamed_headings_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no heading like births_2009"):
        population_changes.from_myeb3(made(tmp_path, (HEADS + ROWS).replace("births_2009", "born")))


@pytest.mark.publications
def test_england_and_wales_in_the_year_to_mid_2009(publications: Path) -> None:
    tables = population_changes.read(publications)
    of_year: pd.DataFrame = tables["population_changes"].query("year == '2008-09'")
    sums = of_year.groupby("measure")["people"].sum().to_dict()
    assert sums == {"births": 667_020, "deaths": 468_971, "arrivals": 525_074}
    wales = tables["population_nations"].query("area_code == 'W92000004' and year == '2008-09'")
    assert wales.set_index("measure")["people"]["residents"] == 3_025_867
