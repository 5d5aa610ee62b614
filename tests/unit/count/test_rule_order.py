"""Rules that can never win: patterns that cover others, rows that are always beaten, money left to a catch-all."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.count import rule_order
from totalplace_lib.count.rules import first_fit

ON = ["department", "programme"]
PATTERNS = st.text("ab*", max_size=6)
TEXTS = st.text("abc", max_size=8)


def table(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=ON, dtype="string")


def fits(pattern: str, text: str) -> bool:
    rule = pd.DataFrame({"text": [pattern]})
    return bool(first_fit(pd.DataFrame({"text": [text]}), rule, ["text"]).iloc[0] == 0)


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ("*Statutory Sick*", "*STATUTORY SICK PAY AND STATUTORY*", True),
        ("*Statutory Sick*", "*SICK PAY AND STATUTORY*", False),
        ("*Rail*", "*PASSENGER RAIL*", True),
        ("*", "", True),
        ("", "*", True),
        ("a*a", "a", False),
        ("a*b*c", "a*c", False),
        ("a*c", "a*b*c", True),
        ("*ab*", "*a*b*", False),
        ("a", "A", True),
    ],
)
def test_what_covers_what(wide: str, narrow: str, covered: bool) -> None:
    assert rule_order.covers(wide, narrow) == covered


@given(PATTERNS, PATTERNS, TEXTS)
def test_a_pattern_that_covers_another_fits_all_its_texts(wide: str, narrow: str, text: str) -> None:
    if rule_order.covers(wide, narrow) and fits(narrow, text):
        assert fits(wide, text)


@given(PATTERNS, PATTERNS)
def test_a_pattern_that_does_not_cover_another_misses_a_text_of_it(wide: str, narrow: str) -> None:
    witness = (narrow or "*").replace("*", "z")
    assert fits(narrow, witness)
    assert fits(wide, witness) == rule_order.covers(wide, narrow)


@given(PATTERNS, st.lists(st.text("abz", max_size=3), min_size=6, max_size=6))
def test_a_pattern_covers_what_its_stars_can_be_and_everything_covers_itself(
    pattern: str, fillings: list[str]
) -> None:
    text = pattern or "*"
    for filling in fillings:
        text = text.replace("*", filling, 1)
    assert rule_order.covers(pattern, text) and rule_order.covers(pattern, pattern)


@given(st.lists(st.tuples(PATTERNS, PATTERNS), min_size=1, max_size=5), st.lists(st.tuples(TEXTS, TEXTS)))
def test_a_covered_rule_never_wins(rows: list[tuple[str, str]], texts: list[tuple[str, str]]) -> None:
    rules, lines = table(*rows), table(*texts)
    winners = set(first_fit(lines, rules, ON))
    standing = rule_order.standing(
        lines.head(0), rules, ON
    )  # without a line, only patterns say what beats a rule
    assert not winners & set(standing.loc[standing["state"] == rule_order.COVERED, "position"])


def test_rows_for_all_words_of_a_column_cover_a_star_together() -> None:
    rules = table(("health", "current"), ("*", "capital"), ("health", "*"), ("health*", "*"))
    words = {"programme": ["current", "capital"]}
    no_line = rules.head(0)
    assert rule_order.standing(no_line, rules, ON, words)["beaten_by"].to_list() == [(), (), (0, 1), ()]
    assert rule_order.standing(no_line, rules, ON)["beaten_by"].to_list() == [(), (), (), ()]


def test_each_rule_that_never_wins_is_named_with_what_beats_it() -> None:
    rules = table(
        ("Work", "*Statutory Sick*"),
        ("Work", "*SICK PAY AND STATUTORY*"),
        ("Work", "*Statutory sick pay*"),
        ("Work", "*Border*"),
        ("*", "*"),
    )
    lines = table(("work", "STATUTORY SICK PAY AND STATUTORY MATERNITY PAY"), ("Home", "police"))
    found = rule_order.standing(lines, rules, ON)
    assert found["state"].to_list() == ["wins", "beaten", "covered", "nothing", "wins"]
    assert found["beaten_by"].to_list() == [(), (0,), (0,), (), ()]
    assert found["fits"].to_list() == [1, 1, 1, 0, 1]


def test_a_catch_all_takes_what_rows_above_left() -> None:
    rules = table(("Revenue", "*Benefit*"), ("Crime Agency", "*"), ("Revenue", "*"), ("*", "*"))
    assert rule_order.is_catch_all(rules, ON) == [False, False, True, True]


def test_money_that_only_a_catch_all_holds_by_year() -> None:
    rules = table(("Revenue", "*Benefit*"), ("Revenue", "*"))
    lines = pd.DataFrame(
        [
            ("2008-09", "Revenue", "Child benefit", 30.0),
            ("2008-09", "Revenue", "Childcare", 10.0),
            ("2009-10", "Revenue", "Child benefit", 5.0),
        ],
        columns=["year", *ON, "amount_gbp"],
    )
    found = rule_order.left_to_catch_all(lines, rules, ON)
    assert found.to_dict("records") == [{"year": "2008-09", "position": 1, "amount_gbp": 10.0, "share": 0.25}]


def test_a_table_without_a_catch_all_leaves_nothing_to_one() -> None:
    lines = pd.DataFrame([("2008-09", "Revenue", "x", 1.0)], columns=["year", *ON, "amount_gbp"], dtype=None)
    assert rule_order.left_to_catch_all(lines.astype({"year": "str"}), table(("Crime", "*")), ON).empty
