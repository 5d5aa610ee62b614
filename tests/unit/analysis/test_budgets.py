"""Councils' budgets stand beside outturn and are never added to it."""

from __future__ import annotations

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.analysis import budgets as analysis
from totalplace_lib.errors import UsageError
from totalplace_lib.present.note import Note
from totalplace_lib.present.views.budgets import NEVER, planned
from totalplace_lib.project import read_table

NAMES = pd.Series({"education": "Education", "cultural": "Culture", "fire_rescue": "Fire"})


def plans(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["authority_code", "line", "amount_gbp"])
    return table.assign(authority_name=table["authority_code"].map({"E1": "Avalon", "E2": "Brigadoon"}))


def spent(*rows: tuple[str, str, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["authority_code", "line", "amount_gbp", "is_filled_in"])


def test_services_add_up_and_what_is_in_the_total_alone_has_a_row_of_its_own() -> None:
    of_plan = plans(("E1", "education", 60.0), ("E1", "cultural", 10.0), ("E1", analysis.TOTAL, 75.0))
    of_year = spent(
        ("E1", "education", 66.0, False), ("E1", "cultural", 9.0, True), ("E1", "fire_rescue", 4.0, False)
    )
    table, councils = analysis.compared(of_plan, of_year, NAMES)
    rows = table.set_index("line")
    assert rows["budget_gbp"].to_dict() == {
        "education": 60,
        "cultural": 10,
        analysis.REST: 5,
        analysis.TOTAL: 75,
    }
    assert rows["outturn_gbp"].to_dict() == {
        "education": 66,
        "cultural": 9,
        analysis.REST: 4,
        analysis.TOTAL: 79,
    }
    assert set(rows["marker"]) == {"p"}
    assert rows["outturn_marker"].to_dict() == {
        "education": "", "cultural": "e", analysis.REST: "", analysis.TOTAL: "e",
    }  # fmt: skip
    assert councils["is_compared"].tolist() == [True]


def test_a_council_without_a_budget_or_an_outturn_is_left_out_of_both_and_named() -> None:
    of_plan = plans(
        ("E1", "education", 60.0),
        ("E1", analysis.TOTAL, 60.0),
        ("E2", "education", None),
        ("E2", analysis.TOTAL, None),
    )
    of_year = spent(("E1", "education", 66.0, False), ("E2", "education", 99.0, False))
    table, councils = analysis.compared(of_plan, of_year, NAMES)
    assert table.set_index("line").loc[analysis.TOTAL, ["budget_gbp", "outturn_gbp"]].tolist() == [60, 66]
    assert councils.loc[~councils["is_compared"], "authority_name"].tolist() == ["Brigadoon"]
    nobody, _ = analysis.compared(of_plan[of_plan["authority_code"] == "E2"], of_year, NAMES)
    assert nobody.empty


def test_a_body_that_serves_other_ground_too_is_told_apart() -> None:
    catchments = pd.DataFrame(
        [("E1", "A"), ("COUNTY", "A"), ("COUNTY", "B"), ("E3", "C")], columns=["catchment_code", "area_code"]
    )
    assert analysis.serving(catchments, frozenset({"A"})) == (["E1"], ["COUNTY"])
    assert analysis.serving(catchments, frozenset({"A", "B"})) == (["COUNTY", "E1"], [])


def test_kents_councils_by_hand_and_no_count_holds_a_budget() -> None:
    made = tp.budgets("kent")
    assert (made.year, made.outturn_year, len(made.councils), made.left_out) == ("2024-25", "2024-25", 13, [])
    held = read_table("council_budgets", year="2024-25", line="education", authority_code="E2221")
    education = made.table.set_index("line").loc["education"]
    assert education["budget_gbp"] == held["amount_gbp"].sum() == 1_151_365_000
    total = made.table.set_index("line").loc[analysis.TOTAL]
    parts = made.table[made.table["line"] != analysis.TOTAL]
    assert parts[["budget_gbp", "outturn_gbp"]].sum().round(2).tolist() == pytest.approx(
        total[["budget_gbp", "outturn_gbp"]].tolist()
    )
    lines = tp.whole_area_count("kent", "2024-25").lines
    assert not lines["source_id"].astype(str).str.startswith("council_budgets").any()
    figure = planned(made)
    assert not isinstance(figure, Note) and NEVER in figure.notes


def test_a_county_budget_is_no_budget_of_one_district_and_a_missing_one_is_said() -> None:
    made = tp.budgets("brentwood")
    assert made.table.empty and (made.left_out, made.wider) == (["Brentwood"], ("Essex",))
    assert str(planned(made)) == (
        "No council that serves Brentwood alone has a budget of 2024-25 and an outturn: Brentwood and Essex [x]."
    )


def test_fire_in_a_countys_total_stands_in_a_row_of_its_own() -> None:
    rest = tp.budgets("cornwall").table.set_index("line").loc[analysis.REST]
    assert rest["budget_gbp"] == 32_585_000 and rest["outturn_gbp"] > 30e6


def test_the_newest_budgets_are_never_later_than_the_last_year_of_a_series() -> None:
    of_2022, of_2013 = analysis.newest("kent", "2022-23"), analysis.newest("kent", "2013-14")
    assert of_2022 and of_2022.year == "2021-22" and of_2013 and of_2013.year == "2013-14"
    assert analysis.newest("kent", "2012-13") is None
    assert str(planned(None)) == "No budgets of councils are held for these years [x]."


@pytest.mark.parametrize(
    ("place", "year", "message"),
    [
        (
            "kent",
            "2025-26",
            r"No budgets of councils are held for 2025-26\. Years: 2013-14, .*2021-22, 2023-24, 2024-25",
        ),
        ("kent", "2022-23", "No budgets of councils are held for 2022-23"),
        ("kent", "2023", "2023"),
        ("kemt", "", "kemt"),
    ],
)
def test_a_wrong_word_says_what_is_held(place: str, year: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        tp.budgets(place, year)
