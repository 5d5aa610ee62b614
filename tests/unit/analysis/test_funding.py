"""Who pays for what local authorities spend, on figures that can be checked with a pencil."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.funding import funding_shares, split_by_funder

SOURCES = pd.DataFrame(
    [
        ("current", "grants", "-1", "Grants", "Government grants"),
        ("current", "benefits", "-1", "Grants", "Government grants"),
        ("current", "council_tax", "1", "Council tax", "Local"),
        ("current", "reserves", "-1", "Reserves", "Local"),
        ("capital", "borrowing", "1", "Borrowing", "Local"),
        ("none", None, "1", "Pensions department", "Departments"),
    ],
    columns=["economic", "line", "sign", "funder", "funder_group"],
)


def returns(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["authority_code", "line", "amount_gbp"]).astype({"amount_gbp": float})


def line(code: str, amount: float, **other: str) -> dict[str, object]:
    return {
        "block": "council", "payer": "General", "catchment_code": code, "economic": "current",
        "amount_gbp": amount, "marker": "",
    } | other  # fmt: skip


REVENUE = returns(
    ("E1", "grants", -90.0), ("E1", "benefits", 30.0), ("E1", "council_tax", 20.0), ("E1", "reserves", 15.0),
    ("E1", "education", 500.0), ("E2", "grants", None),
)  # fmt: skip
CAPITAL = returns(("E1", "borrowing", 7.0))


def test_shares_are_what_each_funder_paid() -> None:
    shares = funding_shares(REVENUE, CAPITAL, SOURCES).set_index(["authority_code", "economic", "funder"])[
        "share"
    ]
    # Grants 90 less 30 that are benefits = 60, council tax 20; 15 put into reserves is no source.
    assert shares.to_dict() == {
        ("E1", "capital", "Borrowing"): 1.0, ("E1", "current", "Council tax"): 0.25, ("E1", "current", "Grants"): 0.75,
    }  # fmt: skip


def test_a_line_is_split_in_the_measured_proportion_and_marked() -> None:
    lines = pd.DataFrame([line("E1", 100.01)])
    split = split_by_funder(lines, funding_shares(REVENUE, CAPITAL, SOURCES), SOURCES)
    assert sorted(zip(split["funder"], split["amount_gbp"], split["marker"], strict=True)) == [
        ("Council tax", 25.0, "e"), ("Grants", 75.01, "e"),
    ]  # fmt: skip


def test_an_only_funder_is_no_estimate() -> None:
    lines = pd.DataFrame([line("E1", 9.0, economic="capital")])
    split = split_by_funder(lines, funding_shares(REVENUE, CAPITAL, SOURCES), SOURCES)
    assert split[["funder", "amount_gbp", "marker"]].to_numpy().tolist() == [["Borrowing", 9.0, ""]]


def test_payers_that_are_known_keep_their_money() -> None:
    lines = pd.DataFrame(
        [
            line("E1", 30.0, payer="Pensions department"),
            line("E2", 5.0, payer="Levy"),
            line("E12000001", 8.0, payer="Health department", block="central"),
        ]
    )
    split = split_by_funder(lines, funding_shares(REVENUE, CAPITAL, SOURCES), SOURCES)
    assert split[["funder", "amount_gbp"]].to_numpy().tolist() == [
        ["Pensions department", 30.0], ["Levy", 5.0], ["Health department", 8.0],
    ]  # fmt: skip
