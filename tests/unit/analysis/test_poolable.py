"""What could be pooled, by hand: a pound stands on a rung and behind barriers, and the hardest counts."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.poolable import by_when, one_and_two_per_cent, pot

WHEN = pd.DataFrame(
    [
        ("control", "council discretionary", "by agreement"), ("control", "council ring-fenced", "law"),
        ("control", "other local body", "by agreement"), ("control", "national body, local office", "guidance"),
        ("control", "national entitlement", "law"), ("barrier", "grants", "guidance"), ("barrier", "prisons", "law"),
    ],
    columns=["kind", "name", "when"],
)  # fmt: skip
LINES = pd.DataFrame(
    [("grants", "Councils", "*", "*", "*", "*", "Homes"), ("prisons", "Justice", "*", "*", "*", "*", "*")],
    columns=["barrier", "spender_group", "spender", "programme", "control", "theme", "part"],
)
PARTS = pd.DataFrame(
    [
        ("Councils", "council discretionary", "Care", 100.0), ("Councils", "council discretionary", "Homes", 40.0),
        ("Councils", "council ring-fenced", "Schools", 60.0), ("Justice", "national body, local office", "Prisons", 30.0),
        ("Benefits", "national entitlement", "Pension", 70.0),
    ],
    columns=["spender_group", "control", "part", "amount_gbp"],
).assign(spender="x", programme="y", theme="z")  # fmt: skip


def test_the_hardest_reason_counts_and_the_range_is_with_and_without_barriers() -> None:
    table = by_when(pot(PARTS, WHEN, LINES)).set_index("when")
    assert table["amount_gbp"].to_dict() == {"by agreement": 100.0, "guidance": 40.0, "law": 160.0}
    assert table["ladder_gbp"].to_dict() == {"by agreement": 140.0, "guidance": 30.0, "law": 130.0}
    assert table.loc["by agreement", ["low_gbp", "high_gbp"]].tolist() == [100.0, 140.0]
    assert table["share"].sum() == 1


def test_each_body_adds_up_to_its_money() -> None:
    table = pot(PARTS, WHEN, LINES)
    for column in ("amount_gbp", "ladder_gbp"):
        assert table.groupby("spender_group")[column].sum().to_dict() == {
            "Benefits": 70.0, "Councils": 200.0, "Justice": 30.0,
        }  # fmt: skip
    assert table["spender_group"].iloc[0] == "Councils"


def test_one_and_two_per_cent_by_body_and_rung() -> None:
    table = one_and_two_per_cent(PARTS)
    first = table.iloc[0]
    assert (first["spender_group"], first["one_gbp"], first["two_gbp"]) == ("Councils", 1.4, 2.8)
    assert not table["is_local"].iloc[-1]
