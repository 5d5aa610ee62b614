"""Capital by hand: a council of one area and a police authority of two areas, of which the place is one."""

from __future__ import annotations

import math

import pandas as pd

from totalplace_lib.analysis import assets

LINES = pd.DataFrame(
    [
        ("council", "Council", "Education", "capital", 30.0),
        ("council", "Council", "Education", "current", 90.0),
        ("council", "Police", "Order", "current", 50.0),
        ("council", "Council", "Trading", "current", -5.0),
        ("central", "Ministry", "Education", "capital", 999.0),
    ],
    columns=["block", "spender", "function", "economic", "amount_gbp"],
)
CATCHMENTS = pd.DataFrame(
    [("E4001", "A"), ("E6001", "A"), ("E6001", "B"), ("E4002", "B"), ("E12000091", "A")],
    columns=["catchment_code", "area_code"],
)
PEOPLE = pd.DataFrame({"area_code": ["A", "B"], "value": [100.0, 300.0]})


def test_capital_beside_revenue_of_local_authorities_only() -> None:
    table = assets.capital_and_revenue(LINES, "function").set_index("function")
    assert table[["capital_gbp", "revenue_gbp"]].to_numpy().tolist() == [
        [30.0, 90.0],
        [0.0, 50.0],
        [0.0, -5.0],
    ]
    assert table.loc["Education", "capital_share"] == 0.25
    assert pd.isna(table.loc["Trading", "capital_share"])


def test_a_wider_body_is_cut_by_residents() -> None:
    shares = assets.body_shares(CATCHMENTS, PEOPLE, ["A"])
    assert shares.to_dict() == {"E4001": 1.0, "E6001": 0.25}
    returns = pd.DataFrame(
        [
            ("E4001", "loans", 10.0), ("E6001", "loans", 8.0), ("E4001", "sales", 4.0), ("E4002", "sales", 7.0),
            ("E4001", "gap", None), ("E6001", "nothing", 0.0),
        ],
        columns=["authority_code", "line", "amount_gbp"],
    )  # fmt: skip
    names = pd.DataFrame(
        {"line": ["sales", "loans", "gap", "nothing"], "name": ["Sales", "Loans", "Gap", "Nothing"]}
    )
    cut = assets.cut(returns, shares, names)
    assert cut.to_numpy().tolist() == [["sales", "Sales", 4.0, ""], ["loans", "Loans", 12.0, "e"]]


def test_cost_of_borrowing() -> None:
    assert assets.cost_of_borrowing(8.0, 100.0) == 0.08
    assert math.isnan(assets.cost_of_borrowing(8.0, 0.0))
