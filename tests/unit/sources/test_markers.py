"""Numbers and gaps in published cells."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Marker
from totalplace_lib.sources import markers
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


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234", 1234.0),
        ("1\u00a0234\u00a0567.5", 1234567.5),
        ("1\u202f234", 1234.0),
        ("1\u2009234", 1234.0),
        ("12,345,678", 12345678.0),
        ("123-", -123.0),
        ("123.45 CR", -123.45),
        ("1,234cr", -1234.0),
        ("£-12", -12.0),
        ("-£12", -12.0),
        ("£ 1,234", 1234.0),
        ("12 DR", 12.0),
        ("\ufeff12\u200b", 12.0),
    ],
)
def test_groups_of_three_and_trailing_signs_are_read(cell: str, value: float) -> None:
    assert split(cell) == (value, Marker.NONE)


@pytest.mark.parametrize(
    "cell",
    [
        "1,2",
        "12,34",
        "1,2345",
        "0,123",
        "1234,567",
        "1,234 567",
        "1 2",
        "12 34",
        "1 2345",
        "12\n345",
        ",123",
        "1,,234",
    ],
)
def test_a_comma_or_space_that_does_not_group_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        split(cell)


@pytest.mark.parametrize(
    "cell", ["(-7)", "-7-", "-7 CR", "£-(7)", "7 CR CR", "٣", "7²", "[r]", "#REF!", "#DIV/0!", "=?"]
)
def test_two_signs_and_other_digits_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|not kept"):
        split(cell)


@pytest.mark.parametrize(
    ("cell", "value", "marker"),
    [
        ("1,234 [note 2]", 1234.0, Marker.NONE),
        ("1,234[note 12]", 1234.0, Marker.NONE),
        ("1,234*", 1234.0, Marker.NONE),
        ("1,234 **", 1234.0, Marker.NONE),
        ("1,234[r]", 1234.0, Marker.REVISED),
        ("0 [k]", 0.0, Marker.LOW),
        ("1,234 [p] [note 3]", 1234.0, Marker.PROVISIONAL),
        ("(12) [e]", -12.0, Marker.ESTIMATED),
    ],
)
def test_notes_glued_to_a_number_are_read(cell: str, value: float, marker: Marker) -> None:
    assert split(cell) == (value, marker)


@pytest.mark.parametrize(
    ("cell", "marker"), [("k", Marker.LOW), ("[x] [note 3]", Marker.MISSING), ("c*", Marker.SUPPRESSED)]
)
def test_a_gap_may_have_a_note_too(cell: str, marker: Marker) -> None:
    value, found = split(cell)
    assert math.isnan(value)
    assert found is marker


def test_two_notes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two notes, p and r"):
        split("1,234 [p] [r]")


def test_a_new_shorthand_is_a_line_of_config(small_project: Path) -> None:
    with pytest.raises(ValueError, match="not a number"):
        split("1,234 (s)")
    with (small_project / "config" / "shorthand.csv").open("a", encoding="utf-8") as file:
        file.write("(s),note,(none),significant\ntba,gap,x,to be announced\n")
    markers._shorthand.cache_clear()
    assert split("1,234 (s)") == (1234.0, Marker.NONE)
    assert math.isnan(split("tba")[0])
    markers._shorthand.cache_clear()


def test_a_wrong_word_in_the_shorthand_is_named(small_project: Path) -> None:
    with (small_project / "config" / "shorthand.csv").open("a", encoding="utf-8") as file:
        file.write("q,gap,quite,?\n")
    markers._shorthand.cache_clear()
    with pytest.raises(ConfigError, match=r"shorthand\.csv, row \d+, column marker: 'quite'"):
        split("q")
    markers._shorthand.cache_clear()
