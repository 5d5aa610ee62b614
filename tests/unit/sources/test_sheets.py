"""Sheets are read by their words: names, headings, codes, titles."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from made_up import write_workbook

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.cells import address, fold, letter
from totalplace_lib.sources.sheets import ODS, Sheet, Workbook

ROWS = [
    ["Return 2008-09 (£ thousand)"],
    [None, None, None, "Services", None, "Memorandum"],
    ["E-code", "Authority", "Class", "Education services", "Police\nservices", "Education services"],
    [],
    ["E0101", "Avalon", "UA", 10, 0, 3],
    ["E0102", "Brigadoon", "SD", "[x]", 2.5, "-"],
    [None, "ENGLAND", None, 10, 2.5, 3],
]


def sheet(rows: list[list[object]] = ROWS) -> Sheet:
    return Sheet("made_up.xls", "Data", [["" if cell is None else cell for cell in row] for row in rows])  # type: ignore[misc]


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [letter(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    assert address(7, 27) == "AB7"


def test_folding_leaves_letters_and_digits() -> None:
    assert fold("Culture & related\n services (1)") == fold("culture and Related Services 1")


def test_sheets_are_found_by_name_and_the_nearest_is_named(tmp_path: Path) -> None:
    book = Workbook.open(write_workbook(tmp_path / "made_up.xlsx", {"Front page": [], "Data ": ROWS}))
    assert book.sheet("Data").cell(5, 1) == "Avalon"
    with pytest.raises(SourceError, match=r"made_up\.xlsx: no sheet 'Date'\. Nearest: 'Data'"):
        book.sheet("Date")


def test_figures_come_with_their_place() -> None:
    table = sheet().table("E-code", "Class")
    long = table.long(
        table.coded_rows(0),
        {"schools": "Services > Education services", "police": "POLICE SERVICES"},
        unit=1000,
    )
    assert long[["code", "line", "value", "marker", "column", "row"]].fillna(-1).to_dict("split")["data"] == [
        ["E0101", "schools", 10_000.0, "", "D", 5],
        ["E0101", "police", 0.0, "", "E", 5],
        ["E0102", "schools", -1, "x", "D", 6],
        ["E0102", "police", 2_500.0, "", "E", 6],
    ]
    assert set(long["sheet"]) == {"Data"}
    assert pd.api.types.is_integer_dtype(long["row"])


def test_a_heading_that_stands_twice_needs_its_group() -> None:
    table = sheet().table("E-code", "Class")
    assert table.column("Services > Education services") == 3
    assert table.column("Memorandum > Education services") == 5
    with pytest.raises(
        SourceError, match=r"stands more than once: D \(under 'Services'\), F \(under 'Memorandum'\)"
    ):
        table.column("Education services")


def test_a_heading_before_any_group() -> None:
    rows = [row[:] for row in ROWS]
    rows[1][3] = None
    assert sheet(rows).table("E-code", "Class").column("> Education services") == 3


def test_a_renamed_heading_names_the_nearest_and_where_to_edit() -> None:
    table = sheet().table("E-code", "Class")
    with pytest.raises(SourceError) as caught:
        table.column("Police service", edit="config/layouts/rs.csv, line 'police', column 2008-09.")
    words = str(caught.value)
    assert words.startswith("made_up.xls, sheet 'Data', row 3: no heading like 'Police service'.")
    assert (
        "(column E). If it is the same line, change config/layouts/rs.csv, line 'police', column 2008-09."
        in words
    )


def test_stacked_headings_are_joined() -> None:
    rows: list[list[object]] = [
        ["Schools", "", "Roads", ""],
        ["Total", "Net", "Total", "Net"],
        ["spending", "", "spending", "current"],
        ["E0101", 1, 2, 3],
    ]
    table = sheet(rows).table("Net", below=1)
    assert table.headings == ("Total spending", "Net", "Total spending", "Net current")
    assert table.column("Roads > Total spending") == 2
    assert sheet(rows).table("spending", "current", above=2).headings[:2] == (
        "Schools Total spending",
        "Schools Net",
    )
    assert table.first_row == 4


def test_words_in_a_number_cell_name_the_cell() -> None:
    rows = [row[:] for row in ROWS]
    rows[4][4] = "about 5"
    table = sheet(rows).table("E-code", "Class")
    with pytest.raises(
        SourceError,
        match=r"made_up\.xls, sheet 'Data', cell E5 under 'Police\s+services': 'about 5' is not a number",
    ):
        table.long(table.coded_rows(0), {"police": "Police services"})


def test_an_authority_that_stands_twice() -> None:
    rows = [*ROWS[:6], ["E0101", "Avalon again", "UA", 1, 1, 1], ROWS[6]]
    with pytest.raises(SourceError, match="E0101 stands twice, in A5 and A7"):
        sheet(rows).table("E-code", "Class").coded_rows(0)


def test_rows_after_the_total_are_left_alone() -> None:
    rows = [*ROWS, ["E0101", "Avalon again", "UA", 1, 1, 1]]
    assert list(sheet(rows).table("E-code", "Class").coded_rows(0, before=7)) == ["E0101", "E0102"]


def test_no_heading_row_names_the_nearest_row() -> None:
    with pytest.raises(
        SourceError, match=r"no heading row with 'E-code', 'Region'\. Nearest is row 3, with 1 of 2"
    ):
        sheet().table("E-code", "Region")


@pytest.mark.parametrize("title", ["Return 2008-09", "Return 2008/09", "2008 to 2009", "Data 2008-2009 (R)"])
def test_the_title_names_the_year(title: str) -> None:
    sheet([[title]]).require_year("2008-09")


@pytest.mark.parametrize("title", ["Return 2009-10", "2008-091", "", "Return 1 April 2008"])
def test_another_year_is_refused(title: str) -> None:
    with pytest.raises(SourceError, match="does not name 2008-09"):
        sheet([[title]]).require_year("2008-09")


def test_another_unit_is_refused() -> None:
    sheet().require_words("£ thousand")
    with pytest.raises(SourceError, match="nothing in the first 12 rows says '£ thousand'"):
        sheet([["Return 2008-09 (£ million)"]]).require_words("£ thousand")


@pytest.mark.parametrize("says_its_type", [True, False])
def test_an_ods_whose_exporter_left_out_its_type_is_read(tmp_path: Path, says_its_type: bool) -> None:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    cell = "<table:table-cell office:value-type='string'><text:p>Avalon</text:p></table:table-cell>"
    rows = f"<table:table table:name='Data'><table:table-row>{cell}</table:table-row></table:table>"
    body = f"<office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "made_up.ods", "w") as archive:
        if says_its_type:
            archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert Workbook.open(tmp_path / "made_up.ods").sheet("Data").cell(1, 0) == "Avalon"
