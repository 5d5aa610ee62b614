"""The revenue outturn: headings that move, headings that change, sums that must close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_up import write_card, write_config, write_workbook

from totalplace_lib.errors import ConfigError, Faults, SourceError
from totalplace_lib.schema import contract
from totalplace_lib.sources import revenue_outturn
from totalplace_lib.sources.revenue_outturn import CARD, mark_breaks, read, read_line

Rows = list[list[Any]]

LINES = """line,name,kind,cofog,in_net_current,counted,note
education,Education,service,09,yes,yes,
police,Police,service,03,yes,yes,
total_service_expenditure,Total,total,,no,no,
levy_transport,Levy,levy,,yes,no,
absences,Absences,other_current,,2009-10,no,
net_current_expenditure,Net current,total,,no,no,
"""
LAYOUT = """line,2008-09
education,> Education services
police,Police services
total_service_expenditure,TOTAL SERVICE EXPENDITURE
levy_transport,Transport levy
absences,Absences
net_current_expenditure,NET CURRENT EXPENDITURE
"""


def good() -> Rows:
    """Avalon pays a levy of 5 to the transport body of Camelot; Brigadoon is a district; GBP thousand."""
    return [
        ["Revenue Outturn Summary (RS): 2008-09 data"],
        [],
        ["Net current expenditure (£ thousand)"],
        [None, None, None, None, None, None, None, None, None, None, None, "Memorandum"],
        [
            *("E-code", "Local authority", "Region", "Class", None, "Education services", "Police services"),
            *(
                "TOTAL SERVICE EXPENDITURE",
                "Transport levy",
                "Absences",
                "NET CURRENT EXPENDITURE",
                "Education services",
            ),
        ],
        [],
        ["E0101", "Avalon UA", "SW", "UA", None, 100, 0, 100, 5, 9, 105, 7],
        ["E0102", "Brigadoon", "SW", "SD", None, 0, 20.5, 20.5, 0, 9, 20.5, 7],
        ["E0103", "Camelot PTA", "SW", "O", None, 0, 0, 0, -5, 9, -5, 7],
        [None, "ENGLAND", None, None, None, 100, 20.5, 120.5, 0, 23, 120.5, 21],
        [],
        [None, "SOUTH WEST REGION", "SW", None, None, 100, 20.5, 120.5, 0, 27, 120.5, 21],
        ["E0101", "Avalon again, in a table of classes", None, None, None, 1, 1, 1, 1, 1, 1, 1],
        ["Notes"],
    ]


Reader = Callable[[Rows], dict[str, pd.DataFrame]]


@pytest.fixture
def read_rows(small_project: Path) -> Reader:
    """Read a made-up publication of one year."""

    def read_rows(rows: Rows) -> dict[str, pd.DataFrame]:
        raw = small_project / "raw"
        write_workbook(raw / "rs.xlsx", {"RS Data": rows})
        write_card(small_project, raw, CARD, {"rs.xlsx": "2008-09"})
        write_config(small_project, "lines/rs.csv", LINES)
        write_config(
            small_project,
            "lines/rs_breaks.csv",
            "line,first_year,last_year,note\npolice,2008-09,2008-09,FRS17\n",
        )
        write_config(small_project, "layouts/rs.csv", LAYOUT)
        write_config(small_project, "layouts/rs_sheets.csv", "year,sheet,authorities\n2008-09,RS Data,3\n")
        write_config(
            small_project,
            "controls/rs_england.csv",
            "year,line,difference_gbp,reason\n2008-09,absences,-4000,Known\n",
        )
        return read(raw)

    return read_rows


def test_figures_are_pounds_with_their_place(read_rows: Reader) -> None:
    table = read_rows(good())["council_revenue"]
    police = table[(table["line"] == "police") & (table["authority_code"] == "E0102")].iloc[0]
    assert police["amount_gbp"] == 20_500.0
    assert (police["sheet"], police["column"], police["row"]) == ("RS Data", "G", 8)
    assert (police["authority_name"], police["authority_class"], police["region"]) == (
        "Brigadoon",
        "SD",
        "SW",
    )
    assert police["marker"] == "b"
    assert len(table) == 3 * 6


def test_the_tables_keep_their_contracts(read_rows: Reader) -> None:
    for name, frame in read_rows(good()).items():
        schema = contract(name)
        assert len(schema.validate(frame[list(schema.columns)])) > 0


def test_columns_may_move(read_rows: Reader) -> None:
    expected = read_rows(good())["council_revenue"].drop(columns="column")
    moved = [row + [None] * (12 - len(row)) for row in good()]
    moved = [row[:5] + row[10:4:-1] + row[11:] if number > 3 else row for number, row in enumerate(moved)]
    found = read_rows(moved)["council_revenue"].drop(columns="column")
    pd.testing.assert_frame_equal(found, expected)


def test_a_renamed_heading_names_the_nearest_and_the_layout(read_rows: Reader) -> None:
    rows = good()
    rows[4][6] = "Police and crime services"
    with pytest.raises(SourceError) as caught:
        read_rows(rows)
    words = str(caught.value)
    assert "rs.xlsx, sheet 'RS Data', row 5: no heading like 'Police services'" in words
    assert "Nearest: 'Police and crime services' (column G)" in words
    assert words.endswith("config/layouts/rs.csv, line 'police', column 2008-09.")


def test_a_missing_authority_is_missed(read_rows: Reader) -> None:
    rows = good()
    del rows[7]
    with pytest.raises(SourceError, match=r"2 authorities above England, expected 3 .*Is a row missing"):
        read_rows(rows)


def test_a_missing_amount_does_not_add_up(read_rows: Reader) -> None:
    rows = good()
    rows[7][6] = 0
    with pytest.raises(
        Faults, match=r"cell G10 \(2008-09, police\): England is 20,500 GBP, its authorities give 0"
    ):
        read_rows(rows)


def test_a_new_class_of_authority_is_refused(read_rows: Reader) -> None:
    rows = good()
    rows[7][3] = "NEW"
    with pytest.raises(SourceError, match="gives every authority a class"):
        read_rows(rows)


def test_a_column_in_other_units_does_not_add_up(read_rows: Reader) -> None:
    rows = good()
    for row in rows[6:10]:
        row[5] = row[5] / 1000
    with pytest.raises(
        Faults,
        match="E0101 in 2008-09: services do not give total service expenditure, difference 99,900 GBP",
    ):
        read_rows(rows)


def test_a_sheet_in_other_units_is_refused(read_rows: Reader) -> None:
    rows = good()
    rows[2] = ["Net current expenditure (£ million)"]
    with pytest.raises(SourceError, match="Are the figures in another unit"):
        read_rows(rows)


def test_a_line_of_net_current_expenditure_that_is_left_out(read_rows: Reader) -> None:
    rows = good()
    for row, amount in zip(rows[6:10], (0, 0, 0, 0), strict=True):
        row[8] = amount
    with pytest.raises(Faults, match="lines do not give net current expenditure") as caught:
        read_rows(rows)
    assert "E0101" in str(caught.value)
    assert "E0103" in str(caught.value)


def test_the_file_of_another_year_is_refused(read_rows: Reader) -> None:
    rows = good()
    rows[0] = ["Revenue Outturn Summary (RS): 2009-10 data"]
    with pytest.raises(SourceError, match=r"the title does not name 2008-09; it says .*2009-10 data"):
        read_rows(rows)


def test_an_authority_that_stands_twice(read_rows: Reader) -> None:
    rows = good()
    rows.insert(8, rows[7])
    with pytest.raises(SourceError, match="E0102 stands twice, in A8 and A9"):
        read_rows(rows)


def test_words_in_a_number_cell(read_rows: Reader) -> None:
    rows = good()
    rows[6][5] = "see note"
    with pytest.raises(SourceError, match="cell F7 under 'Education services': 'see note' is not a number"):
        read_rows(rows)


def test_a_sheet_cut_before_england(read_rows: Reader) -> None:
    with pytest.raises(SourceError, match="no row 'England' below the authorities"):
        read_rows(good()[:9])


def test_an_authority_that_did_not_submit_is_a_gap_and_england_is_grossed(read_rows: Reader) -> None:
    rows = good()
    rows[7][5:] = ["[x]"] * 7
    rows[9][9] = 14
    tables = read_rows(rows)
    brigadoon = tables["council_revenue"].query("authority_code == 'E0102'")
    assert brigadoon["amount_gbp"].isna().all()
    assert set(brigadoon["marker"]) == {"x"}
    england = tables["council_revenue_england"].set_index("line")
    assert england.loc["police", "difference_gbp"] == 20_500.0
    assert england.loc["police", "reason"] == "grossed for authorities that did not submit"
    assert england.loc["education", "reason"] == ""


def test_a_known_difference_needs_its_exact_amount(read_rows: Reader) -> None:
    rows = good()
    assert read_rows(rows)["council_revenue_england"].set_index("line").loc["absences", "reason"] == "Known"
    rows[9][9] = 22
    with pytest.raises(Faults, match=r"absences\): England is 22,000 GBP"):
        read_rows(rows)
    rows[9][9] = 27
    with pytest.raises(ConfigError, match=r"not there any more: \[\['2008-09', 'absences'\]\]"):
        read_rows(rows)


def test_one_line_for_other_returns(read_rows: Reader, small_project: Path) -> None:
    read_rows(good())
    line = read_line(small_project / "raw", "2008-09", "police")
    assert line["amount_gbp"].tolist() == [0.0, 20_500.0, 0.0]


def test_a_break_marks_only_ordinary_figures_of_its_years() -> None:
    figures = pd.DataFrame(
        {
            "line": ["a", "a", "a", "b"],
            "year": ["2007-08", "2008-09", "2009-10", "2008-09"],
            "marker": ["", "x", "", ""],
        }
    )
    breaks = pd.DataFrame({"line": ["a"], "first_year": ["2008-09"], "last_year": [None], "note": [""]})
    assert mark_breaks(figures, breaks)["marker"].tolist() == ["", "x", "b", ""]


@pytest.fixture(scope="module")
def real(publications: Path) -> dict[str, pd.DataFrame]:
    return revenue_outturn.read(publications)


def amount(table: pd.DataFrame, year: str, line: str, code: str | None = None) -> float:
    rows = table[(table["year"] == year) & (table["line"] == line)]
    rows = rows[rows["authority_code"] == code] if code else rows
    (found,) = rows["amount_gbp"].tolist()
    return float(found) / 1000


@pytest.mark.publications
@pytest.mark.parametrize(
    ("year", "services", "net_current"),
    [("2008-09", 97_676_796, 113_018_448), ("2009-10", 103_625_116, 121_373_606)],
)
def test_england_as_printed(
    real: dict[str, pd.DataFrame], year: str, services: float, net_current: float
) -> None:
    england = real["council_revenue_england"]
    assert amount(england, year, "total_service_expenditure") == services
    assert amount(england, year, "net_current_expenditure") == net_current


@pytest.mark.publications
def test_birmingham_2008_09(real: dict[str, pd.DataFrame]) -> None:
    expected = {
        "net_current_expenditure": 2_320_854,
        "hb_rent_allowances": 187_690,
        "hb_hra_rent_rebates": 146_083,
        "council_tax_benefit": 88_217,
        "social_care": 488_057,
    }
    found = {line: amount(real["council_revenue"], "2008-09", line, "E4601") for line in expected}
    assert found == expected


@pytest.mark.publications
def test_levies_cancel_and_gaps_are_marked(real: dict[str, pd.DataFrame]) -> None:
    table = real["council_revenue"]
    for line in ("levy_transport", "levy_waste"):
        assert abs(amount(real["council_revenue_england"], "2008-09", line)) <= 1
    absent = table[(table["line"] == "net_current_expenditure") & table["amount_gbp"].isna()]
    assert absent.groupby("year").size().to_dict() == {"2016-17": 2, "2022-23": 4, "2023-24": 14}
    assert set(absent["marker"]) == {"x"}
    assert table["year"].nunique() == 17  # 2007-08 to 2023-24, none missing
    assert set(table[table["year"] == "2008-09"]["region"]) == {
        "NE",
        "NW",
        "YH",
        "EM",
        "WM",
        "EE",
        "L",
        "SE",
        "SW",
    }
    assert "E5100" in set(table[table["year"] == "2023-24"]["authority_code"])


@pytest.mark.publications
def test_every_figure_stands_where_it_says(real: dict[str, pd.DataFrame], publications: Path) -> None:
    from totalplace_lib.sources.cards import load_card
    from totalplace_lib.sources.cells import letter
    from totalplace_lib.sources.sheets import Workbook

    table = real["council_revenue"].query("year == '2019-20'").sample(200, random_state=1)
    sheet = Workbook.open(publications / load_card(CARD).file(years="2019-20").path).sheet(
        table["sheet"].iloc[0]
    )
    columns = {letter(column): column for column in range(120)}
    for row in table.itertuples():
        assert sheet.cell(row.row, 0) == row.authority_code
        assert abs(float(sheet.cell(row.row, columns[row.column])) * 1000 - row.amount_gbp) < 0.01
