"""What an .ods hides: made-up files, written as spreadsheet programs write them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.markers import NO_RESULT
from totalplace_lib.sources.sheets import ODS, Workbook
from totalplace_lib.sources.workbook_state import sheet_state

SPACES = " ".join(
    f'xmlns:{name}="urn:{words}"'
    for name, words in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
COLLAPSED, FILTERED = 'table:visibility="collapse"', 'table:visibility="filter"'
HEAD = ["E-code", "Authority", "Class", "Police"]
AVALON, BRIGADOON = ["E0101", "Avalon", "UA", 10], ["E0102", "Brigadoon", "SD", 20]
Row = tuple[str, Sequence[object]]
"""Attributes of the row, and its cells; a cell that begins with < stands as it is."""


def cell(value: object) -> str:
    if str(value).startswith("<"):
        return str(value)
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


def row(attributes: str, cells: Sequence[object]) -> str:
    return f"<table:table-row {attributes}>{''.join(map(cell, cells))}</table:table-row>"


def table(name: str, rows: Sequence[Row], *, style: str = "shown", columns: str = "") -> str:
    body = "".join(row(*one) for one in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{body}</table:table>'


def saved(folder: Path, *tables: str) -> Workbook:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{display}"/>'
        "</style:style>"
        for name, display in (("shown", "true"), ("hidden", "false"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "made_up.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return Workbook.open(path)


def data(*more: Row) -> list[Row]:
    return [("", HEAD), ("", AVALON), ("", BRIGADOON), *more]


def test_a_plain_sheet_hides_nothing(tmp_path: Path) -> None:
    book = saved(tmp_path, table("Data", data()))
    state = sheet_state(book.path, "Data")
    assert not state.hidden and not state.columns and not state.words
    assert book.sheet("Data").table("E-code").coded_rows(0) == {"E0101": 2, "E0102": 3}


@pytest.mark.parametrize("how", [COLLAPSED, FILTERED])
def test_a_hidden_row_that_is_the_same_is_left_out(tmp_path: Path, how: str) -> None:
    book = saved(tmp_path, table("Data", data((how, BRIGADOON))))
    assert book.sheet("Data").table("E-code").coded_rows(0) == {"E0101": 2, "E0102": 3}


def test_a_hidden_row_that_differs_is_refused(tmp_path: Path) -> None:
    book = saved(tmp_path, table("Data", data((COLLAPSED, ["E0102", "Brigadoon", "SD", 19]))))
    with pytest.raises(SourceError, match=r"row 4 is hidden and differs from row 3 .* first in D4"):
        book.sheet("Data")


def test_a_code_that_stands_only_in_a_hidden_row_is_refused(tmp_path: Path) -> None:
    book = saved(tmp_path, table("Data", data((COLLAPSED, ["E0103", "Camelot", "SD", 1]))))
    with pytest.raises(SourceError, match="hidden"):
        book.sheet("Data").table("E-code").coded_rows(0)


def test_rows_that_stand_for_several_are_counted(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="4"/>'
    rows: list[Row] = [
        ('table:number-rows-repeated="5"', [empty]), ("", HEAD), (f'{COLLAPSED} table:number-rows-repeated="2"', BRIGADOON),
        ("", BRIGADOON),
    ]  # fmt: skip
    book = saved(tmp_path, table("Data", rows))
    assert sheet_state(book.path, "Data").hidden == {7, 8}
    assert book.sheet("Data").table("E-code").coded_rows(0) == {"E0102": 9}


def test_rows_in_a_group_that_is_folded_up_are_hidden(tmp_path: Path) -> None:
    group = f'<table:table-row-group table:display="false">{row("", BRIGADOON)}</table:table-row-group>'
    sheet = f'<table:table table:name="Data" table:style-name="shown">{row("", HEAD)}{group}{row("", AVALON)}</table:table>'
    assert sheet_state(saved(tmp_path, sheet).path, "Data").hidden == {2}


def test_a_hidden_sheet_is_not_read_and_a_hidden_copy_that_differs_is_refused(tmp_path: Path) -> None:
    other = table("Old", [("", HEAD), ("", AVALON), ("", ["E0102", "Brigadoon", "SD", 19])], style="hidden")
    book = saved(tmp_path, table("Data", data()), other)
    assert book.sheet_names == ["Data"]
    with pytest.raises(SourceError, match="sheet 'Old' is hidden"):
        book.sheet("Old")
    with pytest.raises(
        SourceError, match="the hidden sheet 'Old' has the same headings and differs, first in D3"
    ):
        book.sheet("Data")


COLUMNS = f'<table:table-column table:number-columns-repeated="4"/><table:table-column {COLLAPSED}/>'


@pytest.mark.parametrize(("amount", "differs"), [(20, False), (19, True)])
def test_a_hidden_copy_of_a_column_is_left_out_or_refused(tmp_path: Path, amount: int, differs: bool) -> None:
    rows: list[Row] = [("", [*HEAD, "Police"]), ("", [*AVALON, 10]), ("", [*BRIGADOON, amount])]
    book = saved(tmp_path, table("Data", rows, columns=COLUMNS))
    if differs:
        with pytest.raises(
            SourceError, match=r"column E is hidden and differs from column D \(police\), first in E3"
        ):
            book.sheet("Data")
    else:
        assert [line[4:] for line in book.sheet("Data").rows] == [[""], [""], [""]]


def test_a_hidden_column_of_its_own_is_read(tmp_path: Path) -> None:
    rows: list[Row] = [("", [*HEAD, "Fire"]), ("", [*AVALON, 3]), ("", [*BRIGADOON, 4])]
    book = saved(tmp_path, table("Data", rows, columns=COLUMNS))
    assert book.sheet("Data").cell(3, 4) == 4


@pytest.mark.parametrize(
    ("formula", "word"),
    [
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            "#DIV/0!",
        ),
        ('<table:table-cell table:formula="of:=[.A1]"/>', NO_RESULT),
    ],
)
def test_a_formula_without_a_number_is_found_where_it_stands(tmp_path: Path, formula: str, word: str) -> None:
    wide = '<table:table-cell table:number-columns-repeated="2"/>'
    book = saved(tmp_path, table("Data", data(("", ["E0103", wide, formula]))))
    assert sheet_state(book.path, "Data").words == {(4, 3): word}
