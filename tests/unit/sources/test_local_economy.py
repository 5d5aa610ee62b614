"""Jobs, households on universal credit and income tax: sections added up, abolished districts left out, the total proved."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources.local_economy import of_households, of_income_tax, of_jobs
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile, read_csv

CODES = {"Darlington": "E06000005", "Somerset": "E06000066"}


def jobs(tmp_path: Path, *rows: str) -> TextFile:
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join(["code,sic_section,jobs", *rows]) + "\n")
    return read_csv(path, ["code", "sic_section", "jobs"])


def test_sections_of_an_area_are_added_up_and_abolished_districts_are_not_read(tmp_path: Path) -> None:
    file = jobs(
        tmp_path, "E06000005,A,10", "E06000005,B,25", "E07000187,A,40", "S12000033,A,7", "E06000066,A,90"
    )
    found = of_jobs(file, set(CODES.values()))
    assert dict(zip(found["area_code"], found["value"], strict=True)) == {
        "E06000005": 35.0,
        "E06000066": 90.0,
    }
    assert found["row"].tolist() == [2, 6] and set(found["year"]) == {2024}


def test_some_sections_are_held_apart_as_well(tmp_path: Path) -> None:
    file = jobs(tmp_path, "E06000005,A,10", "E06000005,J,5", "E06000005,M,7", "E06000005,I,3")
    found = of_jobs(file, set(CODES.values())).set_index("measure")["value"]
    assert found.to_dict() == {
        "employee jobs": 25.0,
        "employee jobs: offices": 12.0,
        "employee jobs: hotels and food": 3.0,
    }


def test_a_section_that_stands_twice_and_a_word_for_a_number_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="E06000005"):
        of_jobs(jobs(tmp_path, "E06000005,A,10", "E06000005,A,10"), set(CODES.values()))
    with pytest.raises((SourceError, Faults), match="row 2"):
        of_jobs(jobs(tmp_path, "E06000005,A,many"), set(CODES.values()))
    with pytest.raises(SourceError, match="line 2: no number of jobs"):
        of_jobs(jobs(tmp_path, "E06000005,A,[x]"), set(CODES.values()))


def credit(total: object, month: str = "May 2025 (p)") -> Sheet:
    rows = [
        ["Households on Universal Credit", "", "", ""],
        ["Month", "", "", month],
        ["", "", "Darlington", 120],
        ["", "", "Cardiff / Caerdydd", 400],
        ["", "", "Somerset", 280],
        ["", "", "Unknown", 1],
        ["", "", "Total", total],
    ]
    return Sheet("uc.xlsx", "Data Sheet 0", rows)  # type: ignore[arg-type]


def test_households_are_those_of_english_areas_with_their_cell() -> None:
    found = of_households(credit(801), CODES)
    assert found[["area_code", "value", "row", "column"]].to_numpy().tolist() == [
        ["E06000005", 120.0, 3, "D"],
        ["E06000066", 280.0, 5, "D"],
    ]


@pytest.mark.parametrize("total", [900, "", 700])
def test_authorities_must_add_up_to_the_total(total: object) -> None:
    with pytest.raises(SourceError, match="authorities add up to 801"):
        of_households(credit(total), CODES)


def test_another_month_is_an_error() -> None:
    with pytest.raises(SourceError, match="May 2025"):
        of_households(credit(801, "May 2024"), CODES)


def tax(tmp_path: Path, *rows: str) -> TextFile:
    path = tmp_path / "tax.csv"
    path.write_text("\n".join(["code,total_tax_amount", "E12000009,400", *rows]) + "\n")
    return read_csv(path, ["code", "total_tax_amount"])


def test_areas_without_a_figure_share_what_their_region_leaves_by_people(tmp_path: Path) -> None:
    file = tax(
        tmp_path, "E06000052,340", "E10000008,30", "E06000027,[Not available]", "E06000053,[Not available]"
    )
    found = of_income_tax(file, pd.Series({"E06000027": 140e3, "E06000053": 2e3})).set_index("area_code")[
        "value"
    ]
    assert found["E06000052"] == 340e6 and found.sum() == 400e6
    assert found["E06000027"] == round(60e6 * 140 / 142, 2)


def test_a_region_that_leaves_more_than_rounding_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="E12000009 leaves 160,000,000"):
        of_income_tax(tax(tmp_path, "E06000052,240"), pd.Series(dtype=float))


def test_what_is_held_is_every_area_of_england() -> None:
    held = pd.read_parquet(Path(__file__).parents[3] / "data" / "processed" / "local_counts.parquet")
    assert held.groupby("measure")["value"].agg(["size", "sum"]).to_numpy().tolist() == [
        [296, 27607675.0],
        [296, 2120465.0],
        [296, 1967560.0],
        [296, 4928470.0],
        [309, 198345000000.0],
        [296, 5678884.0],
    ]
