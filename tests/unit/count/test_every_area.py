"""Every area in one pass gives what a count of each area alone gives."""

from __future__ import annotations

import pandas as pd
import toy_country as toy

from totalplace_lib.count.every_area import money_by_area, money_by_place
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import count_place
from totalplace_lib.count.year_money import decide


def test_each_area_is_what_its_own_count_says() -> None:
    together = money_by_area(Sharing(decide(toy.money()))).set_index("area_code")["amount_gbp"].to_dict()
    alone = {
        area: count_place(toy.money(), toy.place(area), toy.people(area)).total_gbp for area in toy.PEOPLE
    }
    assert together == alone


def test_by_function_adds_up_to_the_area() -> None:
    parts = money_by_area(Sharing(decide(toy.money())), ["function"])
    whole = money_by_area(Sharing(decide(toy.money())))
    assert parts.groupby("area_code")["amount_gbp"].sum().round(2).to_dict() == (
        whole.set_index("area_code")["amount_gbp"].to_dict()
    )


def test_a_place_has_what_its_own_count_gives_sites_among_it() -> None:
    places = {"north": (toy.A, toy.B), "a": (toy.A,), "rest": (toy.B, toy.C, toy.D, toy.E)}
    members = pd.DataFrame(
        [(name, area) for name, areas in places.items() for area in areas], columns=["place", "area_code"]
    )
    sums = money_by_place(Sharing(decide(toy.money())), members).set_index("place")["amount_gbp"]
    for name, areas in places.items():
        assert sums[name] == count_place(toy.money(), toy.place(*areas), 100).total_gbp
    assert sums["north"] > sums["a"] + 90  # the reactor stands in the north, in neither district of it
