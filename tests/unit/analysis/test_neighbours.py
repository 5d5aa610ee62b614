"""Neighbours: nearest by weighted standardised distance, whatever the units, among places of the same kind."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.neighbours import (
    COMBINED,
    DISTRICT,
    UPPER,
    alike,
    distances,
    drivers,
    kind_of,
    nearest,
    neighbours,
)
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.finding import find_place

CANDIDATES = pd.DataFrame(
    {"poverty": [0.30, 0.05, 0.15], "size": [1000.0, 1000.0, 10000.0]}, index=["poor", "rich", "large"]
)
HERE = pd.Series({"poverty": 0.25, "size": 1100.0})
NOW = Year.parse("2022-23")


def test_the_most_alike_comes_first_and_a_weight_decides() -> None:
    assert nearest(CANDIDATES, HERE, 1)["area"].tolist() == ["poor"]
    only_size = pd.Series({"poverty": 0.0, "size": 1.0})
    assert nearest(CANDIDATES, HERE.replace(1100.0, 9000.0), 1, only_size)["area"].tolist() == ["large"]


def test_units_do_not_matter() -> None:
    stretched, moved = CANDIDATES.assign(poverty=CANDIDATES["poverty"] * 1000), HERE * [1000, 1]
    one, other = nearest(CANDIDATES, HERE), nearest(stretched, moved)
    assert one["area"].tolist() == other["area"].tolist()
    assert one["distance"].tolist() == pytest.approx(other["distance"].tolist())


def test_distance_is_in_standard_deviations() -> None:
    """By hand: two places 0.2 apart have a standard deviation of 0.1; a target in the middle is one from each."""
    twins = pd.DataFrame({"share": [0.1, 0.3]}, index=["b", "a"])
    found = nearest(twins, pd.Series({"share": 0.2}))
    assert found["area"].tolist() == ["a", "b"]
    assert found["distance"].tolist() == pytest.approx([1.0, 1.0])


def test_a_gap_is_refused() -> None:
    with pytest.raises(UsageError):
        nearest(CANDIDATES, pd.Series({"poverty": float("nan"), "size": 1.0}))
    with pytest.raises(UsageError):
        nearest(CANDIDATES.head(0), HERE)


def test_the_weights_are_parts_of_one() -> None:
    assert drivers()["weight"].sum() == pytest.approx(1.0)


def test_nothing_is_near_across_the_border_of_london_or_to_itself() -> None:
    table = CANDIDATES.assign(is_london=[True, True, False])
    found = distances(table, pd.Series({"poverty": 0.5, "size": 0.5}))
    assert found.loc["poor"].notna().tolist() == [False, True, False]
    assert found.loc["large"].isna().all()


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("york", UPPER),
        ("kent", UPPER),
        ("sevenoaks", DISTRICT),
        ("tees-valley", COMBINED),
        ("lewisham", UPPER),
    ],
)
def test_places_stand_beside_their_kind(place: str, kind: str) -> None:
    where = find_place(place, NOW)
    assert kind_of(where) == kind
    near, _ = alike(where, NOW)
    assert {each.kind for each in near} == {kind}
    assert not {code for each in near for code in each.areas} & set(where.areas)


@pytest.mark.parametrize(
    ("place", "expected"),
    [("cumbria", "North Yorkshire"), ("york", "Bath and North East Somerset"), ("blackpool", "Hartlepool"),
     ("kent", "Essex"), ("greater-manchester", "West Yorkshire"), ("lewisham", "Greenwich")],
)  # fmt: skip
def test_the_nearest_makes_sense(place: str, expected: str) -> None:
    assert neighbours(place, "2022-23", 1)[0].name == expected


def test_a_list_of_ones_own_is_taken_as_it_is() -> None:
    near, table = alike(find_place("york", NOW), NOW, others=("lewisham", "bath-and-north-east-somerset"))
    assert [each.name for each in near] == ["Bath and North East Somerset", "Lewisham"]
    assert table["distance"].is_monotonic_increasing


def test_london_is_apart_unless_asked() -> None:
    where = find_place("lewisham", NOW)
    inside = {each.slug for each in alike(where, NOW, 40)[0]}
    assert "birmingham" not in inside and len(inside) < 33
    assert len(alike(where, NOW, 60, across=True)[0]) == 60


def test_england_has_no_neighbours() -> None:
    assert neighbours("england", "2022-23") == []
