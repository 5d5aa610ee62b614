"""Flows of the toy country, worked out by hand: see docs/toy-country.md for the lines."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_country as toy

from totalplace_lib.analysis import flows
from totalplace_lib.count.whole_area import count_place
from totalplace_lib.errors import ImbalanceError, UsageError

SOURCES = pd.DataFrame(
    [("current", "grants", "-1", "Grants", "From government")],
    columns=["economic", "line", "sign", "funder", "funder_group"],
)
FUNDING = pd.DataFrame(
    [("E4001", "current", "Grants", 0.75), ("E4001", "current", "Rates", 0.25)],
    columns=["authority_code", "economic", "funder", "share"],
)
OUTCOMES = pd.DataFrame(
    [("Learning", "09", "*", "*", "*")],
    columns=["outcome", "function_code", "spender_group", "spender", "programme"],
)


def paths(*areas: str) -> pd.DataFrame:
    counted = count_place(toy.money(), toy.place(*areas), toy.people(*areas))
    return flows.added_up(flows.paid_lines(counted.lines, FUNDING, SOURCES, OUTCOMES), flows.STAGES)


def test_the_flows_of_a_are_those_worked_out_by_hand() -> None:
    # A: pensions 1000 x 100/400, hardship 60 known, hospitals 700 x 100/400, education 120 (three quarters from
    # grants), transport 45 x 100/400 with no funder reported: its payer stays.
    found = paths(toy.A).set_index(["funder", "spender_group"])["amount_gbp"].to_dict()
    assert found == {
        ("Pensions", "Pensions"): 250.0, ("Health", "Health"): 175.0, ("Grants", "Councils"): 90.0,
        ("Benefits", "Benefits"): 60.0, ("Rates", "Councils"): 30.0, ("Council tax", "Councils"): 11.25,
    }  # fmt: skip


def test_outcomes_and_groups_of_funders() -> None:
    found = paths(toy.A)
    assert flows.stage_totals(found, "outcome")["outcome"].tolist() == [flows.NO_OUTCOME, "Learning"]
    groups = flows.stage_totals(found, "funder_group").set_index("funder_group")["amount_gbp"].to_dict()
    # Rates and the council tax of the transport authority are not in the table of funders.
    assert groups == {flows.DEPARTMENTS: 485.0, "From government": 90.0, flows.NOT_REPORTED: 41.25}


def test_small_names_are_put_together_and_nothing_is_lost() -> None:
    small = flows.grouped(paths(toy.A), {"funder": 3, "outcome": 2})
    assert set(small["funder"]) == {"Pensions", "Health", "Other funders"}
    assert small["amount_gbp"].sum() == pytest.approx(616.25)
    assert list(small.columns) == ["funder", "outcome", "amount_gbp", "share", "marker"]


def test_a_stage_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\['payer'\] cannot be kept. Stages: funder_group, funder"):
        flows.grouped(paths(toy.A), {"payer": 3})


def test_a_lost_penny_is_an_error() -> None:
    found = paths(toy.A)
    with pytest.raises(
        ImbalanceError, match=r"616\.26 comes in but 616\.25 is found at the stage 'funder_group'"
    ):
        flows.check_conserved(found, 616_26)


def test_net_income_is_what_lies_below_zero() -> None:
    assert flows.net_income(pd.DataFrame({"amount_gbp": [5.0, -2.0, -0.5]})) == -2.5
    assert flows.net_income(pd.DataFrame({"amount_gbp": [5.0]})) == 0.0


def test_what_was_set_aside_says_why_and_what_needed_nothing() -> None:
    transfers = pd.DataFrame(
        [
            ("levy", "A levy", "councils", "transport", "drop", "Both sides"),
            ("levy", "A levy", "councils", "transport", "drop", "Both sides"),
            ("grant", "A grant", "ministry", "police", "checked", "Only one side is there"),
            ("other", "Another", "x", "y", "drop", "Not here"),
        ],
        columns=["transfer", "instrument", "payer", "payee", "action", "reason"],
    )
    removed = pd.DataFrame({"transfer": ["levy", "levy"], "amount_gbp": [10.0, 2.5]})
    table = flows.set_aside(removed, transfers)
    assert table["instrument"].tolist() == ["A levy", "A grant"]
    assert table["amount_gbp"].iloc[0] == 12.5
    assert table["marker"].tolist() == ["", "z"]
