"""Every area in one pass gives what a count of each area alone gives."""

from __future__ import annotations

import toy_country as toy

from totalplace_lib.count.every_area import money_by_area
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
