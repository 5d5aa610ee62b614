"""Shares of a catchment's areas by a key, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.keys import Pieces, by_key, shares
from totalplace_lib.errors import ImbalanceError

PEOPLE = {"A": 100.0, "B": 300.0, "C": 600.0}


def test_shares_follow_key_and_weight_in_the_order_of_the_codes() -> None:
    # Half of B: 150 of 250; all of A: 100 of 250.
    pieces = Pieces.of(["B", "A"], [0.5, 1.0])
    assert pieces.areas.tolist() == ["A", "B"]
    assert shares(pieces, PEOPLE, "people").tolist() == [0.4, 0.6]


def test_two_pieces_of_one_area_are_one_share() -> None:
    # A quarter and a half of C: 450; A: 100; B: 300 -> 850.
    pieces = Pieces.of(["C", "A", "C", "B"], [0.25, 1.0, 0.5, 1.0])
    assert shares(pieces, PEOPLE, "people") == pytest.approx([100 / 850, 300 / 850, 450 / 850])


def test_what_others_cover_is_taken_off() -> None:
    left = Pieces.of(["A", "B", "C"], [1.0, 1.0, 1.0]).less(Pieces.of(["B", "C", "B"], [0.25, 1.0, 0.25]))
    assert (left.codes.tolist(), left.weight.tolist()) == (["A", "B"], [1.0, 0.5])


def test_nothing_is_left_of_a_catchment_that_is_covered_wholly() -> None:
    whole = Pieces.of(["A", "B"], [1.0, 1.0])
    assert whole.less(whole).areas.size == 0


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({"A": 1.0}, "The key 'people' has no value for B, C."),
        ({"A": 1.0, "B": -1.0, "C": 1.0}, "cannot share a catchment of 3 areas: its values add to 1"),
        ({"A": 0.0, "B": 0.0, "C": 0.0}, "cannot share a catchment of 3 areas: its values add to 0"),
        ({"A": 1.0, "B": float("nan"), "C": 1.0}, "The key 'people' has no value for B."),
    ],
)
def test_a_key_that_cannot_share_says_why(key: dict[str, float], message: str) -> None:
    with pytest.raises(ImbalanceError, match=message):
        shares(Pieces.of(["A", "B", "C"], [1.0, 1.0, 1.0]), key, "people")


def test_a_series_becomes_a_lookup() -> None:
    assert by_key(_people("A", "B")) == {"people": {"A": 1.0, "B": 2.0}}


def test_an_area_with_two_values_is_an_error() -> None:
    with pytest.raises(ImbalanceError, match="more than one value for B"):
        by_key(_people("A", "B", "B"))


def _people(*areas: str) -> pd.DataFrame:
    return pd.DataFrame({"key": "people", "area_code": areas, "value": range(1, len(areas) + 1)})
