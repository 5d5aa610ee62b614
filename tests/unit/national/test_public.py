"""What analysts call: a wrong argument says what to pass; a place is real; a count compares and cannot be changed."""

from __future__ import annotations

import doctest
import importlib
import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.errors import UsageError

CALLS: dict[str, Callable[..., Any]] = {
    "whole_area_count": tp.whole_area_count, "find_place": tp.find_place, "comparators": tp.comparators,
    "series": tp.series, "places": tp.places, "sources_of": tp.sources_of, "years": tp.years, "key_names": tp.key_names,
    "themes": tp.themes, "flows": tp.flows, "overlap": tp.overlap, "compare": tp.compare, "evidence_of": tp.evidence_of,
    "series_everywhere": tp.series_everywhere, "peers": tp.peers, "split": tp.split,
}  # fmt: skip
BIRMINGHAM = ("E08000025",)


@pytest.fixture(scope="module")
def kent() -> Any:
    return tp.whole_area_count("kent", "2008-09")


@pytest.mark.parametrize(
    "name",
    [
        *[
            "whole_area_count",
            "find_place",
            "comparators",
            "series",
            "sources_of",
            "themes",
            "flows",
            "overlap",
            "evidence_of",
        ]
    ],
)
@pytest.mark.parametrize("wrong", [None, 123, 4.5, ["kent"], {"place": "kent"}, b"kent"])
def test_case_31_what_is_no_place_is_refused_with_what_to_pass(name: str, wrong: object) -> None:
    with pytest.raises(UsageError, match=r"such as"):
        CALLS[name](wrong)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_an_unknown_word_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UsageError, match=rf"{name} does not know 'yaer'.*It takes"):
        CALLS[name](yaer="2008-09")


def test_an_unknown_word_comes_with_the_nearest_and_a_missing_one_is_named() -> None:
    with pytest.raises(UsageError, match="Nearest: year"):
        tp.whole_area_count("kent", yaer="2008-09")
    with pytest.raises(UsageError, match="missing a required argument: 'place'"):
        tp.whole_area_count()
    with pytest.raises(UsageError, match="too many positional"):
        tp.years("2008-09")


@pytest.mark.parametrize("year", [2008, 2008.0, ["2008-09"], True])
def test_a_year_that_is_no_text_is_refused(year: object) -> None:
    for call in (tp.whole_area_count, tp.find_place, tp.comparators, tp.series):
        with pytest.raises(UsageError, match="text"):
            call("kent", year)
    with pytest.raises(UsageError, match="A financial year is text such as '2008-09'"):
        tp.places(year)


def test_a_year_may_be_a_year_or_stand_with_the_place() -> None:
    assert tp.find_place("kent", tp.Year(2008)) == tp.find_place("kent@2008-09")
    with pytest.raises(UsageError, match="says 2009-10, the year given is 2008-09"):
        tp.whole_area_count("kent@2009-10", "2008-09")
    with pytest.raises(UsageError, match=r"Year\.parse"):
        tp.Year("2008-09")


@pytest.mark.parametrize("name", ["place", "theme"])
def test_names_in_brackets_refuse_what_is_no_text(name: str) -> None:
    with pytest.raises(UsageError, match="is text"):
        getattr(tp, name)[123]


@pytest.mark.parametrize(
    ("areas", "vintage", "says"),
    [
        (("E08000025", "E99"), 2009, "E99 cannot be an area"),
        (("ZZ",), 2009, "ZZ cannot be an area"),
        ("E4601", 2009, "tuple of GSS codes"),
        ("E08000025", 2009, "tuple of GSS codes"),
        ((), 2009, "has no areas"),
        (None, 2009, "tuple of GSS codes"),
        ((123,), 2009, "123 cannot be an area"),
        (BIRMINGHAM, 1999, "Vintages: 2009"),
        (BIRMINGHAM, "2009", "Vintages: 2009"),
        (("E08999999",), 2009, "E08999999 is the code of no area"),
        (("E08000020",), 2009, r"until 31 March 2013, then Gateshead \(E08000037\)"),
        (("E06000063",), 2009, "Cumberland since 1 April 2023"),
        (("E07000026",), 2023, r"Allerdale until 31 March 2023, then Cumberland"),
    ],
)
def test_case_9_a_place_that_is_none_cannot_be_made(areas: Any, vintage: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tp.Place("x", "typo", areas, vintage)


def test_a_place_of_ones_own_is_counted_like_one_by_name(kent: Any) -> None:
    own = tp.Place("kent", "Kent", kent.place.areas, 2009, "pilot")
    assert isinstance(kent.place, tp.Place) and own == kent.place
    assert tp.whole_area_count(own, "2008-09") == kent
    with pytest.raises(UsageError, match="is text"):
        tp.Place(None, "Kent", BIRMINGHAM, 2009)


def test_case_31_a_count_compares_hashes_and_travels(kent: Any) -> None:
    again = tp.whole_area_count("kent", "2008-09")
    assert kent == again and len({kent, again}) == 1
    assert kent != tp.whole_area_count("kent", "2008-09", "local-bodies")
    assert kent != "kent"
    assert pickle.loads(pickle.dumps(kent)) == kent


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("frame", ["lines", "unallocated", "removed", "ledger"])
def test_case_31_the_frames_of_a_count_cannot_be_changed_under_it(kent: Any, frame: str) -> None:
    before = getattr(kent, frame)
    getattr(kent, frame).drop(index=before.index[:3], inplace=True)
    other = getattr(kent, frame)
    other.iloc[0, 0] = "changed"
    other["new"] = 1
    pd.testing.assert_frame_equal(getattr(kent, frame), before)
    with pytest.raises(AttributeError):
        kent.lines = before


def test_case_31_by_names_its_columns(kent: Any) -> None:
    assert list(kent.by("spender_group", "economic").columns[:2]) == ["spender_group", "economic"]
    with pytest.raises(
        UsageError, match=r"no column 'spender_grp'\. Nearest: spender_group\. Columns: payer, spender,"
    ):
        kent.by("spender_grp")
    for wrong in ((), (None,), (["spender"],), ("amount_gbp",)):
        with pytest.raises(UsageError, match="Columns: payer"):
            kent.by(*wrong)


def test_a_count_knows_its_range_and_grade(kent: Any) -> None:
    ranges = importlib.import_module("totalplace_lib.evidence.ranges")
    found = ranges.ranged(kent)
    assert (kent.low_gbp, kent.high_gbp, kent.grade) == (found.low_gbp, found.high_gbp, found.grade)
    assert kent.low_gbp < kent.total_gbp < kent.high_gbp


def test_a_series_is_a_frame_and_the_version_is_told() -> None:
    table = tp.series("kent", "2008-09", "2009-10")
    own = table[table["year"] == "2008-09"]
    assert {"group", "year", "amount_gbp", "real_per_head_gbp", "marker"} <= set(table.columns) and len(own)
    assert tp.__version__.count(".") >= 1
    assert {"series", "Place", "whole_area_count"} <= set(dir(tp))


@pytest.mark.parametrize(
    "module",
    [
        "analysis.whole_area_count",
        "national.finding",
        "national.places",
        "national.years",
        "national.aliases",
        "count.names",
    ],
)
def test_the_examples_in_the_docstrings_are_true(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"totalplace_lib.{module}"))
    assert found.attempted > 0 and found.failed == 0


def test_every_public_name_says_what_it_is_for() -> None:
    assert all((getattr(tp, name).__doc__ or "").strip() for name in tp.__all__)
