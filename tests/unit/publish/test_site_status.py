import base64
import dataclasses
import hashlib
import re
from urllib.parse import unquote

import pytest
from toy_front import front

from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.page_checks import check_page
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State
from totalplace_lib.publish.site.pages import rendered
from totalplace_lib.publish.site.status import headline, news


def meta(place: str, name: str, stem: str = "count-2008-09") -> ReportMeta:
    return ReportMeta(place, name, "count", f"Whole-area count: {name}, 2008-09", "2008-09", stem=stem)


def made(place: str, name: str, state: State = State.MADE) -> ReportResult:
    about = meta(place, name)
    files = (about.page, f"{about.id}.xlsx", f"{about.id}-data/datapackage.json", about.notebook)
    return ReportResult(about, state, 4.24, files=files)


def failed(place: str, name: str, message: str) -> ReportResult:
    about = meta(place, name)
    return ReportResult(about, State.FAILED, 1.0, 7, message, (about.failed_notebook,))


RECORD = RunRecord(
    (
        made("kent", "Kent"),
        made("bradford", "Bradford", State.UNCHANGED),
        failed("croydon", "Croydon", "KeyError: <script>alert(1)</script>"),
        ReportResult(meta("durham", "Durham"), State.NOT_RUN),
        made("x", "<script>alert(1)</script>", State.OUT_OF_DATE),
    ),
    seconds=60.0,
    library_version="0.1.0",
    data_version="4f3a2c1b",
)


def status(record: RunRecord) -> str:
    """The page of the state, of a folder without figures."""
    return dict(rendered(front(record, [])))["status.html"]


def rows(record: RunRecord = RECORD) -> list[list[str]]:
    table = parse(status(record)).all("tbody")[0]
    return [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]


def test_the_page_has_no_fault():
    assert check_page(status(RECORD), scripted=True) == []


def test_an_empty_folder_has_a_state_too():
    html = status(RunRecord(()))
    assert check_page(html, scripted=True) == []
    assert "No report has been made yet." in parse(html).root.text


def test_the_reports_of_a_place_stand_in_the_order_in_which_they_are_to_be_read():
    kinds = ("compare", "series", "count", "flows", "evidence", "own")
    kent = [
        ReportResult(ReportMeta("kent", "Kent", kind, f"Title of {kind}: Kent"), State.NOT_RUN)
        for kind in kinds
    ]
    read = [row[1] for row in rows(RunRecord((*kent, made("ashford", "Ashford"))))]
    assert [title.split()[-1] for title in read[1:]] == [
        "count",
        "evidence",
        "flows",
        "compare",
        "series",
        "own",
    ]


def test_every_place_and_report_has_a_row_with_its_state():
    assert [(row[0], row[2], row[3]) for row in rows()] == [
        ("<script>alert(1)</script>", "2008-09", "out of date"),
        ("Bradford", "2008-09", "unchanged"),
        ("Croydon", "2008-09", "failed"),
        ("Durham", "2008-09", "not run"),
        ("Kent", "2008-09", "made"),
    ]


def test_a_report_is_named_without_the_place_and_year_that_stand_beside_it():
    html = status(RECORD)
    assert 'count-2008-09.html">Whole-area count<span class="hidden"> for Kent, 2008-09</span></a>' in html


def test_all_links_are_relative_and_go_to_files_of_the_record():
    links = [link["href"] for link in parse(status(RECORD)).all("a") if not link["href"].startswith("#")]
    known = {file for result in RECORD.reports for file in result.files} | {"run.json", "run.csv"}
    assert {unquote(link) for link in links} == known | {"./index.html", "./status.html"}


def test_no_two_links_with_the_same_words_go_to_different_files():
    said: dict[str, str] = {}
    for link in parse(status(RECORD)).all("a"):
        assert said.setdefault(link.text, link["href"]) == link["href"]


def test_a_failed_report_is_told_first_with_its_cell_its_message_and_its_notebook():
    warning = next(box for box in parse(status(RECORD)).all("div") if box["class"] == "warning")
    assert (
        "Whole-area count: Croydon, 2008-09 stopped in cell 7: KeyError: <script>alert(1)</script>"
        in warning.text
    )
    assert [link["href"] for link in warning.all("a")] == ["_failed/croydon/count-2008-09.ipynb"]


def test_an_unreadable_report_is_not_linked():
    html = status(RECORD)
    assert "durham/" not in html
    assert [row[4] for row in rows()][3] == "nothing yet"


def test_the_only_script_is_the_one_named_in_the_policy():
    html = status(RECORD)
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html


def test_the_same_record_gives_the_same_bytes():
    assert status(RECORD) == status(dataclasses.replace(RECORD))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (RECORD, "3 of 5 reports on 5 places can be read."),
        (RunRecord((made("kent", "Kent"),)), "1 report on 1 place, all there to read."),
    ],
)
def test_the_headline_counts_what_can_be_read(record, words):
    assert headline(record) == words


def test_the_news_says_what_the_run_did():
    assert news(RECORD) == (
        "The latest run: 1 made anew, 1 unchanged, 1 failed, 1 not run and 1 left from an earlier run and out of "
        "date. Its data are of version 4f3a2c1b."
    )


def test_a_message_about_nan_does_not_keep_the_page_from_being_written():
    record = RunRecord((failed("kent", "Kent", "ValueError: cannot convert float NaN to integer"),))
    assert "float NaN" in status(record)
