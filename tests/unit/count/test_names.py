"""How a place may be written: folding, PLACE@YEAR, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.count.names import LONGEST, fold, written
from totalplace_lib.errors import SHOWN, UsageError
from totalplace_lib.model import Year


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Helens", "saint helens"), ("Bath & North East Somerset", "BATH AND NORTH EAST SOMERSET"),
        ("King's Lynn", "kings  lynn"), ("Newcastle-under-Lyme", "Newcastle Under Lyme"), ("Durhám", "durham"),
    ],
)  # fmt: skip
def test_spelling_does_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


def test_saint_is_only_a_whole_word() -> None:
    assert fold("Saintbury") == "saintbury"


@pytest.mark.parametrize(
    ("text", "name", "vintage", "year"),
    [
        ("kent", "kent", None, None),
        (" kent @ 2010-11 ", "kent", None, 2010),
        ("kent@2010\N{EN DASH}11", "kent", None, 2010),
        ("dorset@2009", "dorset", 2009, None),
        ("dorset@2009@2012-13", "dorset", 2009, 2012),
    ],
)
def test_what_stands_after_the_place(text: str, name: str, vintage: int | None, year: int | None) -> None:
    found = written(text)
    assert (found.name, found.vintage, found.year) == (name, vintage, Year(year) if year else None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kent@last", "'last' is neither"),
        ("kent@2010-12", "'2010-12' is not a financial year"),
        ("kent@1999", "No boundaries of 1999"),
        ("kent@2008-09@2009", "after the whole place"),
        ("kent@2008-09+essex", "after the whole place"),
        ("@2008-09", "No place was named"),
        (None, "None is neither"),
        (["kent"], "joined with"),
        (123, r"123 is neither \(int\)"),
    ],
)
def test_what_is_no_place_is_refused_with_what_to_write(text: object, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        written(text)


def test_very_long_text_is_refused_at_once_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="100,000 characters is too long") as refused:
        written("A" * 100_000)
    assert len(str(refused.value)) < SHOWN + 100


@given(st.text(max_size=LONGEST + 10))
def test_any_text_is_taken_apart_or_refused_in_few_words(text: str) -> None:
    try:
        assert written(text).name
    except UsageError as refused:
        assert len(str(refused)) < 2 * SHOWN + 250
