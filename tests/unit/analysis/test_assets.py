"""Capital by hand: a council of one area and a police authority of two areas, of which the place is one."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import assets
from totalplace_lib.analysis.prices import deflator_of as deflator
from totalplace_lib.errors import ConfigError, UsageError

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
PRICES = deflator(pd.DataFrame({"year": ["2008-09", "2013-14"], "gdp_deflator": [80.0, 100.0]}))


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
    assert assets.cost_of_borrowing(5.0, 3.0, 100.0) == 0.08
    with pytest.raises(UsageError, match="report no borrowing"):
        assets.cost_of_borrowing(5.0, 3.0, 0.0)


OPTIONS = pd.DataFrame([("L", "once", "Lifts"), ("C", "yearly", "Carers")], columns=["code", "kind", "name"])
COSTS = pd.DataFrame(
    [("L", 100.0, "2013-14"), ("C", 25.0, "2008-09")], columns=["code", "cost_gbp", "price_year"]
)


def test_choices_are_whole_units_in_the_prices_of_the_year() -> None:
    table = assets.choices(1000.0, 0.08, OPTIONS, COSTS, PRICES, "2008-09").set_index("name")
    assert table["unit_gbp"].to_dict() == {"Lifts": 80.0, "Carers": 25.0}
    assert table["money_gbp"].to_dict() == {"Lifts": 1000.0, "Carers": 80.0}
    assert table["units"].to_dict() == {"Lifts": 12, "Carers": 3}


def test_a_choice_without_a_published_cost_is_refused() -> None:
    wrong = OPTIONS.assign(code=["L", "Z"], kind=["once", "never"])
    with pytest.raises(ConfigError, match=r"no published cost for \['Z'\], unknown kind \['never'\]"):
        assets.choices(1.0, 0.1, wrong, COSTS, PRICES, "2008-09")
