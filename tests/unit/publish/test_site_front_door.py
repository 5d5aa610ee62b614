"""The pages of the front door, from made-up places: structure, words, hostile names, what may not be told."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from toy_front import NAMES, YEARS, figures, front
from toy_report import META

from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.page_checks import check_page
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State
from totalplace_lib.publish.site.pages import rendered

OLD = ReportMeta(
    "toytown", "Toytown", "count", "Whole-area count: Toytown, 2007-08", "2007-08", stem="count-2007-08"
)
RECORD = RunRecord(
    (
        ReportResult(OLD, State.MADE, files=(OLD.page,)),
        ReportResult(META, State.UNCHANGED, files=(META.page, f"{META.id}.xlsx", META.notebook)),
    ),
    library_version="0.1.0",
)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(rendered(front(RECORD)))


def test_no_page_has_a_fault_and_each_place_has_one(pages: dict[str, str]) -> None:
    assert set(pages) == {
        "index.html", "compare.html", "status.html", "places.csv", "england/index.html",
        *(f"{slug}/index.html" for slug in NAMES),
    }  # fmt: skip
    for name, html in pages.items():
        if name.endswith(".html"):
            assert check_page(html, scripted="/" not in name) == [], name


def test_the_front_page_says_what_england_spends_with_its_range_and_never_the_state(
    pages: dict[str, str],
) -> None:
    lead = next(box for box in parse(pages["index.html"]).all("div") if box["class"] == "lead").text
    # England of the toy: 900 + 2 x 20 = 940 a head in the last year, known within a tenth
    assert lead.startswith(
        "In 2012-13 public spending in England came to £940 for each resident, between £846 and £1,034."
    )
    assert "unchanged" not in parse(pages["index.html"]).all("main")[0].text


def test_every_place_has_a_card_and_a_row_with_its_range(pages: dict[str, str]) -> None:
    page = parse(pages["index.html"])
    cards = [item for item in page.all("li") if item["class"] == "card"]
    assert len(cards) == len(NAMES)
    toytown = next(card for card in cards if card.text.startswith("Toytown"))
    assert "£1,040" in toytown.text
    assert "£936 to £1,144 for each resident" in toytown.text
    table = next(one for one in page.all("table") if one["id"] == "places-table")
    assert sorted(row.all("th")[0].text for row in table.all("tbody")[0].all("tr")) == sorted(NAMES.values())


def test_the_map_names_every_place_in_its_table_of_classes(pages: dict[str, str]) -> None:
    page = parse(pages["index.html"])
    figure = page.all("figure")[0]
    told = figure.all("tbody")[0].text
    assert all(name in told for name in ("Toytown", "Little Snoring", "Great Snoring"))
    classes = {path["class"] for path in figure.all("path") if path["data-area"] == "E06000001"}
    assert classes == {"area m1"}  # Toytown spends least
    note = next(one.text for one in figure.all("p") if one["id"] == "map-note")
    assert note.startswith("The range of 8 of the 9 places reaches into another class")


def test_the_page_of_a_place_has_its_reports_newest_first(pages: dict[str, str]) -> None:
    page = parse(pages["toytown/index.html"])
    reports = next(one for one in page.all("ul") if one["class"] == "downloads")
    assert [link["href"] for link in reports.all("a")] == [
        "count-2008-09.html", "count-2008-09.xlsx", "count-2008-09.ipynb", "count-2007-08.html",
    ]  # fmt: skip


def test_a_hundred_pounds_add_up_and_what_is_not_measured_is_not_told_alone(pages: dict[str, str]) -> None:
    tables = parse(pages["toytown/index.html"]).all("table")
    table = next(one for one in tables if one.all("caption")[0]["id"] == "hundred-caption")
    rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tbody")[0].all("tr")]
    assert [row[:3] for row in rows[:3]] == [
        ["NHS", "£40", "£36 to £44"], ["Councils", "£30", "£27 to £33"], ["Police", "£10", "£9 to £11"],
    ]  # fmt: skip
    assert rows[3][0].startswith("All others, and those whose part is not measured")
    assert rows[3][1:3] == ["£20", "not told"]
    assert sum(int(row[1].strip("£")) for row in rows) == 100


def test_above_or_below_england_is_told_only_where_the_ranges_leave_it(pages: dict[str, str]) -> None:
    # England 846 to 1,034; Toytown 936 to 1,144; Nether Wallop 1,656 to 2,024
    assert "Whether Toytown is above or below cannot be told" in parse(pages["toytown/index.html"]).root.text
    assert "That is above England's £940" in parse(pages["p7/index.html"]).root.text


def test_hostile_names_neither_end_the_data_nor_become_formulas(pages: dict[str, str]) -> None:
    for name in ("index.html", "compare.html"):
        blocks = re.findall(
            r'<script type="application/json" id="data">(.*?)</script>', pages[name], re.DOTALL
        )
        assert len(blocks) == 1
        held = json.loads(blocks[0])
        assert NAMES["p4"] in json.dumps(held, ensure_ascii=False)
        assert "<" not in blocks[0]
    rows = list(csv.DictReader(io.StringIO(pages["places.csv"].removeprefix("\ufeff"))))
    assert len(rows) == 10 * len(YEARS)
    assert {row["name"] for row in rows if row["place"] == "p3"} == {"'=cmd|' /C calc'!A0"}


def test_a_place_without_figures_is_there_with_its_reports() -> None:
    pages = dict(rendered(front(RECORD, [])))
    assert set(pages) == {"index.html", "status.html", "places.csv", "toytown/index.html"}
    assert "2 reports on 1 place, all there to read." in parse(pages["index.html"]).root.text
    assert 'href="toytown/index.html"' in pages["index.html"]


def test_one_year_alone_has_no_change_and_no_line() -> None:
    rows = [row for row in figures() if row["year"] == YEARS[0]]
    site = front(RunRecord(()), rows)
    assert [measure.key for measure in site.measures] == ["total", "councils"]
    assert 'class="line"' not in dict(rendered(site))["index.html"]
