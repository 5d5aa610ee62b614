"""The toy country, every figure of which is worked out by hand in docs/toy-country.md."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
import toy_country as toy

from totalplace_lib.count.whole_area import Count, count_place
from totalplace_lib.errors import ImbalanceError

BY_HAND = {
    "A": ((toy.A,), 616.25, 90.00), "B": ((toy.B,), 1563.75, 90.00), "North": ((toy.A, toy.B), 2270.00, 0.0),
    "C": ((toy.C,), 590.01, 0.0), "D": ((toy.D,), 305.00, 0.0), "E": ((toy.E,), 295.00, 0.0),
    "South": ((toy.C, toy.D, toy.E), 1190.01, 0.0), "country": (tuple(toy.PEOPLE), 3460.01, 0.0),
}  # fmt: skip


def count(*areas: str, money=None) -> Count:
    return count_place(money or toy.money(), toy.place(*areas), toy.people(*areas))


@pytest.mark.parametrize("name", BY_HAND)
def test_totals_are_those_worked_out_by_hand(name: str) -> None:
    areas, total, unallocated = BY_HAND[name]
    counted = count(*areas)
    assert (counted.total_gbp, counted.unallocated_gbp) == (total, unallocated)


def test_an_actual_is_used_as_it_is_and_the_rest_goes_to_the_others() -> None:
    for area, pounds, method in ((toy.A, 60.0, "actual"), (toy.B, 40.0, "apportioned")):
        lines = count(area).lines
        benefit = lines[lines["programme"] == "Hardship benefit"]
        assert benefit[["amount_gbp", "method"]].to_numpy().tolist() == [[pounds, method]]


def test_if_all_is_known_nothing_is_shared_and_the_difference_is_reported() -> None:
    known = pd.concat(
        [toy.known(), toy.known().assign(known_id="other-return", area_code=toy.B, amount_pence=35_00)]
    )
    counted = count(toy.B, money=dataclasses.replace(toy.money(), known=known))
    assert counted.lines.set_index("programme").loc["Hardship benefit", "amount_gbp"] == 35.0
    assert counted.unallocated.set_index("programme").loc["Hardship benefit", "amount_gbp"] == 5.0


def test_more_known_than_the_control_total_is_an_error() -> None:
    money = dataclasses.replace(toy.money(), known=toy.known().assign(amount_pence=101_00))
    with pytest.raises(
        ImbalanceError, match=r"hardship.*101 is known by place, more than the control total of 100"
    ):
        count(toy.A, money=money)


def test_the_ledger_of_a_reads_as_worked_out_by_hand() -> None:
    ledger = count(toy.A).ledger
    steps = dict(zip(ledger["step"], ledger["difference_gbp"], strict=True))
    assert steps == {
        "read": 2555.0,  # North 2,420; A 130; transport authority 45 - 40
        "leaf selection": -500.0,
        "classify": 0.0,
        "transfers removed: hra-capital": -30.0,
        "transfers removed: transport-levy": 30.0,  # A's 10 paid, the authority's 40 received
        "actuals placed": 0.0,
        "apportioned": -1348.75,  # B's pensions 750, hospitals 525, hardship 40, transport 33.75
        "unallocated": -90.0,
    }
    assert ledger["out_gbp"].iloc[-1] == 616.25


def test_apportioned_figures_carry_the_marker_and_actual_ones_do_not() -> None:
    lines = count(toy.A).lines
    assert set(lines.loc[lines["method"] == "apportioned", "marker"]) == {"e"}
    assert set(lines.loc[lines["method"] == "actual", "marker"]) == {""}


def test_a_line_whose_catchment_lies_in_the_place_is_actual() -> None:
    assert set(count(toy.A, toy.B).lines["method"]) == {"actual"}


def test_every_line_keeps_its_source() -> None:
    lines = count(*toy.PEOPLE).lines
    assert lines[["source_id", "row", "column"]].notna().all().all()


def test_a_figure_published_by_place_names_its_own_source() -> None:
    lines = count(toy.A).lines.set_index("programme")
    assert lines.loc["Hardship benefit", "source_id"] == "toy-return"
    assert lines.loc["Pensions", "source_id"] == "toy"
