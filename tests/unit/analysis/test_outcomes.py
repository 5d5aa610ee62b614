"""Outcome alignment: what is tied to an outcome, what to none."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_themes as toy

from totalplace_lib.analysis.outcomes import NONE, alignment, are_stated, tied_by_body, untied_by_body

STATED = pd.DataFrame(
    [("Health", "07", "*", "*", "*"), ("Care", "*", "Councils", "*", "*")],
    columns=["outcome", "function_code", "spender_group", "spender", "programme"],
)


def test_the_outcomes_in_their_order_and_none_last() -> None:
    table = alignment(toy.lines(), STATED)
    assert table["outcome"].tolist() == ["Health", "Care", NONE]
    assert table["amount_gbp"].tolist() == [200.0, 150.01, 430.0]
    assert table["share"].sum() == pytest.approx(1.0)


def test_bodies_add_up_to_the_count_income_taken_off_and_no_share_lies_outside_nothing_and_all() -> None:
    lines = pd.concat([toy.lines(), toy.lines().iloc[[2]].assign(function_code="10", amount_gbp=-50.0)])
    table = tied_by_body(lines, STATED).set_index("spender_group")
    assert table["amount_gbp"].sum() == round(lines["amount_gbp"].sum(), 2)
    assert pd.isna(table.loc["NHS", "tied_share"]) and table.loc["NHS", "marker"] == "z"
    assert table.loc["Benefits", "tied_share"] == 0.0


def test_money_tied_to_no_outcome_adds_up_over_the_groups_income_taken_off() -> None:
    lines = pd.concat([toy.lines(), toy.lines().iloc[[2]].assign(function_code="10", amount_gbp=-50.0)])
    untied = untied_by_body(lines, STATED)
    assert untied["amount_gbp"].sum() == alignment(lines, STATED)["amount_gbp"].iloc[-1] == 380.0
    assert untied["amount_gbp"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("year", "is_stated"), [("2007-08", True), ("2010-11", True), ("2011-12", False), ("2022-23", False)]
)
def test_the_area_agreements_say_nothing_of_later_years(year: str, is_stated: bool) -> None:
    assert are_stated(year) is is_stated
