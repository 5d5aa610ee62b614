"""Sums, aims and trend of one theme, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.deep_dive import by_tag, known_how, reaction_per_pound, sums, trend
from totalplace_lib.analysis.prices import Deflator

PARTS = pd.DataFrame(
    {
        "part": ["A", "B", "B", "C"],
        "tag": ["prevention", "reaction", "enforcement", "universal"],
        "method": ["actual", "actual", "apportioned", "actual"],
        "basis": ["whole line"] * 4,
        "amount_gbp": [10.0, 30.0, 20.0, 40.0],
    }
)


def test_sums_are_ranked_with_shares_and_leave_out_nothings() -> None:
    table = sums(pd.concat([PARTS, PARTS.assign(part="D", amount_gbp=0.0)]), "part")
    assert table["part"].tolist() == ["B", "C", "A"]
    assert table["share"].tolist() == [0.5, 0.4, 0.1]


def test_every_tag_has_a_row() -> None:
    table = by_tag(PARTS).set_index("tag")["amount_gbp"]
    assert table.to_dict() == {
        "prevention": 10.0, "reaction": 30.0, "enforcement": 20.0, "administration": 0.0, "universal": 40.0,
    }  # fmt: skip


def test_reaction_and_enforcement_for_each_pound_of_prevention() -> None:
    assert reaction_per_pound(PARTS) == 5.0
    assert reaction_per_pound(PARTS.iloc[1:]) is None


def test_the_trend_joins_reaction_and_enforcement_and_takes_out_inflation() -> None:
    deflator = Deflator(pd.Series({"2007-08": 50.0, "2008-09": 100.0}))
    table = trend({"2008-09": (PARTS, 10.0), "2007-08": (PARTS.iloc[:2], 5.0)}, deflator, "2008-09")
    whole = table[table["aim"] == "all"].set_index("year")
    assert whole.loc["2007-08", ["amount_gbp", "real_gbp"]].tolist() == [40.0, 80.0]
    both = table[(table["year"] == "2008-09") & (table["aim"] == "reaction and enforcement")]
    assert both["amount_gbp"].tolist() == [50.0]
    assert "administration" not in set(table["aim"])  # nothing in any year
    everybody = table[table["aim"] == "services for everybody"].set_index("year")["amount_gbp"]
    assert everybody["2008-09"] == 40.0
    assert everybody.isna()["2007-08"]  # no part of that year shows it: a gap, not a zero


def test_how_the_figures_are_known() -> None:
    table = known_how(PARTS)
    assert table[["method", "amount_gbp"]].values.tolist() == [["actual", 80.0], ["apportioned", 20.0]]
    assert table["share"].sum() == pytest.approx(1.0)
