"""Links between the reports of a place."""

from __future__ import annotations

import json

from toy_project import ToyProject

from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.siblings import with_siblings

PAGE = "<p>before</p><!-- siblings --><!-- end of siblings --><p>after</p>"


def meta(report: str, year: str | None, name: str = "Kent") -> ReportMeta:
    end = f", {year}" if year else ""
    return ReportMeta(
        "kent", name, report, f"{report.title()}: {name}{end}", year, stem=f"{report}-{year or 'all'}"
    )


def links(page: str) -> list[tuple[str, str]]:
    return [(link["href"], link.text) for link in parse(page).all("a")]


def test_others_of_the_year_and_of_no_one_year_are_linked() -> None:
    own, near, series, other = (
        meta("count", "2008-09"),
        meta("flows", "2008-09"),
        meta("series", None),
        meta("flows", "2022-23"),
    )
    linked = with_siblings(PAGE, own, [own, near, series, other])
    assert links(linked) == [("flows-2008-09.html", "Flows"), ("series-all.html", "Series")]
    assert "2 other reports on Kent" in linked
    assert links(with_siblings(PAGE, series, [own, near, series, other])) == [
        ("count-2008-09.html", "Count, 2008-09"),
        ("flows-2008-09.html", "Flows, 2008-09"),
        ("flows-2022-23.html", "Flows, 2022-23"),
    ]


def test_links_are_put_once_and_taken_away_again() -> None:
    own, near = meta("count", "2008-09"), meta("flows", "2008-09")
    linked = with_siblings(PAGE, own, [own, near])
    assert with_siblings(linked, own, [own, near]) == linked
    assert with_siblings(linked, own, [own]) == PAGE


def test_a_hostile_name_stays_text() -> None:
    hostile = "<script>alert(1)</script> \\1"
    own, near = meta("count", "2008-09", hostile), meta("flows", "2008-09", hostile)
    linked = with_siblings(PAGE, own, [own, near])
    assert parse(linked).all("script") == []
    assert f"1 other report on {hostile}" in parse(linked).root.text


def test_a_batch_links_its_reports_and_leaves_them_unchanged_the_next_time(toy_project: ToyProject) -> None:
    run_batch(toy_project.plan("here"), toy_project.out, 1)
    page = toy_project.out / "here" / "count-2008-09.html"
    assert "<!-- siblings -->" in page.read_text("utf-8")
    before = page.read_bytes()
    run_batch(toy_project.plan("here"), toy_project.out, 1)
    states = {one["state"] for one in json.loads((toy_project.out / "run.json").read_text())["reports"]}
    assert (page.read_bytes(), states) == (before, {"unchanged"})
