"""Lines from regions by function: sites are never spread; what boards are known to have stays in their group."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.table_lines import capital_lines, function_lines, split_known

CELL = ["area_code", "hmt_function", "economic", "function_code", "function", "amount_pence",
        "source_id", "sheet", "row", "column"]  # fmt: skip
RULES = pd.DataFrame(
    [
        ("Health", "*", "NHS", "NHS", "other local body", "people", "boards"),
        ("*", "*", "Others", "Other national bodies", "national body, local office", "people", None),
    ],
    columns=["hmt_function", "economic", "spender", "spender_group", "control", "key", "group"],
)


def cells(*given: tuple[str, str, int]) -> pd.DataFrame:
    full = [(area, name, "capital", "05", name, pence, "pesa", "9.9", 6, "L") for area, name, pence in given]
    return pd.DataFrame(full, columns=CELL)


def sites(pence: int) -> pd.DataFrame:
    return pd.DataFrame([("R1", "Environment", "capital", pence)], columns=[*CELL[:3], "amount_pence"])


def test_money_of_sites_is_a_line_of_its_own_and_never_more_than_the_cell() -> None:
    for at_sites, kept in ((40, 60), (150, 0)):
        lines = function_lines(cells(("R1", "Environment", 100)), sites(at_sites), RULES)
        assert lines["amount_pence"].sum() == 100
        assert lines.loc[lines["key"] == "people", "amount_pence"].sum() == kept
        assert set(lines["marker"]) == {"e"}


def test_a_negative_cell_stays_negative() -> None:
    lines = function_lines(cells(("R1", "Environment", -100)), sites(40), RULES)
    assert lines["amount_pence"].tolist() == [-100]


def test_the_group_keeps_exactly_what_is_known() -> None:
    lines = function_lines(cells(("R1", "Health", 100), ("R2", "Health", 50)), sites(0), RULES)
    known = pd.DataFrame(
        [("boards", "R1", "Q1", 30), ("boards", "R1", "Q1", 30), ("boards", "R1", "Q2", 37)],
        columns=["group", "catchment_code", "known_id", "amount_pence"],
    )
    split = split_known(lines, "boards", known, "Central budgets")
    sums = split.groupby(["catchment_code", "group"])["amount_pence"].sum().to_dict()
    assert sums == {("R1", "boards"): 67, ("R1", ""): 33, ("R2", "boards"): 50}
    assert set(split.loc[split["group"] == "", "spender"]) == {"Central budgets"}


def test_capital_of_a_region_is_the_councils_and_estimated() -> None:
    given = (
        "area_code",
        "hmt_function",
        "line",
        "programme",
        "spender",
        "spender_group",
        "control",
        "payer",
        "key",
    )
    rules = pd.DataFrame([("*", "*", "central", "Capital", "Councils: capital", "Councils", "council discretionary",
                           "Grants", "people")], columns=given)  # fmt: skip
    lines = capital_lines(cells(("R1", "Environment", 100), ("R1", "Health", 0)), rules)
    assert lines[["block", "sector", "economic", "marker", "amount_pence"]].to_dict("records") == [
        {"block": "council", "sector": "LA", "economic": "capital", "marker": "e", "amount_pence": 100}
    ]
