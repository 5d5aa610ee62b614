"""Councils' budgets: sheets saved as CSV, plans marked, years proved, faults named with their cell."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import council_budgets as budgets
from totalplace_lib.sources.council_returns import headings, read_layout
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile

LINES = headings(read_layout("ra"), "2018-19")


def sheet(
    england: int = 13, title: str = "Revenue Account Budget (RA) 2018-19", unit: str = "(£ thousand)"
) -> Sheet:
    """One council with one in each service, and England."""
    headed = ["E-code", "ONS Code", "Local authority", "Class", *LINES.values()]
    one = [1] * (len(LINES) - 1) + [13]
    rows = [[title], [unit], [], headed, ["E4601", "E08000025", "Birmingham", "MD", *one]]
    return Sheet(
        "ra.csv",
        "",
        [*rows, ["", "", "ENGLAND", "", *[1] * 13, england], ["", "", "METROPOLITAN", "MD", *one]],
    )


def test_a_sheet_saved_as_csv_keeps_its_rows_and_a_figure_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "ra.csv.gz"
    path.write_bytes(gzip.compress('a,b\r\n\r\n"1,546","two\nlines"\r\nlast,1\r\n'.encode("cp1252")))
    read = Sheet.of_csv(path)
    assert str(read) == "ra.csv.gz"
    assert read.cell(1, 1) == "b" and read.cell(2, 0) == "" and read.cell(3, 0) == "1,546"


def test_services_of_one_council_in_pounds_with_their_cells() -> None:
    table = budgets.from_sheet(sheet(), "council_budgets", "2018-19").set_index("line")
    assert table.loc["education", ["amount_gbp", "authority_code", "authority_class"]].tolist() == [
        1000,
        "E4601",
        "MD",
    ]
    assert table.loc[budgets.TOTAL, ["column", "row"]].tolist() == ["R", 5]


def test_another_year_another_unit_or_another_england_is_an_error() -> None:
    with pytest.raises(SourceError, match="does not name 2018-19"):
        budgets.from_sheet(sheet(title="Revenue Account Budget (RA) 2017-18"), "council_budgets", "2018-19")
    with pytest.raises(SourceError, match="£ thousand"):
        budgets.from_sheet(sheet(unit="(£ million)"), "council_budgets", "2018-19")
    with pytest.raises(
        Faults, match=r"cell R6 \(2018-19, total_service_expenditure\): England is 14,000 GBP"
    ):
        budgets.from_sheet(sheet(england=14), "council_budgets", "2018-19")


def test_a_moved_or_renamed_heading_is_named_with_the_nearest_one() -> None:
    rows = [list(row) for row in sheet().rows]
    rows[3] = [str(cell).replace("TOTAL PUBLIC HEALTH", "PUBLIC HEALTH IN ALL") for cell in rows[3]]
    with pytest.raises(
        SourceError,
        match=r"no heading like 'TOTAL PUBLIC HEALTH'.*config/layouts/ra.csv, line 'public_health'",
    ):
        budgets.from_sheet(Sheet("ra.csv", "", rows), "council_budgets", "2018-19")
    moved = [[*row[:4], "", *row[4:]] if row else [] for row in sheet().rows]
    table = budgets.from_sheet(Sheet("ra.csv", "", moved), "council_budgets", "2018-19")
    assert table["amount_gbp"].sum() == 26_000


def recent(*rows: tuple[str, str, str]) -> TextFile:
    """Rows of ons_code, name and what each service holds; the total is twelve times it."""
    made = [
        {"ons_code": code, "name": name, "type": "MD", **dict.fromkeys(budgets.RECENT_LINES, each)}
        for code, name, each in rows
    ]
    return TextFile("civ.csv", pd.DataFrame(made).assign(row=range(2, len(rows) + 2)))


AREAS = pd.DataFrame(
    {"vintage": [2023], "area_code": ["E08000016"], "authority_code": ["E4401"], "county_code": [""],
     "county_authority_code": [""]}
)  # fmt: skip


def test_a_council_under_its_code_of_2025_without_a_budget_is_left_out_and_any_other_stranger_refused() -> (
    None
):
    table = budgets.from_recent(recent(("E08000016", "Barnsley", "2"), ("E08000038", "Barnsley", "")), AREAS)
    assert table["authority_code"].unique().tolist() == ["E4401"] and set(table["year"]) == {"2024-25"}
    with pytest.raises(SourceError, match=r"civ.csv, line 3: E08000038 \(Barnsley\) is no council"):
        budgets.from_recent(recent(("E08000016", "Barnsley", "2"), ("E08000038", "Barnsley", "2")), AREAS)
    with pytest.raises(SourceError, match="stands twice"):
        budgets.from_recent(recent(("E08000016", "A", "2"), ("E08000016", "B", "2")), AREAS)


def test_services_must_give_the_total_but_for_fire_and_police_of_2024_25() -> None:
    def of(year: str, total: float) -> pd.DataFrame:
        rows = [(year, "E1", "education", 10_000.0), (year, "E1", budgets.TOTAL, total)]
        return pd.DataFrame(rows, columns=["year", "authority_code", "line", "amount_gbp"])

    assert budgets.check_parts(of("2018-19", 10_000.0)) == budgets.check_parts(of("2024-25", 90_000.0)) == []
    assert "difference 80,000 GBP" in str(budgets.check_parts(of("2018-19", 90_000.0))[0])
    assert "difference -9,000 GBP" in str(budgets.check_parts(of("2024-25", 1_000.0))[0])


def test_a_file_of_another_year_does_not_come_to_englands_published_budget() -> None:
    controls = pd.DataFrame(
        [("2024-25", "education", "41700000000", "0.95", "1.005")],
        columns=["year", "line", "amount_gbp", "least", "most"],
    )
    figures = pd.DataFrame({"year": ["2024-25"], "line": ["education"], "amount_gbp": [40.6e9]})
    assert budgets.check_controls(figures, controls) == []
    said = budgets.check_controls(figures.assign(amount_gbp=45.8e9), controls)
    assert "109.8% of England's 41,700,000,000. Is it the file of another year?" in str(said[0])


@pytest.mark.publications
def test_every_year_of_the_publications(publications: Path) -> None:
    table = budgets.read(publications)["council_budgets"]
    assert table.groupby("year")["authority_code"].nunique().to_dict() == {
        **dict.fromkeys(["2013-14", "2014-15", "2015-16", "2016-17", "2017-18", "2018-19"], 353),
        "2019-20": 343, "2020-21": 339, "2021-22": 333, "2023-24": 317, "2024-25": 317,
    }  # fmt: skip
    assert set(table["marker"]) == {"p", "x"} and table.loc[table["marker"] == "x", "amount_gbp"].isna().all()
