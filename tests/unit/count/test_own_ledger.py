"""The place's own ledger in the toy country (docs/toy-country.md): it adds up to the count, whatever the place."""

from __future__ import annotations

import pytest
import toy_country as toy

from totalplace_lib.count.lenses import through
from totalplace_lib.count.own_ledger import TRANSFERS, own_ledger, own_transfers
from totalplace_lib.count.whole_area import Count, count_place
from totalplace_lib.model import Lens
from totalplace_lib.project import read_config

PLACES = [
    (toy.A,),
    (toy.B,),
    (toy.A, toy.B),
    (toy.C,),
    (toy.D, toy.E),
    (toy.C, toy.D, toy.E),
    tuple(toy.PEOPLE),
]


def count(*areas: str) -> Count:
    return count_place(toy.money(), toy.place(*areas), toy.people(*areas))


@pytest.mark.parametrize("areas", PLACES)
def test_the_steps_add_up_to_the_count_and_transfers_to_their_table(areas: tuple[str, ...]) -> None:
    counted = count(*areas)
    steps = own_ledger(counted).set_index("step")["amount_gbp"]
    assert round(steps.sum(), 2) == counted.total_gbp
    assert round(-steps.get(TRANSFERS, 0.0), 2) == round(own_transfers(counted)["amount_gbp"].sum(), 2)


def test_what_a_wider_body_reported_has_no_part_here_and_the_whole_country_holds_all() -> None:
    one, all_of_it = count(toy.A).removed, count(*toy.PEOPLE).removed
    drops = all_of_it["action"] == "drop"
    assert all_of_it.loc[drops, "here_gbp"].tolist() == all_of_it.loc[drops, "amount_gbp"].tolist()
    assert one["here_gbp"].isna().any()


def test_a_lens_shows_only_what_it_sees() -> None:
    local = through(count(toy.A), Lens.LOCAL_BODIES, read_config("outcomes.csv"))
    steps = own_ledger(local)
    assert TRANSFERS not in set(steps["step"])
    assert round(steps["amount_gbp"].sum(), 2) == local.total_gbp
