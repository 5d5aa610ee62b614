"""A place asked for without a theme gets a report for each of its own; titles name the theme in words."""

from __future__ import annotations

from pathlib import Path

from totalplace_lib.analysis.themes import themes_of_place
from totalplace_lib.project import read_config
from totalplace_lib.publish.catalogue import ReportKind
from totalplace_lib.publish.own_themes import spelt_out, title_words
from totalplace_lib.publish.selection import Choice

CHECK = "totalplace_lib.analysis.themes:check_theme_told"
DEEP = ReportKind(
    "deep_dive", Path("n.ipynb"), "t", ("place", "theme", "year"), ("theme", "year"), check=CHECK
)
COUNT = ReportKind("count", Path("n.ipynb"), "t", ("place", "year"), ("year",))


def test_a_pilot_gets_each_of_its_themes_once() -> None:
    themes = [
        one.parameters["theme"] for one in spelt_out(Choice("birmingham", "deep_dive", "2008-09", {}), DEEP)
    ]
    assert themes == ["children", "drugs-alcohol", "mental-health", "crime", "regeneration"]


def test_a_named_theme_and_other_reports_stay_as_they_are() -> None:
    named = Choice("birmingham", "deep_dive", "2008-09", {"theme": "health"})
    plain = Choice("birmingham", "count", "2008-09", {})
    assert spelt_out(named, DEEP) == [named]
    assert spelt_out(plain, COUNT) == [plain]
    assert spelt_out(plain, None) == [plain]


def test_a_place_without_themes_of_its_own_takes_the_notebooks_default() -> None:
    choice = Choice("norfolk", "deep_dive", None, {})
    assert spelt_out(choice, DEEP) == [choice]


def test_every_report_of_a_place_without_themes_of_its_own_takes_each_that_a_pilot_could_choose() -> None:
    made = spelt_out(Choice("greater-manchester", "deep_dive", "2024-25", {}), DEEP, every=True)
    table = read_config("themes.csv")
    assert [one.parameters["theme"] for one in made] == list(table.loc[table["kind"] == "pilot", "theme"])
    own = spelt_out(Choice("croydon", "deep_dive", "2024-25", {}), DEEP, every=True)
    assert [one.parameters["theme"] for one in own] == list(themes_of_place("croydon")["theme"])


def test_journeys_are_all_made_where_none_is_named() -> None:
    kind = ReportKind("journeys", Path("n.ipynb"), "t", ("place", "journey"), ("journey",))
    plain = Choice("kent", "journeys", None, {})
    made = [one.parameters["journey"] for one in spelt_out(plain, kind)]
    assert made == ["hospital_discharge", "leaving_care", "persistent_offender"]
    named = Choice("kent", "journeys", None, {"journey": "leaving_care"})
    assert spelt_out(named, kind) == [named]


def test_the_title_says_the_theme_in_words() -> None:
    assert title_words({"theme": "crime"}) == {"theme_name": "Crime and reoffending"}
    assert title_words({"theme": "not-there"}) == {"theme_name": "not-there"}
    assert title_words({"year": "2008-09"}) == {}
    assert title_words({"journey": "persistent_offender"}) == {"journey_name": "a persistent offender"}
