"""Numbers and gaps in published cells."""

from __future__ import annotations

import datetime
import math

import pytest

from totalplace_lib.model import Marker
from totalplace_lib.sources.markers import split


@pytest.mark.parametrize("cell", [0, 0.0, "0", "0.00", "£0"])
def test_a_true_zero_stays_zero(cell: object) -> None:
    assert split(cell) == (0.0, Marker.NONE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "marker"),
    [
        (None, Marker.MISSING),
        ("", Marker.MISSING),
        ("  \xa0 ", Marker.MISSING),
        ("[x]", Marker.MISSING),
        ("..", Marker.MISSING),
        ("…", Marker.MISSING),
        ("-", Marker.MISSING),
        ("n/a", Marker.MISSING),
        ("#N/A", Marker.MISSING),
        ("[note 10]", Marker.MISSING),
        (math.nan, Marker.MISSING),
        ("c", Marker.SUPPRESSED),
        ("[C]", Marker.SUPPRESSED),
        ("*", Marker.SUPPRESSED),
        ("[z]", Marker.NOT_APPLICABLE),
        ("[low]", Marker.LOW),
    ],
)
def test_a_gap_is_no_number_and_says_why(cell: object, marker: Marker) -> None:
    value, found = split(cell)  # type: ignore[arg-type]
    assert math.isnan(value)
    assert found is marker


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.5", 1234.5),
        (" £12 ", 12.0),
        ("(7)", -7.0),
        ("-3", -3.0),
        ("−3", -3.0),
        ("+4", 4.0),
        (".5", 0.5),
        ("1e3", 1000.0),
    ],
)
def test_numbers_written_as_text_are_read(cell: str, value: float) -> None:
    assert split(cell) == (value, Marker.NONE)


def test_a_marker_may_follow_a_number() -> None:
    assert split("1,234 [r]") == (1234.0, Marker.REVISED)
    assert split("12 [P]") == (12.0, Marker.PROVISIONAL)


def test_a_publisher_may_use_a_dash_or_a_blank_for_nil() -> None:
    assert split("-", nil=frozenset({"-"})) == (0.0, Marker.NONE)
    assert split(None, nil=frozenset({""})) == (0.0, Marker.NONE)


@pytest.mark.parametrize(
    "cell",
    ["about 5", "12 thousand", "5 [q]", "(5", "5)", True, math.inf, datetime.date(2009, 4, 1), "1.2.3"],
)
def test_words_in_a_number_cell_are_an_error(cell: object) -> None:
    with pytest.raises(ValueError, match="number"):
        split(cell)  # type: ignore[arg-type]
