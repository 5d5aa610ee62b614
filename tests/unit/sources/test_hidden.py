"""Hidden sheets and rows, formulas without a result, cells that are errors."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.headings import E_CODE
from totalplace_lib.sources.sheets import Workbook
from totalplace_lib.sources.workbook_state import NO_RESULT, from_records, sheet_state

ROWS = [
    ["E-code", "Authority", "Class", "Police"],
    ["E0101", "Avalon", "UA", 10],
    ["E0102", "Brigadoon", "SD", 20],
]
Edit = Callable[[openpyxl.Workbook], object]


def saved(folder: Path, edit: Edit) -> Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in ROWS:
        book.active.append(row)
    edit(book)
    path = folder / "made_up.xlsx"
    book.save(path)
    return Workbook.open(path)


def append(book: openpyxl.Workbook, row: list[object], *, hidden: bool = True) -> None:
    book.active.append(row)
    book.active.row_dimensions[book.active.max_row].hidden = hidden


def copy(book: openpyxl.Workbook, name: str, amount: float) -> None:
    other = book.copy_worksheet(book["Data"])
    other.title, other.sheet_state = name, "hidden"
    other["D3"] = amount


def test_a_hidden_row_that_is_the_same_is_left_out(tmp_path: Path) -> None:
    sheet = saved(tmp_path, lambda book: append(book, list(ROWS[2]))).sheet("Data")
    assert sheet.table("E-code").coded_rows(0) == {"E0101": 2, "E0102": 3}


def test_a_hidden_row_that_differs_names_both_and_the_cell(tmp_path: Path) -> None:
    book = saved(tmp_path, lambda book: append(book, ["E0102", "Brigadoon", "SD", 19]))
    with pytest.raises(
        SourceError, match=r"row 4 is hidden and differs from row 3 \(e0102, brigadoon\), first in D4"
    ):
        book.sheet("Data")


def test_a_code_that_stands_only_in_a_hidden_row_is_refused(tmp_path: Path) -> None:
    sheet = saved(tmp_path, lambda book: append(book, ["E0103", "Camelot", "SD", 5])).sheet("Data")
    with pytest.raises(SourceError, match="E0103 stands only in row 4, which is hidden"):
        sheet.table("E-code").coded_rows(0, E_CODE)


def test_a_hidden_sheet_is_not_read_and_a_hidden_copy_that_differs_is_refused(tmp_path: Path) -> None:
    same = saved(tmp_path, lambda book: copy(book, "Data (2)", 20))
    assert same.sheet("Data").cell(3, 3) == 20
    assert same.sheet_names == ["Data"]
    with pytest.raises(SourceError, match="sheet 'Data \\(2\\)' is hidden"):
        same.sheet("Data (2)")
    differs = saved(tmp_path, lambda book: copy(book, "Data (2)", 21))
    with pytest.raises(
        SourceError, match=r"hidden sheet 'Data \(2\)' has the same headings and differs, first in D3"
    ):
        differs.sheet("Data")


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    book = saved(tmp_path, lambda book: book.create_sheet("Data "))
    with pytest.raises(SourceError, match="2 sheets are called 'Data'"):
        book.sheet("Data")


def set_cell(value: str, kind: str) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book.active["D3"] = value
        book.active["D3"].data_type = kind

    return edit


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ("=SUM(1,2)", "f", "cell D3 under 'Police': a formula whose result is not kept"),
        ("#REF!", "e", "cell D3 under 'Police': '#REF!' is not a number"),
        ("1,2", "s", "cell D3 under 'Police': '1,2' is not a number"),
    ],
)
def test_a_cell_without_a_number_is_named(tmp_path: Path, value: str, kind: str, words: str) -> None:
    table = saved(tmp_path, set_cell(value, kind)).sheet("Data").table("E-code")
    with pytest.raises(SourceError, match=words):
        table.number(3, 3)
    assert table.number(2, 3)[0] == 10


def test_a_number_kept_as_text_is_read(tmp_path: Path) -> None:
    assert saved(tmp_path, set_cell("1\u202f234*", "s")).sheet("Data").table("E-code").number(3, 3)[0] == 1234


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def test_the_records_of_an_old_workbook_are_understood() -> None:
    end = record(0x000A, b"")
    name = b"Data"
    head = record(0x0085, struct.pack("<IH", 0, 0) + bytes([len(name), 0]) + name)
    start = len(head + end)
    head = record(0x0085, struct.pack("<IH", start, 0) + bytes([len(name), 0]) + name)
    row = record(0x0208, struct.pack("<HHHHHHI", 6, 0, 3, 0, 0, 0, 0x20))
    shown = record(0x0208, struct.pack("<HHHHHHI", 7, 0, 3, 0, 0, 0, 0))
    error = record(0x0205, struct.pack("<HHHBB", 2, 3, 0, 0x17, 1))
    truth = record(0x0205, struct.pack("<HHHBB", 3, 3, 0, 1, 0))
    formula = record(0x0006, struct.pack("<HHH", 4, 1, 0) + bytes([2, 0, 7, 0, 0, 0, 0xFF, 0xFF]) + bytes(6))
    state = from_records(head + end + row + shown + error + truth + formula + end, "Data")
    assert state.hidden == frozenset({7})
    assert state.words == {(3, 3): "#REF!", (5, 1): "#DIV/0!"}
    assert from_records(head + end, "Other").hidden == frozenset()


@pytest.mark.publications
def test_hidden_rows_of_a_published_workbook_are_found(publications: Path) -> None:
    path = publications / "la_finance" / "rs" / "rs_2019_20.xls"
    assert sheet_state(path, "RS_LA_Data_2019-20").hidden == frozenset({3, 4})
    assert NO_RESULT not in sheet_state(path, "RS_LA_Data_2019-20").words.values()
