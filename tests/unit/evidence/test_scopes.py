"""A scope is the set of lines its rules take in; the first rule that fits decides."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence.scopes import scopes

NAMED = pd.DataFrame(
    [("all", "All", "Everything"), ("local", "Local", "Councils")], columns=["scope", "name", "description"]
)
RULES = pd.DataFrame(
    [
        ("all", "*", "*", "*", "*", "yes"),
        ("local", "Councils", "*", "*pension*", "*", "no"),
        ("local", "Councils", "*", "*", "*", "yes"),
    ],
    columns=["scope", "spender_group", "spender", "programme", "economic", "counted"],
)
LINES = pd.DataFrame(
    [
        ("Councils", "Ash council", "Libraries"),
        ("Councils", "Ash council", "Pension fund"),
        ("NHS", "Ash trust", "Care"),
    ],
    columns=["spender_group", "spender", "programme"],
).assign(economic="current")


def test_first_rule_that_fits_decides_and_no_rule_means_outside() -> None:
    found = scopes(NAMED, RULES)
    assert found["all"].covers(LINES).tolist() == [True, True, True]
    assert found["local"].of(LINES)["programme"].tolist() == ["Libraries"]


def test_a_scope_without_rules_is_named() -> None:
    with pytest.raises(ConfigError, match="local"):
        scopes(NAMED, RULES[RULES["scope"] == "all"])


def test_counted_is_yes_or_no() -> None:
    with pytest.raises(ConfigError, match="maybe"):
        scopes(NAMED, RULES.assign(counted=["yes", "maybe", "yes"]))
