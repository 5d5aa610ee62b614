import datetime
import shutil
import subprocess

import openpyxl
import pandas as pd
import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit, to_record
from totalplace_lib.present.workbook import NO_MARKER, cell_text, sheet_names, write_workbook

DATED = datetime.date(2010, 6, 1)
# gptables still uses pandas keywords that pandas will drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HOSTILE = [
    "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "<script>alert(1)</script>", "$$note$$",
    "[link](http://example.org)", "http://example.org", "mailto:a@b", "北京", "\x00\x07", "-", "x" * 40_000,
]  # fmt: skip


def record(slug="by-body", names=("A", "B"), amounts=(2_321_400_000.25, None), markers=("e", "c")):
    table = pd.DataFrame({"body": list(names), "amount_gbp": list(amounts), "marker": list(markers)})
    columns = {"body": Column("Body"), "amount_gbp": Column("Spending", "money", marker="marker")}
    caption = Caption(slug, "A spends most", "Spending, 2008-09", "Outturn, CLG", ("A note.",))
    return to_record(Exhibit(caption, table, columns, "alt"))


def hostile():
    return record("hostile", HOSTILE, [float(n) for n in range(len(HOSTILE))], [""] * len(HOSTILE))


def written(tmp_path, *records):
    path = tmp_path / "book.xlsx"
    write_workbook(
        path, records or [record()], title="Birmingham, 2008-09", about=["What it is."], dated=DATED
    )
    return openpyxl.load_workbook(path)


def test_cover_contents_notes_then_one_sheet_each(tmp_path):
    book = written(tmp_path, record(), record("flows"))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "by-body", "flows"]
    assert book["Cover"]["A1"].value == "Birmingham, 2008-09"
    assert book["by-body"]["A1"].value == "A spends most"
    assert [len(book[name].tables) for name in book.sheetnames] == [0, 1, 1, 1, 1]


def test_numbers_stay_numbers_in_full_precision_and_gaps_are_markers(tmp_path):
    rows = list(written(tmp_path)["by-body"].iter_rows(values_only=True))
    heading = rows.index(("Body", "Spending (£)", "Marker of spending"))
    assert rows[heading + 1 :] == [("A", 2_321_400_000.25, "[e]"), ("B", "[c]", "[c]")]


def test_the_sheet_explains_its_shorthand_and_names_its_source(tmp_path):
    texts = [row[0] for row in written(tmp_path)["by-body"].iter_rows(values_only=True)]
    assert any(str(text).startswith("Shorthand: [c] confidential") for text in texts)
    assert "Source: Outturn, CLG" in texts
    assert "A note." in texts


def test_no_cell_is_a_formula_or_a_link_and_none_is_empty(tmp_path):
    sheet = written(tmp_path, hostile())["hostile"]
    names = sheet.tables["table_1"].ref
    cells = [cell for row in sheet[names] for cell in row]
    assert all(
        cell.data_type in ("s", "n") and cell.hyperlink is None and cell.value is not None for cell in cells
    )
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "{="))]
    assert "<script>alert(1)</script>" in texts
    assert max(map(len, texts)) <= 32_767


def test_a_table_of_many_columns_is_printed_on_a3_with_its_long_texts_wrapped(tmp_path):
    columns = {f"c{number}": Column(f"Column {number}") for number in range(17)}
    table = pd.DataFrame({name: ["a text of more than twenty letters", "short"] for name in columns})
    lines = to_record(Exhibit(Caption("lines", "Lines", "All", "CLG"), table, columns, "alt"))
    book = written(tmp_path, record(), lines)
    assert [book[name].page_setup.paperSize for name in ("by-body", "lines")] == [9, 8]
    assert {book[name].page_setup.orientation for name in ("by-body", "lines")} == {"landscape"}
    first = next(
        row for row in book["lines"].iter_rows() if row[0].value == "a text of more than twenty letters"
    )
    assert first[16].alignment.wrap_text
    assert book["lines"].row_dimensions[first[0].row].height == 30


def test_an_exhibit_without_rows_says_so(tmp_path):
    rows = list(
        written(tmp_path, record(names=(), amounts=(), markers=()))["by-body"].iter_rows(values_only=True)
    )
    assert rows[-1] == ("no rows", "[z]", "[z]")


def test_same_records_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_workbook(tmp_path / name, [record(), hostile()], title="T", about=["A"], dated=DATED)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nothing_to_write_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="no exhibit"):
        write_workbook(tmp_path / "x.xlsx", [], title="T", about=[], dated=DATED)
    assert not (tmp_path / "x.xlsx").exists()


def test_sheet_names_are_short_unique_and_not_taken():
    names = sheet_names(["A" * 40, "a" * 50, "Notes", "history", "a/b:c", "北京", "北京"])
    assert names == ["a" * 31, "a" * 29 + "-2", "notes-2", "history-2", "a-b-c", "item", "item-2"]


def test_headings_that_excel_takes_for_equal_are_told_apart(tmp_path):
    table = pd.DataFrame({"a": ["x"], "b": ["y"], "c": [1.0]})
    columns = {"a": Column("Body"), "b": Column("BODY"), "c": Column("L" * 400, "number")}
    made = to_record(Exhibit(Caption("s", "h", "t", "o"), table, columns, "alt"))
    headings = list(written(tmp_path, made)["s"].iter_rows(values_only=True))[-2]
    assert headings[:2] == ("Body", "BODY 2")
    assert len(headings[2]) <= 255


def test_text_that_gptables_would_read_as_markup_is_parted():
    assert cell_text("$$$a$$") == "$ $ $a$ $"
    assert cell_text("[a](b)") == "[a] (b)"
    assert cell_text(NO_MARKER) == NO_MARKER


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_the_same_values(tmp_path):
    write_workbook(tmp_path / "book.xlsx", [record(), hostile()], title="T", about=["A"], dated=DATED)
    before = openpyxl.load_workbook(tmp_path / "book.xlsx")
    out = tmp_path / "again"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*convert, str(tmp_path / "book.xlsx")], check=True, capture_output=True, timeout=120)
    after = openpyxl.load_workbook(out / "book.xlsx")
    assert after.sheetnames == before.sheetnames
    for name in before.sheetnames:
        assert list(after[name].iter_rows(values_only=True)) == list(before[name].iter_rows(values_only=True))
