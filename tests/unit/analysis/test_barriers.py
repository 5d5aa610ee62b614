"""The register: money behind each barrier, in the order of who can lift it."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_themes as toy

from totalplace_lib.analysis.barriers import affected
from totalplace_lib.analysis.themes import exclusive
from totalplace_lib.errors import ConfigError

PARTS = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured())
BARRIERS = pd.DataFrame(
    [
        ("law", "Law", "w", "legislation", "Parliament", "s"),
        ("talk", "Talk", "w", "local agreement", "Councils", "s"),
        ("none", "None", "w", "legislation", "Nobody", "s"),
    ],
    columns=["barrier", "name", "what", "lift", "ask", "source"],
)  # fmt: skip
RULES = pd.DataFrame(
    [
        ("law", "*", "*", "*", "national entitlement", "*", "*"), ("talk", "Councils", "*", "*", "*", "old", "*"),
        ("talk", "NHS", "*", "*", "*", "*", "*"), ("none", "Space", "*", "*", "*", "*", "*"),
    ],
    columns=["barrier", "spender_group", "spender", "programme", "control", "theme", "part"],
)  # fmt: skip


def test_any_rule_of_a_barrier_counts_and_a_barrier_without_money_is_left_out() -> None:
    table = affected(PARTS, BARRIERS, RULES)
    assert table[["barrier", "amount_gbp"]].values.tolist() == [["talk", 250.0], ["law", 400.0]]
    assert table["share"].tolist() == pytest.approx([250 / 780.01, 400 / 780.01])


def test_unknown_words_are_refused() -> None:
    with pytest.raises(ConfigError, match="magic"):
        affected(PARTS, BARRIERS.assign(lift="magic"), RULES)
    with pytest.raises(ConfigError, match="talk"):
        affected(PARTS, BARRIERS, RULES[RULES["barrier"] != "talk"])
