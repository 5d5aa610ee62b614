"""Deprivation: authority summaries, means over neighbourhoods, areas complete."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import deprivation
from totalplace_lib.sources.sheets import Sheet

LAYOUT = pd.DataFrame(
    [
        ["IMD 2010", "authority", "Income Scale", "income", "people"],
        ["IMD 2010", "neighbourhood", "Income_score", "income", "mean score"],
        ["IMD 2015", "neighbourhood", "IMD_score", "overall", "mean score"],
        ["IMD 2025", "authority", "income_scale", "income", "people"],
    ],
    columns=["index", "file", "heading", "domain", "measure"],
)
CURRENT = {"00AA": "E09000001", "00CN": "E08000025"}


class Book:
    """A workbook of one sheet."""

    def __init__(self, *rows: list[object]) -> None:
        self.rows = rows

    def sheet(self, name: str) -> Sheet:
        return Sheet("imd.xls", name, [["LA CODE", "LA NAME", "Income Scale"], *self.rows])  # type: ignore[list-item]


def test_people_stand_under_the_code_of_today() -> None:
    book = Book(["00AA", "City", 5.0], ["00CN", "Birmingham", 300.0])
    table = deprivation.summaries_2010(book, LAYOUT, CURRENT)  # type: ignore[arg-type]
    assert dict(zip(table["area_code"], table["value"], strict=True)) == {
        "E09000001": 5.0,
        "E08000025": 300.0,
    }
    assert table[["column", "row"]].iloc[0].tolist() == ["C", 2]


def test_a_missing_area_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"Missing: 00CN \(1\)"):
        deprivation.summaries_2010(Book(["00AA", "City", 5.0]), LAYOUT, CURRENT)  # type: ignore[arg-type]


def test_a_gap_is_an_error() -> None:
    book = Book(["00AA", "City", "x"], ["00CN", "Birmingham", 300.0])
    with pytest.raises(SourceError, match=r"row 2, column C: no value for E09000001"):
        deprivation.summaries_2010(book, LAYOUT, CURRENT)  # type: ignore[arg-type]


def test_scores_are_meant_over_neighbourhoods(tmp_path: Path) -> None:
    path = tmp_path / "lsoa.csv"
    path.write_text("lsoa01_code,Income_score\nE01000001,0.1\nE01000002,0.3\nE01000003,0.5\n")
    places = pd.DataFrame(
        {
            "lsoa01_code": ["E01000001", "E01000002", "E01000003"],
            "area_code": ["E09000001", "E09000001", "E08000025"],
        }
    )
    table = deprivation.neighbourhoods(path, "IMD 2010", LAYOUT, places)
    assert dict(zip(table["area_code"], table["value"], strict=True)) == {"E08000025": 0.5, "E09000001": 0.2}
    with pytest.raises(SourceError, match=r"lsoa.csv: 1 neighbourhoods are in no area"):
        deprivation.neighbourhoods(path, "IMD 2010", LAYOUT, places.iloc[:2])


def test_the_file_of_2015_names_its_own_areas(tmp_path: Path) -> None:
    path = tmp_path / "lsoa.csv"
    path.write_text("lsoa11_code,lad13_code,IMD_score\nE01000001,E09000001,10\nE01000002,E09000001,20\n")
    assert deprivation.neighbourhoods(path, "IMD 2015", LAYOUT, None)["value"].tolist() == [15.0]


def test_a_renamed_column_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "lad.csv"
    path.write_text("ltla24_code,Income_Scale_Number\nE09000001,5\n")
    with pytest.raises(SourceError, match=r"lad.csv, line 1: no heading 'income_scale'"):
        deprivation.summaries_2025(path, LAYOUT)


@pytest.mark.publications
def test_income_deprived_people_in_england(publications: Path) -> None:
    table = deprivation.read(publications)["deprivation"]
    people = table[(table["index"] == "IMD 2010") & (table["measure"] == "people")]
    sums = people.groupby("domain")["value"].sum()
    assert round(sums["income"]) == 7_518_443
    assert round(sums["employment"]) == 3_005_234
    assert people.groupby("domain").size().tolist() == [326, 326]
