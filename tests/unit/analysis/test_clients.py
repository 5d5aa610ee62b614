"""Unit costs: summed over councils that gave both figures, beside England."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.clients import joined, unit_costs
from totalplace_lib.errors import ConfigError

RETURNS = pd.DataFrame(
    [
        ("E1", "care", "week", 100.0, 10.0), ("E2", "care", "week", 500.0, 10.0),
        ("E3", "care", "week", 900.0, None), ("E4", "care", "week", 300.0, 10.0),
    ],
    columns=["authority_code", "service", "unit", "gross_gbp", "activity"],
)  # fmt: skip


def test_the_average_is_weighted_and_a_gap_leaves_a_council_out() -> None:
    row = unit_costs(RETURNS, ["E1", "E2", "E3"]).iloc[0]
    assert (row["councils"], row["unit_cost_gbp"], row["england_unit_cost_gbp"]) == (2, 30.0, 30.0)


def test_a_place_without_councils_of_its_own_has_no_rows() -> None:
    assert unit_costs(RETURNS, []).empty


def test_spending_and_people_of_two_publications() -> None:
    spent = pd.DataFrame({"authority_code": ["E1", "E1"], "amount_gbp": [60.0, 40.0]})
    people = pd.DataFrame({"authority_code": ["E1"], "clients": [4.0]})
    assert unit_costs(joined(spent, people, "children", "child"), ["E1"])["unit_cost_gbp"].tolist() == [25.0]
    with pytest.raises(ConfigError, match="two numbers"):
        joined(spent, pd.concat([people, people]), "children", "child")
