"""Measures of recent years: the chosen ones, for councils in their own lifetime."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import childrens_measures as measures

LAYOUT = pd.DataFrame([("LACnum", "Children looked after", "children")], columns=["code", "measure", "unit"])


def made(*rows: tuple[str, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["Years", "LA Number", "Values"])
    return frame.assign(**{"Short Desc": "LACnum", "LA and Regions": "Council"})


def test_a_council_has_rows_for_its_own_life_only() -> None:
    rows = [
        ("2022", 909.0, "5"),
        ("2025", 909.0, "-"),
        ("2022", 942.0, "-"),
        ("2025", 942.0, "7"),
        ("2025", 970.0, "9"),
    ]
    table = measures.tidy("lait.parquet", made(*rows), LAYOUT, councils=1)
    assert dict(zip(table["authority_code"], table["value"], strict=True)) == {"E0920": 5.0, "E0901": 7.0}


def test_a_period_of_money_is_a_financial_year_without_its_note() -> None:
    table = measures.tidy("lait.parquet", made(("2024-25 (OT)", 330.0, "12")), LAYOUT, councils=1)
    assert table["period"].tolist() == ["2024-25"]


def test_a_dash_is_missing() -> None:
    table = measures.tidy("lait.parquet", made(("2025", 330.0, "-")), LAYOUT, councils=1)
    assert table["marker"].tolist() == ["x"]
    assert table["value"].isna().all()


@pytest.mark.parametrize(("period", "year"), [("2025", "2024-25"), ("2016-17", "2016-17")])
def test_the_financial_year_of_a_period(period: str, year: str) -> None:
    assert measures.financial_year(period) == year


def test_missing_councils_measures_and_words_are_errors() -> None:
    row = ("2025", 330.0, "12")
    with pytest.raises(SourceError, match=r"1 councils in the newest period, expected 153"):
        measures.tidy("lait.parquet", made(row), LAYOUT)
    with pytest.raises(SourceError, match=r"Missing: LACnum"):
        measures.tidy("lait.parquet", made(row).assign(**{"Short Desc": "Other"}), LAYOUT)
    with pytest.raises(Faults, match=r"row 1, column 'Values': 'few' is not a number"):
        measures.tidy("lait.parquet", made(("2025", 330.0, "few")), LAYOUT, councils=1)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "education_children"
    path.mkdir()
    (path / "lait_measures_2016_2025.parquet").write_text("words")
    with pytest.raises(SourceError, match=r"cannot be read as parquet"):
        measures.read(tmp_path)


def test_a_council_that_stands_twice_is_an_error() -> None:
    row = ("2025", 330.0, "12")
    with pytest.raises(SourceError, match=r"E4601, LACnum, 2025 stands twice, in rows 1 and 2"):
        measures.tidy("lait.parquet", made(row, row), LAYOUT, councils=1)


@pytest.mark.publications
def test_birmingham_in_2025(publications: Path) -> None:
    table = measures.read(publications)["childrens_measures"].query("authority_code == 'E4601'")
    assert table.query("code == 'LACnum' and period == '2025'")["value"].tolist() == [2_317]
    assert table.query("code == 'C&YPExpenditure' and period == '2024-25'")["value"].tolist() == [370_903_389]
