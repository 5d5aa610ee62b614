"""Adult social care: columns by number or heading, cost over activity proved against the printed unit cost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import adult_care
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.sheets import Sheet

HEADING = "Gross total cost for day care or day services for older people"
LAYOUT = pd.DataFrame(
    [("day care", "older people", "client week", "2.34A", HEADING, "1", "52")],
    columns=[
        "service",
        "client_group",
        "unit",
        "number_2008_09",
        "heading_2009_10",
        "weeks_2008_09",
        "weeks_2009_10",
    ],
)


def later(
    cost: str = "5,693", activity: str = "1,380", unit_cost: str = "79.3", council: str = "102-Cumbria"
) -> Sheet:
    headings = [
        "",
        f"{HEADING} during year ended 31 March 2010 (£000's)",
        "Clients per week",
        "Average gross",
    ]
    return Sheet(
        "pss.csv", "", [["Title"], headings, [council, cost, activity, unit_cost], ["Total England", "9"]]
    )


def test_a_number_per_week_becomes_a_number_for_the_year() -> None:
    table = adult_care.tidy(later(), LAYOUT, "2009-10")
    first = table.iloc[0]
    assert first[["authority_code", "gross_gbp", "activity", "unit_cost_gbp"]].tolist() == [
        "E0920",
        5_693_000,
        71_760,
        79.3,
    ]
    assert first[["column", "row"]].tolist() == ["B", 3]


def test_the_earlier_year_is_found_by_the_number_of_the_unit_cost() -> None:
    rows = [
        ["Title"],
        [""],
        ["", "cost", "clients", "average"],
        ["", "2.34A", "2.34A", "2.34A"],
        ["", "Numerator"],
    ]
    sheet = Sheet("pss.csv", "", [*rows, ["116 - Durham", "4,795", "77,585", "61.8"]])
    table = adult_care.tidy(sheet, LAYOUT, "2008-09")
    assert table[["authority_code", "activity"]].iloc[0].tolist() == ["E1321", 77_585]


def test_a_gap_is_missing_and_not_zero() -> None:
    table = adult_care.tidy(later("..", "..", ".."), LAYOUT, "2009-10")
    assert table["marker"].tolist() == ["x"]
    assert table["gross_gbp"].isna().all()


def test_a_unit_cost_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(Faults, match=r"row 3, column B: Cumbria, day care, older people: .* is not 99.3"):
        adult_care.tidy(later(unit_cost="99.3"), LAYOUT, "2009-10")


def test_words_renamed_columns_and_unknown_councils_are_errors() -> None:
    with pytest.raises(SourceError, match=r"pss.csv, row 3, column C: 'many' is not a number"):
        adult_care.tidy(later(activity="many"), LAYOUT, "2009-10")
    with pytest.raises(SourceError, match=r"row 2: no column for day care, older people"):
        adult_care.tidy(later(), LAYOUT.assign(heading_2009_10="Gross cost of dancing"), "2009-10")
    with pytest.raises(SourceError, match=r"row 3: no council has the social care number 999"):
        adult_care.tidy(later(council="999-Nowhere"), LAYOUT, "2009-10")
    with pytest.raises(SourceError, match=r"no row that begins with the number"):
        adult_care.tidy(later(council="Cumbria"), LAYOUT, "2009-10")


def test_a_council_that_stands_twice_is_an_error() -> None:
    sheet = later()
    twice = Sheet("pss.csv", "", [*sheet.rows, sheet.rows[2]])
    with pytest.raises(SourceError, match=r"pss.csv: council 102 stands twice, in rows 3 and 5"):
        adult_care.tidy(twice, LAYOUT, "2009-10")


def test_one_cost_in_other_units_is_an_error() -> None:
    with pytest.raises(Faults, match=r"Cumbria, day care, older people"):
        adult_care.tidy(later(cost="5,693,000"), LAYOUT, "2009-10")


def test_the_file_of_another_year_and_an_empty_one_are_errors(tmp_path: Path) -> None:
    path = tmp_path / load_card(adult_care.CARD).file(years="2008-09").path
    path.parent.mkdir()
    path.touch()
    with pytest.raises(SourceError, match=r"is empty \(0 bytes\)"):
        adult_care.read(tmp_path)
    path.write_text('"Final Detailed Unit Cost, England 2009-10",,\n')
    with pytest.raises(SourceError, match="the title does not name 2008-09; it says 'Final Detailed"):
        adult_care.read(tmp_path)


@pytest.mark.publications
def test_councils_of_both_years(publications: Path) -> None:
    table = adult_care.read(publications)["adult_care_costs"]
    assert table.groupby("year")["authority_code"].nunique().to_dict() == {"2008-09": 150, "2009-10": 152}
    cumbria = table.query(
        "authority_code == 'E0920' and year == '2009-10' and service == 'residential and nursing care'"
    )
    assert cumbria.query("client_group == 'older people'")["gross_gbp"].tolist() == [71_760_000]
