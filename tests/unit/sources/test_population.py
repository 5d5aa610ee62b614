"""Population: two editions, England's sums, no gaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import population
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile, read_csv

CSV = "lad2013_code,lad2013_name,country,population_2008,births_2008\nE08000025,Birmingham,E,10,1\n95A,Derry,N,5,1\n"


def made(folder: Path, text: str) -> TextFile:
    path = folder / "myeb3.csv"
    path.write_text(text, encoding="utf-8")
    return read_csv(path, ["lad2013_code", "country"])


def test_only_english_areas_and_populations_are_kept(tmp_path: Path) -> None:
    table = population.from_myeb3(made(tmp_path, CSV))
    assert table[["area_code", "year", "population", "row"]].to_numpy().tolist() == [
        ["E08000025", 2008, 10.0, 2]
    ]


def test_an_area_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"E08000025 stands twice, in rows 2 and 4"):
        population.from_myeb3(made(tmp_path, CSV + "E08000025,Birmingham,E,11,1\n"))


@pytest.mark.parametrize("cell", ["x", "0", ""])
def test_a_missing_population_is_an_error(tmp_path: Path, cell: str) -> None:
    with pytest.raises(SourceError, match=r"row 2, column population_2008: no population of E08000025"):
        population.from_myeb3(made(tmp_path, CSV.replace(",10,", f",{cell},")))


def test_renamed_years_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no heading like population_2008"):
        population.from_myeb3(made(tmp_path, CSV.replace("population_2008", "pop2008")))


def sheet(england: float, *areas: list[Any]) -> Sheet:
    top = [["MYE4"], ["Code", "Name", "Geography", "Mid-2023"], ["E92000001", "ENGLAND", "Country", england]]
    return Sheet("mye.xlsx", "MYE4", [*top, *areas])


def test_areas_must_sum_to_england() -> None:
    areas = [
        ["E08000025", "Birmingham", "District", 10],
        ["E10000029", "Suffolk", "County", 7],
        ["E07000245", "W", "D", 7],
    ]
    table = population.from_mye4(sheet(17, *areas))
    assert table["population"].sum() == 17
    with pytest.raises(SourceError, match=r"Mid-2023: areas sum to 17, England is 18"):
        population.from_mye4(sheet(18, *areas))


def test_controls_of_england_are_held(tmp_path: Path) -> None:
    table = population.from_myeb3(made(tmp_path, CSV))
    population.check_england(table, pd.DataFrame({"year": ["2008"], "population": ["10"]}))
    with pytest.raises(Faults, match=r"mid-2008: areas sum to 10, England 11"):
        population.check_england(table, pd.DataFrame({"year": ["2008"], "population": ["11"]}))


def test_the_revised_series_must_be_the_edition_before_in_years_it_did_not_revise(tmp_path: Path) -> None:
    path = tmp_path / "revised.csv"
    path.write_text(
        "code,name,year,population\nE08000025,B,2021,10\nE08000025,B,2024,12\nW06000001,A,2024,1\n"
    )
    revised = population.from_revised(read_csv(path, ["code", "year", "population"]))
    assert revised[["area_code", "year", "population"]].to_numpy().tolist() == [
        ["E08000025", 2021, 10.0],
        ["E08000025", 2024, 12.0],
    ]
    before = revised[revised["year"] == 2021]
    population.check_same(before, revised)
    with pytest.raises(SourceError, match=r"E08000025 in mid-2021 is 10.0, the mid-2023 edition has 11.0"):
        population.check_same(before.assign(population=11.0), revised)


@pytest.mark.publications
def test_birmingham_in_mid_2008(publications: Path) -> None:
    table = population.read(publications)["population"]
    found = table.query("area_code == 'E08000025' and year == 2008")["population"]
    assert found.tolist() == [1_038_980]
    england = table.groupby("year")["population"].sum()
    assert (england[2023], england[2024]) == (57_932_470, 58_620_101)
    assert set(table.query("marker == 'b'")["year"]) == {2014}
