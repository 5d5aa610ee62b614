"""The parts of the front door: classes of a map, the span of a change, lines, outlines, names, kept figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.everywhere import COUNCILS, FIGURES
from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.model import Place
from totalplace_lib.national.finding import find_place
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State
from totalplace_lib.publish.site import kept_figures
from totalplace_lib.publish.site.gathering import gathered, one_a_ground
from totalplace_lib.publish.site.kept_figures import figures_kept
from totalplace_lib.publish.site.line_picture import line_picture
from totalplace_lib.publish.site.map_measures import class_edges, class_of, comparable_span
from totalplace_lib.publish.site.map_of_england import drawn, england_map, shown_by
from totalplace_lib.publish.site.name_search import names_of
from totalplace_lib.publish.site.shown import Spent


@given(st.lists(st.floats(1, 1e5), min_size=1, max_size=60))
def test_classes_rise_and_each_figure_is_in_one(values: list[float]) -> None:
    edges = class_edges(values)
    assert len(edges) in (0, 4)
    assert edges == sorted(set(edges))
    assert all(1 <= class_of(value, edges) <= 5 for value in values)


def test_classes_hold_about_a_fifth_each_and_their_edges_are_round() -> None:
    edges = class_edges([10_000 + 37.0 * number for number in range(100)])
    sizes = [sum(class_of(10_000 + 37.0 * n, edges) == one for n in range(100)) for one in range(1, 6)]
    assert min(sizes) >= 15
    assert all(edge % 50 == 0 for edge in edges)


@pytest.mark.parametrize(
    ("held", "span"),
    [
        (["2008-09", "2010-11"], None),  # councils' pensions were counted otherwise until 2008-09
        (["2010-11", "2011-12", "2023-24", "2024-25"], ("2010-11", "2023-24")),  # the last one is provisional
        (["2007-08", "2008-09", "2009-10"], ("2007-08", "2008-09")),
        (["2010-11"], None),
    ],
)
def test_a_change_is_told_between_years_that_no_break_parts(
    held: list[str], span: tuple[str, str] | None
) -> None:
    assert comparable_span(held) == span


def spent(year: str, amount: float = 1e6) -> Spent:
    return Spent(year, 1000.0, amount, amount * 0.9, amount * 1.1, 1.0, 0.0)


def test_a_line_is_parted_at_a_break_and_where_a_year_is_missing() -> None:
    years = [spent(f"{start}-{(start + 1) % 100:02d}") for start in (2009, 2010, 2011, 2013)]
    picture = line_picture(years, "2013-14", frozenset({"2011-12"}))
    assert picture is not None
    assert [line.count("L") + 1 for line in picture.lines] == [2, 1, 1]
    assert line_picture(years[:1], "2013-14", frozenset()) is None


def test_an_outline_is_drawn_to_scale_and_a_part_for_itself() -> None:
    square = [(-2.0, 53.0), (-1.0, 53.0), (-1.0, 52.0), (-2.0, 52.0)]
    rows = [("E06000001", part, at, *point) for part in (1, 2) for at, point in enumerate(square, 1)]
    points = pd.DataFrame(rows, columns=["area_code", "part", "point", "longitude", "latitude"])
    (area,) = drawn(points).areas
    # a degree at 52.8 north: 111.2 km up, 111.2 x cos(52.8) = 67.2 km across
    assert area.path == "M297.2 314.7l67.2 0 0 111.2 -67.2 0zM297.2 314.7l67.2 0 0 111.2 -67.2 0z"


def test_what_covers_the_same_ground_is_there_once() -> None:
    of_2009, today, kent = (find_place(name) for name in ("london", "greater-london", "kent"))
    kept = one_a_ground({"london": of_2009, "kent": kent, "greater-london": today})
    assert list(kept) == ["kent", "greater-london"]


def test_england_has_every_upper_tier_area_and_london_twice() -> None:
    drawing = england_map()
    assert drawing is not None
    assert (len(drawing.areas), len(drawing.london)) == (153, 33)


def test_the_smallest_place_colours_an_area() -> None:
    covers = {"leeds": ("E1",), "west-yorkshire": ("E1", "E2"), "kent": ()}
    assert shown_by(covers) == {"E1": "leeds", "E2": "west-yorkshire"}


def test_a_name_finds_the_smallest_place_that_holds_it() -> None:
    year = "2023-24"
    places = {slug: find_place(slug, year) for slug in ("kent", "leeds", "west-yorkshire")}
    areas = pd.DataFrame(
        [
            ("E07000106", "Canterbury", "E10000016"),
            *((code, code, code) for code in places["west-yorkshire"].areas),
        ],
        columns=["area_code", "area_name", "county_code"],
    )
    aliases = pd.DataFrame(
        [
            ("Leeds City Council", "E08000035"),
            ("Cantuaria", "E07000106"),
            ("Cardiff", "W06000015"),
            ("Old", "E07009999"),
        ],
        columns=["alias", "code"],
    )
    found = {
        name: (slug, part)
        for name, slug, part in names_of(places, aliases, areas, {"E07009999": "E08000035"})
    }
    assert found["Leeds City Council"] == ("leeds", False)
    assert found["Canterbury"] == found["Cantuaria"] == ("kent", True)
    assert found["E08000032"] == ("west-yorkshire", True)  # Bradford has no page of its own here
    assert found["Old"] == ("leeds", False)
    assert "Cardiff" not in found


class Made:
    """What was made, in place of making it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[str, ...], bool]] = []

    def __call__(self, year: str, places: dict[str, Place], all_groups: bool) -> pd.DataFrame:
        self.calls.append((year, tuple(places), all_groups))
        groups = [TOTAL, COUNCILS, *(["NHS"] if all_groups else [])]
        rows = [(slug, year, group, 1.0, 2.0, 1.0, 3.0, 1.0, 0.0) for slug in places for group in groups]
        return pd.DataFrame(rows, columns=FIGURES)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    found = Made()
    monkeypatch.setattr(kept_figures, "figures", found)
    return found


def wanted(*years: str) -> dict[str, dict[str, Any]]:
    return {year: {"kent": find_place("kent", year)} for year in years}


def test_figures_are_made_once_and_only_the_newest_year_by_all_groups(tmp_path: Path, made: Made) -> None:
    first = figures_kept(tmp_path, wanted("2008-09", "2009-10"), "data 1")
    assert made.calls == [("2009-10", ("kent",), True), ("2008-09", ("kent",), False)]
    assert figures_kept(tmp_path, wanted("2009-10", "2008-09"), "data 1") == first
    assert len(made.calls) == 2
    assert [row["year"] for row in first] == ["2008-09"] * 2 + ["2009-10"] * 3


def test_a_newer_year_is_added_and_nothing_kept_is_lost(tmp_path: Path, made: Made) -> None:
    figures_kept(tmp_path, wanted("2008-09"), "data 1")
    found = figures_kept(tmp_path, wanted("2010-11"), "data 1")
    assert made.calls[1:] == [("2010-11", ("kent",), True)]
    assert {row["year"] for row in found} == {"2008-09", "2010-11"}


@pytest.mark.parametrize("harm", ["{}", "[]", "no json", '{"drawn_from": "data 1", "rows": [{"place": 1}]}'])
def test_changed_data_and_a_file_that_no_batch_wrote_are_made_anew(
    tmp_path: Path, made: Made, harm: str
) -> None:
    figures_kept(tmp_path, wanted("2008-09"), "data 1")
    figures_kept(tmp_path, wanted("2008-09"), "data 2")
    (tmp_path / ".batch/figures/2008-09.json").write_text(harm)
    figures_kept(tmp_path, wanted("2008-09"), "data 2")
    assert len(made.calls) == 3


def test_a_batch_shows_the_places_of_its_reports_in_their_years_with_england(
    tmp_path: Path, made: Made
) -> None:
    metas = [
        ReportMeta("kent", "Kent", "count", "Count: Kent, 2008-09", "2008-09"),
        ReportMeta("kent", "Kent", "series", "Over the years: Kent", None),
        ReportMeta("nowhere-at-all", "<script>", "count", "Count", "2008-09"),
    ]
    record = RunRecord(tuple(ReportResult(meta, State.MADE, files=(meta.page,)) for meta in metas))
    site = gathered(tmp_path, record, "data 1", False, 1)
    assert [call[:2] for call in made.calls] == [("2008-09", ("kent", "england"))]
    assert list(site.places) == ["england", "nowhere-at-all", "kent"]
    assert [one.slug for one in site.counted] == ["kent"]
    assert site.places["kent"].covers == ("E10000016",)
    assert ("Canterbury", "kent", True) in site.names
    assert site.near["kent"][0][:2] == ("essex", "Essex") and site.near["england"] == []
