"""What stands outside the definition of spending: set apart to the penny, shared over places, in no total."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
import toy_country as toy
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.count.definition import MEMO, ON, set_apart
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import Count, count_place
from totalplace_lib.count.year_money import RULES, Money, decide
from totalplace_lib.errors import ConfigError


def rules(*rows: dict[str, object]) -> pd.DataFrame:
    blank = dict.fromkeys(ON, "*") | dict.fromkeys(MEMO, "") | {"amount_gbp": None}
    return pd.DataFrame([blank | row for row in rows], columns=RULES)


BENEFIT = {
    "rule": "paid-elsewhere",
    "rule_name": "Paid elsewhere",
    "line": "housing_benefit",
    "reason": "In one year only",
}
HARDSHIP = {"rule": "hardship", "programme": "Hardship*", "reason": "No money leaves"}
SCHOOLS = {
    "rule": "building",
    "line": "education",
    "catchment_code": "E4002",
    "reason": "Booked, not spent",
    "amount_gbp": 50,
}


def counted(*rules_used: dict[str, object], place: tuple[str, ...] = (toy.A, toy.B)) -> Count:
    money = dataclasses.replace(toy.money(), definition=rules(*rules_used))
    return count_place(money, toy.place(*place), toy.people(*place))


def test_a_line_outside_the_definition_leaves_the_total_and_stands_beside_it() -> None:
    before, after = counted(), counted(BENEFIT)
    assert before.total_gbp - after.total_gbp == 15.00  # E4002's housing benefit, docs/toy-country.md
    assert after.memo[["rule", "rule_name", "amount_gbp"]].values.tolist() == [
        ["paid-elsewhere", "Paid elsewhere", 15.0]
    ]
    step = after.ledger.set_index("step").loc["outside the definition: paid-elsewhere"]
    assert step["difference_gbp"] == -15.00 and step["reason"] == "In one year only"


def test_only_an_amount_of_one_line_stands_outside() -> None:
    after = counted(SCHOOLS)
    schools = after.lines[after.lines["spender"] == "E4002"].set_index("programme")["amount_gbp"]
    assert schools["education"] == 150.00 and after.memo["amount_gbp"].tolist() == [50.00]


def test_what_is_outside_is_shared_over_places_by_the_same_key() -> None:
    poor = dataclasses.replace(toy.money(), known=toy.known().iloc[:0])
    one, other = (
        count_place(
            dataclasses.replace(poor, definition=rules(HARDSHIP)), toy.place(area), toy.people(area)
        ).memo
        for area in (toy.A, toy.B)
    )
    assert (one["amount_gbp"].sum(), other["amount_gbp"].sum()) == (75.0, 25.0)  # 100 by 30 to 10 poor people
    assert set(one["method"]) == {"apportioned"} and set(one["marker"]) == {"e"}


def test_every_area_in_one_pass_leaves_it_out_too() -> None:
    money = dataclasses.replace(toy.money(), definition=rules(BENEFIT, SCHOOLS))
    by_area = money_by_area(Sharing(decide(money))).set_index("area_code")["amount_gbp"]
    assert by_area[toy.B] == pytest.approx(counted(BENEFIT, SCHOOLS, place=(toy.B,)).total_gbp, abs=0.005)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (SCHOOLS | {"catchment_code": "*"}, r"building: the amount belongs to one line, but 4 lines fit"),
        (SCHOOLS | {"amount_gbp": 200.01}, r"building: the line holds 200.00, less than"),
    ],
)
def test_an_amount_that_does_not_fit_is_an_error(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        counted(wrong)


@given(
    st.lists(
        st.sampled_from([BENEFIT, HARDSHIP, SCHOOLS]), max_size=3, unique_by=lambda row: str(row["rule"])
    )
)
def test_inside_and_outside_are_the_lines_to_the_penny(used: list[dict[str, object]]) -> None:
    lines = toy.money().lines
    inside, outside = set_apart(lines, rules(*used))
    assert inside["amount_pence"].sum() + outside["amount_pence"].sum() == lines["amount_pence"].sum()
    assert set(outside["rule"]) == {row["rule"] for row in used}


def test_a_country_without_rules_is_as_it_was() -> None:
    money: Money = toy.money()
    inside, outside = set_apart(money.lines, money.definition)
    pd.testing.assert_frame_equal(inside, money.lines)
    assert outside.empty and counted().memo.empty
