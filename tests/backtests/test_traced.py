"""Fifty figures traced by hand from the cell of the publication through the processed table to the line of a count."""

from __future__ import annotations

import csv
import functools
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count.geography import vintage_for
from totalplace_lib.model import Year
from totalplace_lib.national.money import keys_within
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_table

TRACED = pd.read_csv(Path(__file__).parents[2] / "docs/evidence/traced-figures.csv", comment="#")
TRACED = TRACED.assign(sheet=TRACED["sheet"].fillna(""))
GBP = (TRACED["published"] * TRACED["unit_gbp"]).round(2)
TABLES = {
    "council_revenue_outturn": "council_revenue",
    "council_service_expenditure": "council_service_expenditure",
    "council_capital_outturn": "council_capital",
    "dwp_birmingham": "benefits_by_place",
}  # the processed table of a publication; the Treasury's editions are all in cra
TOLD = ["year", "file", "cell"]


def place_of(cell: str) -> tuple[int, int]:
    """The row and column of a cell, from 0."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    return int(row) - 1, functools.reduce(lambda at, letter: at * 26 + ord(letter) - 64, letters, 0) - 1


def grid(path: Path, sheet: str) -> list[list[Any]]:
    """All cells of a sheet, read apart from the library's own readers."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8") as file:
            return list(csv.reader(file))
    book = CalamineWorkbook.from_path(path)
    name = next(name for name in book.sheet_names if name.strip() == sheet)
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_ten_figures_of_each_of_five_years_one_of_them_of_a_place_that_was_merged() -> None:
    assert TRACED.groupby("year").size().to_dict() == dict.fromkeys(
        ["2008-09", "2012-13", "2016-17", "2020-21", "2024-25"], 10
    )
    assert not TRACED.duplicated(["file", "sheet", "cell"]).any()


@pytest.mark.parametrize("file", TRACED["file"].unique())
def test_the_publication_says_so(file: str, publications: Path) -> None:
    for sheet, rows in TRACED[TRACED["file"] == file].groupby("sheet"):
        cells = grid(publications / file, str(sheet))
        found = []
        for cell in rows["cell"]:
            row, column = place_of(cell)
            found.append(float(cells[row][column]))
        assert found == pytest.approx(rows["published"].tolist(), abs=1e-9), file


@pytest.mark.parametrize(
    ("source", "year"), TRACED[["source_id", "year"]].drop_duplicates().to_numpy().tolist()
)
def test_the_processed_table_holds_it(source: str, year: str) -> None:
    rows = TRACED[(TRACED["source_id"] == source) & (TRACED["year"] == year)]
    wanted = {"edition": source} if source.startswith("cra_") else {}
    table = read_table(TABLES.get(source, "cra"), year=year, **wanted)
    for traced, pounds in zip(rows.itertuples(), GBP[rows.index], strict=True):
        letters = re.sub(r"\d", "", traced.cell)
        is_csv = traced.file.endswith(".csv")
        at = (table["row"] == int(traced.cell[len(letters) :])) & (
            table["column"] == ("gbp_million" if is_csv else letters)
        )
        if "sheet" in table:
            at &= table["sheet"] == traced.sheet
        assert table.loc[at, "amount_gbp"].round(2).tolist() == [pounds], traced


@pytest.mark.parametrize(("place", "year"), TRACED[["place", "year"]].drop_duplicates().to_numpy().tolist())
def test_the_count_holds_it_to_the_penny(place: str, year: str) -> None:
    count = whole_area_count(place, year)
    rows = TRACED[(TRACED["place"] == place) & (TRACED["year"] == year)]
    regions = regions_of(year)
    for traced, pounds in zip(rows.itertuples(), GBP[rows.index], strict=True):
        words = ["source_id", "spender", "programme", "economic", "method"]
        line = count.lines[(count.lines[words] == [getattr(traced, name) for name in words]).all(axis=1)]
        whole = "shared_gbp" if traced.source_id == "dwp_birmingham" else "catchment_gbp"
        line = line[line[whole] == pounds]
        assert len(line) == 1, traced
        one = line.iloc[0]
        part = traced.part
        if math.isnan(part) or (
            one["key"] == "population" and str(one["catchment_code"]).startswith("E12000")
        ):
            series = keys_within(Year.parse(year), [str(one["key"])]).set_index("area_code")["value"]
            mine = series[series.index.isin(count.place.areas)].sum()
            part = mine / series[series.index.map(regions) == one["catchment_code"]].sum()
        assert one["part"] == pytest.approx(part, abs=1e-9)
        expected = pounds * part if math.isnan(traced.count_gbp) else traced.count_gbp
        assert one["amount_gbp"] == pytest.approx(expected, abs=0.02)
        assert math.isnan(traced.part) or part == pytest.approx(traced.part, abs=1e-9)


def regions_of(year: str) -> pd.Series:
    """The region of each area that a year is counted by."""
    return gazetteer(vintage_for(Year.parse(year))).areas.set_index("area_code")["region_code"]
