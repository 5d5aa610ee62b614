import csv
import dataclasses
import json
from datetime import datetime
from pathlib import Path

import nbformat.v4 as v4
import openpyxl
import pytest
from PIL import Image
from toy_report import HOSTILE, META, SHARED, by_body, executed_notebook, exhibits, shows

from totalplace_lib.publish.downloads import exhibit_records, expected_downloads, write_downloads
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.render import render_notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("toytown")
    write_downloads(executed_notebook(), folder, META)
    return folder


def test_every_file_the_page_links_to_is_written_or_the_notebook(folder):
    page = parse(render_notebook(executed_notebook(), META))
    beside = {link["href"] for link in page.all("a") if not link["href"].startswith(("#", "..", "https:"))}
    assert {name for name in beside if not (folder / name).is_file()} == {"count-2008-09.ipynb", "index.html"}
    assert len(beside) == 5 + len(SHARED) + len(exhibits())


def test_what_is_written_is_said(tmp_path):
    written = write_downloads(executed_notebook(), tmp_path, META)
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_the_same_notebook_gives_the_same_bytes(folder, tmp_path):
    for path in write_downloads(executed_notebook(), tmp_path, META):
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes()


def test_the_csv_holds_the_figures_of_the_page_unrounded(folder):
    with (folder / "count-2008-09-data" / "by-body.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["amount_gbp"]) for row in rows] == by_body().table["amount_gbp"].tolist()
    assert rows[3]["current_gbp"] == ""  # a gap is no zero
    assert rows[3]["marker"] == "e"


def test_the_workbook_has_a_sheet_for_each_exhibit_and_obeys_no_name(folder):
    book = openpyxl.load_workbook(folder / "count-2008-09.xlsx")
    text = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert len(book.sheetnames) >= len(exhibits()) + 1
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    assert f"'{HOSTILE[2]}" in text


def test_the_data_package_names_every_table(folder):
    package = json.loads((folder / "count-2008-09-data" / "datapackage.json").read_text("utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [
        f"{each.slug}.csv" for each in exhibits()
    ]


def test_a_notebook_without_exhibits_leaves_only_itself(tmp_path):
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Words only")])
    assert write_downloads(notebook, tmp_path, META) == []
    assert [download.href for download in expected_downloads(notebook, META)] == ["count-2008-09.ipynb"]


def test_exhibits_for_the_analyst_only_stay_out():
    hidden = shows(by_body()._repr_mimebundle_())
    hidden.metadata["tags"] = ["internal"]
    assert exhibit_records(v4.new_notebook(cells=[hidden])) == []


def test_the_workbook_bears_the_last_day_that_the_figures_cover(folder, tmp_path):
    assert openpyxl.load_workbook(folder / "count-2008-09.xlsx").properties.created == datetime(2009, 3, 31)
    many_years = dataclasses.replace(META, year=None)
    workbook = write_downloads(executed_notebook(), tmp_path, many_years)[0]
    assert openpyxl.load_workbook(workbook).properties.created == datetime(2010, 1, 1)


def test_a_chart_to_share_is_a_picture_with_its_words_and_another_is_none(folder):
    assert [path.name for path in folder.glob("*.png")] == ["count-2008-09-by-body.png"]
    with Image.open(folder / "count-2008-09-by-body.png") as shared:
        assert (shared.format, shared.width) == ("PNG", 1600)
        assert shared.info == {}  # neither a day nor a program: the same bytes on each run
