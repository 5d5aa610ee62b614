"""Tables as spreadsheets save them: read as they were meant, or refused with the line and the cause (case 21)."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from real_config import real_config

TABLES = [
    "transfers.csv",
    "lines/central.csv",
    "keys.csv",
    "evidence/drivers.csv",
    "outcomes.csv",
    "layouts/rs.csv",
]


def rows_of(name: str) -> list[list[str]]:
    """The rows of a table with its comment lines as rows of one cell, as a spreadsheet holds them."""
    return [
        [line] if line.startswith("#") else next(csv.reader([line]))
        for line in real_config().text(name).splitlines()
    ]


def saved(name: str, separator: str = ",", ends: str = "", *, pad: bool = False) -> str:
    """The table as a spreadsheet writes it: comment lines quoted, all rows as long as the longest."""
    rows = rows_of(name)
    width = max(map(len, rows))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator=f"{ends}\r\n")
    writer.writerows([*row, *[""] * (width - len(row))] if pad else row for row in rows)
    return stream.getvalue()


def assert_same(name: str, content: str | bytes, remark: str) -> None:
    """The table is read as it is, which test_contracts finds right, and what was odd is remarked."""
    sheet = real_config().read(name, content)
    assert sheet.faults == []
    pd.testing.assert_frame_equal(sheet.frame(), real_config().sheets[name].frame())
    assert any(remark in one for one in sheet.remarks) or not remark


@pytest.mark.parametrize("name", TABLES)
def test_what_a_spreadsheet_does_to_a_file_is_read_as_it_was_meant(name: str) -> None:
    assert_same(name, saved(name), "")  # comment lines become quoted, lines end as on Windows
    assert_same(name, saved(name, pad=True), "")
    assert_same(name, saved(name, ";", pad=True), "semicolons")
    assert_same(name, saved(name, "\t"), "tabs")
    assert_same(name, saved(name, ends=",,"), "2 empty cells at the end of each row")
    assert_same(name, "\ufeff" + real_config().text(name), "byte order mark")
    assert_same(name, saved(name).encode("utf-16"), "UTF-16")
    assert_same(name, saved(name).encode("utf-16-le"), "UTF-16")
    assert_same(
        name,
        real_config().text(name).replace(",", " , ")
        if '"' not in real_config().text(name)
        else "\n".join(f"  {line} " for line in real_config().text(name).splitlines()),
        "",
    )


def test_a_pound_sign_of_windows_is_read() -> None:
    text = real_config().changed("keys.csv", "Sixth forms", "£ Sixth forms")
    sheet = real_config().read("keys.csv", text.encode("cp1252"))
    assert sheet.frame()["why"].str.contains("£ Sixth forms").any()
    assert any("cp1252" in remark for remark in sheet.remarks)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: "", "the file is empty. Restore it from git (git checkout config/outcomes.csv)"),
        (lambda text: "# only a remark\n", "the file is empty"),
        (lambda text: text.replace(",economic", "").replace("spender_group,", ""), "the column spender_group is missing"),
        (lambda text: text.replace("spender_group", "spendergroup", 1), "Is it the heading 'spendergroup'?"),
        (lambda text: text + "A,03,*,*,*,more\n", "the row has 6 cells, 1 cell too many"),
        (lambda text: text + "A,03,*\n", "the row has 3 cells, 2 cells too few"),
        (lambda text: text + 'A,03,"*,*,*\n', "a quote is not closed"),
        (lambda text: text.replace("outcome,function", "outcome,outcome,function"), "the heading 'outcome' stands twice"),
        (lambda text: text[: text.index("\n", text.index("outcome,function")) + 1], "no row stands under the headings"),
        (lambda text: text + "A,03,*,*,\n", "nothing stands there; expected: * or a pattern"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(change, says: str) -> None:  # type: ignore[no-untyped-def]
    text = real_config().text("outcomes.csv")
    faults = real_config().faults("outcomes.csv", change(text))
    assert any(says in str(fault) for fault in faults), [str(fault) for fault in faults]
    assert all(str(fault).startswith("config/outcomes.csv") for fault in faults)


def test_bytes_that_no_program_writes_are_refused_with_their_line() -> None:
    content = real_config().text("outcomes.csv").encode() + b"A,03,*,\x81\x8d,*\n"
    (fault, *_) = real_config().faults("outcomes.csv", content)
    assert "is no character of CP1252" in str(fault)
    assert fault.row == len(real_config().text("outcomes.csv").splitlines()) + 1


def test_a_number_sign_inside_a_cell_is_no_comment() -> None:
    text = real_config().changed("transfers.csv", '"Council spending', '"No # 4: Council spending')
    assert real_config().faults("transfers.csv", text) == []
    assert real_config().read("transfers.csv", text).frame()["reason"].str.startswith("No # 4").any()
