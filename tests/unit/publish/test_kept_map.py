from pathlib import Path

import pytest

from totalplace_lib.publish import kept_map
from totalplace_lib.publish.kept_map import map_html
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State


def record(*places: str, year: str = "2008-09") -> RunRecord:
    metas = [ReportMeta(place, place.title(), "count", "Count", year) for place in places]
    return RunRecord(tuple(ReportResult(meta, State.MADE) for meta in metas))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What is drawn, in place of drawing it."""
    calls: list[tuple[list[str], str]] = []

    def draw(slugs: list[str], year: str) -> str:
        calls.append((slugs, year))
        return f"<svg>{len(calls)}</svg>"

    monkeypatch.setattr(kept_map, "_draw", draw)
    return calls


def test_the_same_places_from_the_same_data_are_drawn_once(tmp_path: Path, drawn: list[object]) -> None:
    first = map_html(tmp_path, record("kent", "durham"), "data 1")
    assert map_html(tmp_path, record("kent", "durham"), "data 1") == first == "<svg>1</svg>"
    assert drawn == [(["kent", "durham"], "2008-09")]


@pytest.mark.parametrize(
    ("places", "year", "data"),
    [
        (("kent",), "2008-09", "data 1"),
        (("kent", "durham"), "2009-10", "data 1"),
        (("kent", "durham"), "2008-09", "2"),
    ],
)
def test_other_places_another_year_or_changed_data_are_drawn_anew(
    tmp_path: Path, drawn: list[object], places: tuple[str, ...], year: str, data: str
) -> None:
    map_html(tmp_path, record("kent", "durham"), "data 1")
    assert map_html(tmp_path, record(*places, year=year), data) == "<svg>2</svg>"


def test_nothing_is_kept_where_nothing_says_what_it_was_drawn_from(
    tmp_path: Path, drawn: list[object]
) -> None:
    map_html(tmp_path, record("kent", "durham"), "")
    map_html(tmp_path, record("kent", "durham"), "")
    assert len(drawn) == 2


def test_reports_on_no_year_have_no_map(tmp_path: Path, drawn: list[object]) -> None:
    assert map_html(tmp_path, record("kent", "durham", year=""), "data 1") == ""
    assert drawn == []
