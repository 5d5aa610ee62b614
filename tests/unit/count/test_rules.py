"""Rules of config/: the first row that fits decides."""

from __future__ import annotations

import fnmatch

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.count.rules import apply_rules, first_fit
from totalplace_lib.errors import ConfigError

LINES = pd.DataFrame(
    {"department": ["Health", "Health", "Work"], "programme": ["NHS Trusts", "Research", "Pensions"]}
)


def rules(*rows: tuple[str | None, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["department", "programme", "key"])


def test_the_first_row_that_fits_wins_whatever_the_case() -> None:
    table = rules(("health", "*trusts", "need"), ("HEALTH", "*", "people"), ("*", None, "rest"))
    fitted = apply_rules(LINES, table, ["department", "programme"], ["key"], "x.csv")
    assert fitted["key"].tolist() == ["need", "people", "rest"]


def test_a_line_that_no_row_fits_is_an_error_that_names_it() -> None:
    with pytest.raises(
        ConfigError, match=r"config/x\.csv: no row fits 1 lines, the first is 'Work; Pensions'"
    ):
        apply_rules(LINES, rules(("Health", "*", "people")), ["department", "programme"], ["key"], "x.csv")


def test_no_lines_give_no_positions() -> None:
    assert first_fit(LINES.iloc[:0], rules(("*", "*", "k")), ["department", "programme"]).empty


@given(st.text("ab*", max_size=6), st.text("ab", max_size=8))
def test_a_pattern_means_what_a_shell_pattern_means(pattern: str, text: str) -> None:
    lines, table = pd.DataFrame({"programme": [text]}), pd.DataFrame({"programme": [pattern]})
    expected = pattern.strip("*") == "" or fnmatch.fnmatchcase(text, pattern)
    assert (first_fit(lines, table, ["programme"]).iloc[0] == 0) == expected
