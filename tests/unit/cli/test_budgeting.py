"""totalplace budgets: a line for each service, plans marked, wrong words answered."""

from __future__ import annotations

import json
from typing import Any


def test_budgets_for_people_mark_plans_and_estimates(totalplace: Any) -> None:
    code, out, _ = totalplace("budgets", "birmingham")
    assert code == 0 and "a budget [p] is a plan: never part of a count" in out
    lines = {line[:43].strip(): line for line in out.splitlines()}
    assert "958,404,000 [p]" in lines["Education services"] and "[e]" in lines["Education services"]
    assert len({len(line) for line in out.splitlines() if "[p]" in line and line.startswith("  ")}) == 1
    assert "Outturn [e]: estimated for a council that made no return." in out


def test_a_place_without_a_budget_of_its_own_says_who_is_left_out(totalplace: Any) -> None:
    code, out, _ = totalplace("budgets", "brentwood")
    assert code == 0
    assert "Without a budget or an outturn, left out [x]: Brentwood." in out
    assert "Left out, for they serve other places too: Essex." in out


def test_budgets_for_scripts_hold_gaps_as_null(totalplace: Any) -> None:
    _, out, _ = totalplace("budgets", "brentwood", "--json")
    made = json.loads(out)
    assert made["services"] == [] and made["councils"][0]["budget_gbp"] is None
    _, rows, _ = totalplace("budgets", "kent", "--year", "2015-16", "--csv")
    assert rows.splitlines()[0].startswith("line,service,budget_gbp,outturn_gbp")


def test_a_year_without_budgets_and_an_unknown_place_are_refused(totalplace: Any) -> None:
    for words in (
        ("kent", "--year", "2025-26"),
        ("kent", "--year", "soon"),
        ("kemt",),
        ("kent", "--csv", "--json"),
    ):
        code, out, err = totalplace("budgets", *words)
        assert (code, out) == (2, "") and "Traceback" not in err
