"""What stands in a file is taken whole or not at all; every fault is named with its cell, all in one message."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from return_files import BODY, OTHER, PLACE, TOP, YEAR, asked, asked_of, filled, headings, template

from totalplace_lib.errors import Faults
from totalplace_lib.present.return_form import sheets, write_xlsx
from totalplace_lib.present.return_form_ods import write_ods
from totalplace_lib.returns import form
from totalplace_lib.returns.judging import Judged, judge

ROW = TOP + 2
"""The first line below the row for the whole body: hospitals, current. Two below: clinics."""
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def faults(judged: Judged) -> list[str]:
    return [*judged.whole, *judged.rows, *judged.doubts]


def test_a_filled_form_is_read_to_the_penny(tmp_path: Path) -> None:
    judged = judge(filled(tmp_path / "a.xlsx"), asked_of)
    assert faults(judged) == []
    (made,) = judged.taken()
    assert (made.place, made.year, made.body, made.status, made.by) == (
        PLACE,
        YEAR,
        BODY,
        "unpublished",
        "A. Clerk, finance",
    )
    figures = {(one.service, one.economic): one for one in made.figures}
    current = figures["Hospitals", "current"]
    assert (current.gross_gbp, current.fees_gbp, current.volume, current.confidence) == (
        5_600_000,
        100_000,
        90_000,
        "ledger",
    )
    assert (current.estimate_gbp, current.low_gbp, current.high_gbp) == (5e6, 4e6, 6e6)
    assert figures["Hospitals", "capital"].plus_minus == 0.10
    assert figures["Clinics", "current"].note == "=HYPERLINK(1)"  # as text: nothing works it out
    assert [(one.direction, one.other, one.amount_gbp) for one in made.between] == [
        ("paid to", OTHER, 50_000)
    ]


def test_an_empty_form_says_what_is_missing(tmp_path: Path) -> None:
    judged = judge(template(tmp_path / "a.xlsx"), asked_of)
    assert judged.whole == [
        "a.xlsx, About!B6: 'Filled in by' is empty. Say who filled in the return.",
        "a.xlsx: the return of Hospitals Board holds no figure. Fill in 'Gross spending'.",
    ]


def test_both_formats_hold_the_same_cells(tmp_path: Path) -> None:
    content = sheets(asked(), BODY, "2026-01-31")
    write_xlsx(tmp_path / "a.xlsx", content, "A form")
    write_ods(tmp_path / "a.ods", content, "A form")
    from totalplace_lib.sources.sheets import Workbook

    xlsx, ods = (Workbook.open(tmp_path / f"a.{kind}") for kind in ("xlsx", "ods"))
    assert (
        xlsx.sheet_names
        == ods.sheet_names
        == [form.HELP, form.ABOUT, form.SPENDING, form.BETWEEN, form.LISTS]
    )
    for name in xlsx.sheet_names:
        cells = [
            [
                [cell for cell in row if cell not in ("", 0.0)]
                for row in book.book.get_sheet_by_name(name).to_python()
                if any(row)
            ]
            for book in (xlsx, ods)
        ]
        assert cells[0] == cells[1], name


def test_the_form_is_protected_without_a_password_and_without_macro(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    columns = headings(book[form.SPENDING])
    spending = book[form.SPENDING]
    assert spending.protection.sheet and not spending.protection.password
    assert spending.cell(ROW, columns["service"]).protection.locked
    assert not spending.cell(ROW, columns["gross"]).protection.locked
    lists = [rule.formula1 for rule in spending.data_validations.dataValidation if rule.type == "list"]
    assert lists and set(lists) == {'"audited accounts,ledger,estimate"'}
    assert spending.freeze_panes == f"A{TOP + 1}"
    with zipfile.ZipFile(path) as archive:
        assert not any("vba" in name.lower() for name in archive.namelist())


def test_names_that_begin_like_formulas_are_text_in_the_form_and_read_back(tmp_path: Path) -> None:
    hostile = asked()
    hostile.lines.loc[hostile.lines["service"] == "Clinics", "service"] = "=cmd|' /C calc'!A0"
    write_xlsx(tmp_path / "a.xlsx", sheets(hostile, BODY, ""), "A form")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    formulas = [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row
        if cell.data_type == "f" and not str(cell.value).startswith(("=IF(", "=SUM("))
    ]  # fmt: skip
    assert formulas == []
    spending = book[form.SPENDING]
    columns = headings(spending)
    spending.cell(TOP + 4, columns["gross"]).value = 1_100_000
    book[form.ABOUT]["B6"] = "A. Clerk"
    book.save(tmp_path / "b.xlsx")
    judged = judge(tmp_path / "b.xlsx", lambda place, year: hostile)
    assert faults(judged) == []
    assert judged.returns[0].figures[0].service == "=cmd|' /C calc'!A0"


# Forty kinds of bad file. Each changes a good one and must be told with the words given, in the cell given.


def put(name: str, value: Any, row: int = ROW) -> Callable[[Any], None]:
    """Write into a cell of the sheet of spending."""

    def change(book: Any) -> None:
        sheet = book[form.SPENDING]
        cell = sheet.cell(row, headings(sheet)[name])
        cell.value = value

    return change


def about(label: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for row in book[form.ABOUT].iter_rows(min_row=3):
            if row[0].value == label:
                row[1].value = value

    return change


def between(column: int, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[form.BETWEEN].cell(4, column).value = value

    return change


def shift_words(book: Any) -> None:
    """The words of services slip down a row; codes and figures stay."""
    sheet = book[form.SPENDING]
    column = headings(sheet)["service"]
    said = [sheet.cell(row, column).value for row in range(TOP + 1, TOP + 5)]
    for row, value in zip(range(TOP + 1, TOP + 5), [said[-1], *said[:-1]], strict=True):
        sheet.cell(row, column).value = value


def shift_figures_out(book: Any) -> None:
    sheet = book[form.SPENDING]
    sheet.cell(sheet.max_row + 1, headings(sheet)["gross"]).value = 123


def thousands(book: Any) -> None:
    sheet = book[form.SPENDING]
    for row in range(TOP + 1, TOP + 5):
        for name in ("gross", "fees"):
            cell = sheet.cell(row, headings(sheet)[name])
            cell.value = cell.value / 1000 if cell.value else cell.value


def second_sheet(book: Any) -> None:
    book.copy_worksheet(book[form.SPENDING]).title = "Spending corrected"


def hidden_copy(book: Any) -> None:
    second_sheet(book)
    book["Spending corrected"].sheet_state = "hidden"


def hide_row(book: Any) -> None:
    book[form.SPENDING].row_dimensions[ROW].hidden = True


def hide_column(book: Any) -> None:
    sheet = book[form.SPENDING]
    sheet.column_dimensions[openpyxl.utils.get_column_letter(headings(sheet)["fees"])].hidden = True


def merge_cells(book: Any) -> None:
    sheet = book[form.SPENDING]
    letter = openpyxl.utils.get_column_letter(headings(sheet)["gross"])
    sheet.merge_cells(f"{letter}{ROW}:{letter}{ROW + 1}")


def rename(name: str, to: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[name].title = to

    return change


def hide_sheet(book: Any) -> None:
    book[form.SPENDING].sheet_state = "hidden"


def heading(name: str, to: str | None) -> Callable[[Any], None]:
    return put(name, to, row=TOP)


def twice(book: Any) -> None:
    """A line is answered a second time, below."""
    sheet = book[form.SPENDING]
    columns = headings(sheet)
    row = sheet.max_row + 1
    for name in ("service", "function", "economic"):
        sheet.cell(row, columns[name]).value = sheet.cell(ROW, columns[name]).value
    sheet.cell(row, columns["gross"]).value = 5


def too_small_whole(book: Any) -> None:
    put("gross", 1_000_000, row=TOP + 1)(book)


def beside(book: Any) -> None:
    sheet = book[form.SPENDING]
    sheet.cell(ROW, len(form.SPENDING_FIELDS) + 4).value = "our real figure: 7m"


BAD: dict[str, tuple[Callable[[Any], None], str]] = {
    "shifted words": (shift_words, "Were rows shifted or sorted"),
    "shifted figures": (shift_figures_out, "no service"),
    "other year": (about("Year", "2007-08"), "About!B4: There is no place 'toyplace' in 2007-08"),
    "other place": (about("Place", "elsewhere"), "There is no place 'elsewhere'"),
    "other body": (about("Body", OTHER), "the count has no line 'Hospitals' of Skills Board"),
    "unknown body": (about("Body", "Hospital Bord"), "Near: Hospitals Board"),
    "hostile body": (about("Body", "../../etc/passwd"), "no body of Toyplace in 2008-09 is called '../../etc/passwd'"),
    "body as formula": (about("Body", "=SUM(A1)"), "a formula whose result is not saved"),
    "no place": (about("Place", None), "'Place' is empty"),
    "no clerk": (about("Filled in by", "  "), "About!B6: 'Filled in by' is empty"),
    "status unknown": (about("Status", "secret"), "'secret' is none of: published, unpublished, confidential"),
    "published without source": (about("Status", "published"), "no source is named"),
    "unit unknown": (about("Amounts are in", "millions"), "'millions' is none of"),
    "thousands for pounds": (thousands, "about a thousandth of our"),
    "far from the estimate": (put("gross", 99_000_000), "is far from our"),
    "merged cells": (merge_cells, "merged with others"),
    "formula without value": (put("gross", "=1+1"), "a formula whose result is not saved"),
    "error of the spreadsheet": (put("gross", "#REF!"), "an error of the spreadsheet, #REF!"),
    "pasted text": (put("gross", "about 5 million"), "the text 'about 5 million', not a number"),
    "text with unit": (put("gross", "5.6m"), "the text '5.6m'"),
    "groups of two": (put("gross", "56,00,000"), "the text '56,00,000'"),
    "a day for an amount": (put("gross", date(2009, 3, 31)), "a date or time"),
    "yes for an amount": (put("gross", True), "yes or no, not an amount"),
    "too large": (put("gross", 1e15), "larger than all spending of England"),
    "second sheet": (second_sheet, "the sheet 'Spending corrected' has the headings"),
    "hidden sheet beside": (hidden_copy, "the sheet 'Spending corrected' has the headings"),
    "hidden rows": (hide_row, f"Spending!A{ROW}: the row is hidden"),
    "hidden column": (hide_column, "is hidden and holds an answer"),
    "sheet renamed": (rename(form.SPENDING, "Spendings"), "no sheet 'Spending'. Nearest: 'Spendings'"),
    "sheet hidden": (hide_sheet, "the sheet 'Spending' is hidden"),
    "heading renamed": (heading("gross", "Net spending"), "no column 'Gross spending'"),
    "heading twice": (heading("fees", "Gross spending"), "a second column is called 'Gross spending'"),
    "code of another line": (put("code", "ABCDEF"), "the code ABCDEF is not that of"),
    "line twice": (twice, "was answered already"),
    "whole less than parts": (too_small_whole, "the whole body spent 1,000,000, but its services come to"),
    "income above spending": (put("fees", 9_000_000), "income of 9,000,000 is more than gross spending"),
    "income below nought": (put("fees", -5), "below nought"),
    "volume without unit": (put("volume", 12, row=TOP + 4), "a volume without a unit"),
    "estimate without plus or minus": (put("confidence", "estimate", row=TOP + 4), "needs its plus or minus"),
    "confidence unknown": (put("confidence", "sure"), "'sure' is none of"),
    "percentage": (put("plus_minus", 1000), "1000 is no percentage"),
    "beside the form": (beside, "something stands outside the form"),
    "too long a note": (put("note", "x" * 5000), "at most 2,000 fit"),
    "direction unknown": (between(2, "gives"), "'gives' is none of: paid to, received from"),
    "unknown other body": (between(3, "Acme Plumbing Ltd"), "no public body is known as 'Acme Plumbing Ltd'"),
    "paid to itself": (between(3, BODY), "a body cannot pay itself"),
    "amount missing": (between(4, None), "no amount"),
    "paid on more than spent": (between(4, 2_000_000), "more than was spent on it net"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_each_kind_of_bad_file_is_told_and_not_taken(tmp_path: Path, kind: str) -> None:
    change, words = BAD[kind]
    judged = judge(filled(tmp_path / "a.xlsx", change), asked_of)
    told = faults(judged)
    assert any(words in fault for fault in told), told
    assert all(fault.startswith("a.xlsx, ") or fault.startswith("a.xlsx:") for fault in told)
    with pytest.raises(Faults, match="nothing was added"):
        judged.taken()


def test_there_are_forty_kinds_and_more() -> None:
    assert len(BAD) >= 40


def test_all_faults_of_a_file_stand_in_one_message(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for kind in (
            "no clerk",
            "pasted text",
            "volume without unit",
            "direction unknown",
            "confidence unknown",
        ):
            BAD[kind][0](book)

    judged = judge(filled(tmp_path / "a.xlsx", change), asked_of)
    with pytest.raises(Faults) as caught:
        judged.taken()
    assert len(caught.value.faults) >= 5
    for kind in ("no clerk", "pasted text"):
        assert BAD[kind][1] in str(caught.value)


def test_partial_takes_the_rows_that_are_right_and_says_which_were_not(tmp_path: Path) -> None:
    judged = judge(filled(tmp_path / "a.xlsx", put("gross", "lots")), asked_of)
    (made,) = judged.taken(is_partial=True)
    assert len(made.figures) == 2
    assert len(judged.rows) == 1 and "lots" in judged.rows[0]


def test_sure_takes_what_only_looks_wrong(tmp_path: Path) -> None:
    judged = judge(filled(tmp_path / "a.xlsx", put("gross", 99_000_000)), asked_of)
    assert len(judged.taken(is_sure=True)[0].figures) == 3


def test_thousands_are_taken_where_the_form_says_so(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        thousands(book)
        about("Amounts are in", "thousands of pounds")(book)
        between(4, 50)(book)

    (made,) = judge(filled(tmp_path / "a.xlsx", change), asked_of).taken()
    assert sum(one.gross_gbp for one in made.figures) == 7_350_000
    assert made.between[0].amount_gbp == 50_000


@settings(max_examples=30)
@given(st.text(max_size=30), st.sampled_from([*form.SPENDING_FIELDS]))
def test_no_text_in_a_cell_ends_in_a_traceback_or_is_worked_out(text: str, name: str) -> None:
    import tempfile

    shown = "".join(sign for sign in text if sign.isprintable()) or "x"
    with tempfile.TemporaryDirectory() as folder:
        path = filled(Path(folder) / "a.xlsx", put(name, shown))
        judge(path, asked_of)
