"""Comparison by hand: two places of ten and twenty residents."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.compare import (
    ASKED,
    LIKE,
    LOCAL,
    NAMED,
    NATIONAL,
    NONE_LIKE,
    Counted,
    _beside,
    by_side,
    difference,
    positions,
    side_by_side,
)
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Control
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.years import check_year


def counted(name: str, population: float, *rows: tuple[str, str, float], factor: float = 1.0) -> Counted:
    lines = pd.DataFrame(rows, columns=["function", "control", "amount_gbp"])
    return Counted(name, lines, population, factor)


HERE = counted(
    "Here",
    10.0,
    ("Health", Control.OTHER_LOCAL_BODY, 100.0),
    ("Social protection", Control.NATIONAL_ENTITLEMENT, 50.0),
)
THERE = counted(
    "There", 20.0, ("Health", Control.OTHER_LOCAL_BODY, 120.0),
    ("Social protection", Control.NATIONAL_ENTITLEMENT, 140.0), ("Education", Control.COUNCIL_RING_FENCED, 20.0),
)  # fmt: skip


def test_side_by_side_per_head() -> None:
    table = side_by_side({"here": HERE, "there": THERE}, "function").set_index("function")
    assert table["here"].to_dict() == {"Health": 10.0, "Social protection": 5.0, "Education": 0.0}
    assert table["there"].to_dict() == {"Health": 6.0, "Social protection": 7.0, "Education": 1.0}
    assert list(table.index) == ["Health", "Social protection", "Education"]


def test_the_difference_falls_into_national_and_local() -> None:
    sides = by_side(difference(HERE, THERE)).set_index("set_by")["difference_gbp"].to_dict()
    assert sides == {NATIONAL: -2.0, LOCAL: 3.0}
    assert HERE.total_per_head - THERE.total_per_head == pytest.approx(1.0)


def test_prices_scale_each_place() -> None:
    dearer = Counted(HERE.name, HERE.lines, HERE.population, factor=1.5)
    assert dearer.total_per_head == 22.5
    assert by_side(difference(dearer, HERE))["difference_gbp"].sum() == 7.5


def test_a_rung_without_a_side_is_refused() -> None:
    odd = counted("Odd", 1.0, ("Health", "moon", 1.0))
    with pytest.raises(UsageError, match="No side is given for moon"):
        difference(odd, HERE)


amounts = st.lists(
    st.tuples(st.sampled_from(list(Control)), st.integers(-(10**12), 10**12)), min_size=1, max_size=12
)


@given(amounts, amounts, st.integers(1, 10**8), st.integers(1, 10**8))
def test_the_parts_are_always_the_whole(
    ours: list[tuple[str, int]], theirs: list[tuple[str, int]], people: int, others: int
) -> None:
    one = counted("One", float(people), *[("x", rung, pence / 100) for rung, pence in ours])
    two = counted("Two", float(others), *[("x", rung, pence / 100) for rung, pence in theirs])
    parts = difference(one, two)["difference_gbp"]
    whole = sum(p for _, p in ours) / 100 / people - sum(p for _, p in theirs) / 100 / others
    assert parts.sum() == pytest.approx(whole, rel=1e-9, abs=1e-6 * parts.abs().max() + 1e-9)


def test_a_group_lies_at_the_middle_of_its_people() -> None:
    points = pd.DataFrame({"area_code": ["A", "B"], "longitude": [0.0, -4.0], "latitude": [50.0, 54.0]})
    members = pd.DataFrame({"group_code": ["G", "G"], "area_code": ["A", "B"]})
    place = positions(points, members, pd.Series({"A": 100.0, "B": 300.0})).iloc[0]
    assert place["northing_km"] == pytest.approx(53.0 * 111.2)
    assert place["easting_km"] == pytest.approx(-3.0 * 111.2 * 0.6018, rel=1e-3)
    with pytest.raises(UsageError, match="No centre is held for C"):
        positions(points, members.assign(area_code=["A", "C"]), pd.Series({"A": 1.0, "C": 1.0}))


@pytest.mark.parametrize(
    ("name", "others", "why", "some"),
    [
        ("greater-manchester", (), LIKE, "West Yorkshire"),
        ("kent", (), LIKE, "Essex"),
        ("england", (), NONE_LIKE, ""),
        ("birmingham", ["pilots"], NAMED, "Kent"),
        ("birmingham", ["kent"], ASKED, "Kent"),
    ],
)
def test_a_place_stands_beside_those_most_like_it_unless_asked_otherwise(
    name: str, others: list[str], why: str, some: str
) -> None:
    home = find_place(name, check_year("2022-23"))
    beside, said = _beside(home, others, check_year("2022-23"))
    assert said == why
    assert not some or some in {one.name for one in beside}
    assert not any(set(one.areas) & set(home.areas) for one in beside)
