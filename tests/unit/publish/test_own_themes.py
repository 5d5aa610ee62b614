"""A place asked for without a theme gets a report for each of its own; titles name the theme in words."""

from __future__ import annotations

from pathlib import Path

from totalplace_lib.publish.catalogue import ReportKind
from totalplace_lib.publish.own_themes import by_theme, title_words
from totalplace_lib.publish.selection import Choice

DEEP = ReportKind("deep_dive", Path("n.ipynb"), "t", ("place", "theme", "year"), ("theme", "year"))
COUNT = ReportKind("count", Path("n.ipynb"), "t", ("place", "year"), ("year",))


def test_a_pilot_gets_each_of_its_themes_once() -> None:
    themes = [
        one.parameters["theme"] for one in by_theme(Choice("birmingham", "deep_dive", "2008-09", {}), DEEP)
    ]
    assert themes == ["children", "drugs-alcohol", "mental-health", "crime", "regeneration"]


def test_a_named_theme_and_other_reports_stay_as_they_are() -> None:
    named = Choice("birmingham", "deep_dive", "2008-09", {"theme": "health"})
    plain = Choice("birmingham", "count", "2008-09", {})
    assert by_theme(named, DEEP) == [named]
    assert by_theme(plain, COUNT) == [plain]
    assert by_theme(plain, None) == [plain]


def test_a_place_without_themes_of_its_own_takes_the_notebooks_default() -> None:
    choice = Choice("norfolk", "deep_dive", None, {})
    assert by_theme(choice, DEEP) == [choice]


def test_the_title_says_the_theme_in_words() -> None:
    assert title_words({"theme": "crime"}) == {"theme_name": "Crime and reoffending"}
    assert title_words({"theme": "not-there"}) == {"theme_name": "not-there"}
    assert title_words({"year": "2008-09"}) == {}
