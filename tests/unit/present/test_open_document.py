"""The workbook as OpenDocument, every row of what a page cuts short, totals, and every line with its source."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit, to_record
from totalplace_lib.present.open_document import Page, write_open_document
from totalplace_lib.present.views.count_lines import every_line
from totalplace_lib.present.views.counting import by_spender
from totalplace_lib.present.workbook import TOTAL, open_document_pages, sheet_rows

CAPTION = Caption("by-body", "Headline", "Subtitle", "Source")
COLUMNS = {
    "body": Column("Body"),
    "amount_gbp": Column("Spending", "money"),
    "share": Column("Share", "share"),
}
TABLE = pd.DataFrame({"body": ["=1+1", "B & <b>"], "amount_gbp": [30.25, 10.0], "share": [0.75, 0.25]})


def exhibit(table: pd.DataFrame = TABLE) -> Exhibit:
    return Exhibit(CAPTION, table, COLUMNS, alt="Words")


def test_a_document_holds_numbers_as_numbers_and_names_as_text(tmp_path: Path) -> None:
    pages = open_document_pages([to_record(exhibit())], title="Title", about=["About"])
    write_open_document(tmp_path / "a.ods", pages, "Title")
    book = CalamineWorkbook.from_path(tmp_path / "a.ods")
    assert book.sheet_names == ["Cover", "Contents", "Notes", "by-body"]
    rows = book.get_sheet_by_name("by-body").to_python()
    assert rows[-4:] == [
        ["Body", "Spending (£)", "Share"], ["'=1+1", 30.25, 0.75], ["B & <b>", 10.0, 0.25], [TOTAL, 40.25, 1.0],
    ]  # fmt: skip
    with ZipFile(tmp_path / "a.ods") as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert all(
            ET.fromstring(archive.read(name)) is not None
            for name in archive.namelist()
            if name.endswith(".xml")
        )


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    pages = [Page("One", ["Title"], ["A"], [["x"]], [""])]
    for name in ("a.ods", "b.ods"):
        write_open_document(tmp_path / name, pages, "Title")
    assert (tmp_path / "a.ods").read_bytes() == (tmp_path / "b.ods").read_bytes()


def test_only_shares_of_one_whole_have_a_total() -> None:
    assert sheet_rows(to_record(exhibit()))[-1] == [TOTAL, 40.25, 1.0]
    apart = TABLE.assign(share=[0.75, 0.5])
    assert len(sheet_rows(to_record(exhibit(apart)))) == 2
    gap = TABLE.assign(amount_gbp=[30.25, None])
    assert len(sheet_rows(to_record(exhibit(gap)))) == 2


def test_what_a_page_cuts_short_is_whole_in_the_files() -> None:
    table = TABLE.assign(body=["A", "All other (2)"])
    made = bars(table, COLUMNS, CAPTION, label="body", value="amount_gbp")
    whole = pd.DataFrame({"body": list("ABC"), "amount_gbp": [30.25, 6.0, 4.0], "share": [0.75, 0.15, 0.1]})
    made = Exhibit(CAPTION, made.table, made.columns, made.alt, figure=made.figure, whole=whole)
    assert [row[0] for row in to_record(made)["rows"]] == ["A", "B", "C"]
    assert "All other (2)" in made._repr_html_()


def test_every_line_of_a_count_has_its_source_and_they_add_up_to_it() -> None:
    count = whole_area_count("birmingham", "2008-09")
    record = to_record(every_line(count))
    names = [column["name"] for column in record["columns"]]
    assert len(record["rows"]) == len(count.lines)
    for column in ("publication", "row", "amount_gbp"):
        assert all(row[names.index(column)] not in (None, "") for row in record["rows"])
    total = sheet_rows(record)[-1]
    assert total[0] == TOTAL
    assert total[names.index("amount_gbp")] == pytest.approx(count.total_gbp, abs=0.001)
    bodies = {row[0] for row in to_record(by_spender(count))["rows"]}
    assert bodies == set(count.lines["spender"])


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_libreoffice_prints_it_on_its_side_with_nothing_cut(tmp_path: Path) -> None:
    wide = {f"c{number}": Column(f"Column {number}") for number in range(17)}
    table = pd.DataFrame({name: [f"some words in {name} {row}" for row in range(120)] for name in wide})
    record = to_record(Exhibit(CAPTION, table, wide, alt="Words"))
    write_open_document(
        tmp_path / "a.ods", open_document_pages([record], title="Title", about=["About"]), "Title"
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "a.ods"],
        cwd=tmp_path, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    told = subprocess.run(
        ["pdfinfo", "-l", "99", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "841.89 x 595" in told  # A4 on its side
    assert "1190.55 x 841" in told  # and A3 for a table of many columns, which nobody could read on A4
    words = subprocess.run(
        ["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "some words in c16 119" in " ".join(words.split())
