"""Lines of councils' capital from the Treasury's figure for a region, by hand."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.council_capital import capital_lines

CELL = ["area_code", "hmt_function", "economic", "function_code", "function", "amount_pence",
        "source_id", "sheet", "row", "column"]  # fmt: skip


def cells(*given: tuple[str, str, int]) -> pd.DataFrame:
    full = [
        (area, name, "capital", "05", name, pence, "cra_2025", "db", 6, "L") for area, name, pence in given
    ]
    return pd.DataFrame(full, columns=CELL)


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
