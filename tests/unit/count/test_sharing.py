"""Money shared once for many places gives what each place gives on its own; other keys touch only what they drive."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
import toy_country as toy

from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import Count, count_place, count_shared
from totalplace_lib.count.year_money import decide

PLACES = [(toy.A,), (toy.B,), (toy.A, toy.B), (toy.C,), (toy.D, toy.E), (toy.B, toy.C), tuple(toy.PEOPLE)]


def same(one: Count, other: Count) -> None:
    for name in ("lines", "unallocated", "removed", "ledger"):
        first, second = (
            getattr(each, name).sort_values(list(getattr(each, name).columns)) for each in (one, other)
        )
        pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True))


@pytest.mark.parametrize("order", [PLACES, PLACES[::-1]], ids=["small first", "large first"])
def test_many_places_of_one_sharing_are_each_the_same_as_alone(order: list[tuple[str, ...]]) -> None:
    sharing = Sharing(decide(toy.money()))
    for areas in order:
        shared = count_shared(sharing, toy.place(*areas), toy.people(*areas))
        same(shared, count_place(toy.money(), toy.place(*areas), toy.people(*areas)))


def test_a_place_reaches_the_catchments_that_touch_it() -> None:
    reach = Sharing(decide(toy.money())).reach([toy.A, toy.C])
    assert (set(reach.inside), set(reach.wider)) == (
        {"E4001", "E9031"},
        {toy.NORTH, toy.SOUTH, "E9020", "E6340"},
    )
    assert reach.every == sorted([*reach.inside, *reach.wider])


@pytest.mark.parametrize("programme", ["Pensions", "Hardship benefit", "Hospitals"])
def test_other_keys_give_what_the_lines_would_give_with_those_keys(programme: str) -> None:
    """Hardship benefit is partly known by place: its control total is shared again as a whole."""
    chosen = toy.lines()["programme"] == programme
    other = {"population": "poor", "poor": "population"}
    changed_lines = toy.lines()
    changed_lines.loc[chosen, "key"] = changed_lines.loc[chosen, "key"].map(other)
    base = Sharing(decide(toy.money()))
    keys = (
        base.lines.loc[base.lines["programme"] == programme].set_index("line_id")["key"].map(other).to_dict()
    )
    changed = base.with_keys(keys, toy.keys())
    for areas in PLACES:
        expected = count_place(toy.money(changed_lines), toy.place(*areas), toy.people(*areas))
        same(count_shared(changed, toy.place(*areas), toy.people(*areas)), expected)


def test_the_first_sharing_is_not_changed_by_another_with_other_keys() -> None:
    base = Sharing(decide(toy.money()))
    before = count_shared(base, toy.place(toy.A), 100)
    count_shared(base.with_keys({0: "poor"}, toy.keys()), toy.place(toy.A), 100)
    same(count_shared(base, toy.place(toy.A), 100), before)


def test_wide_catchments_are_those_of_several_areas() -> None:
    assert Sharing(decide(toy.money())).wide == sorted([toy.NORTH, toy.SOUTH, "E9020", "E6340"])


def test_a_place_without_wider_catchments_needs_no_sharing() -> None:
    own = toy.lines()[toy.lines()["catchment_code"] == "E9001"]
    money = dataclasses.replace(
        toy.money(own), catchments=toy.catchments()[toy.catchments()["catchment_code"] == "E9001"]
    )
    counted = count_shared(Sharing(decide(money)), toy.place(toy.E), 100)
    assert (counted.total_gbp, counted.unallocated_gbp) == (60.0, 0.0)
