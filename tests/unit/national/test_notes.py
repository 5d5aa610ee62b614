"""A gap of an authority is said in the ledger, and how it was filled."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.model import Year
from totalplace_lib.national.council_revenue import revenue
from totalplace_lib.national.councils import capital_of
from totalplace_lib.national.notes import SILENT, ages, notes, without_grant


def test_each_kind_of_gap_has_words_of_its_own() -> None:
    told = pd.DataFrame(
        [
            ("E1", "Avalon", True, False, ""),
            ("E2", "Brigadoon", False, True, ""),
            ("E3", "Camelot", False, True, "rent rebates"),
            ("E4", "Dis", False, False, "capital spending"),
        ],
        columns=SILENT,
    )
    said = notes(Year(2008), told).set_index("catchment_code")
    steps = ["no return: filled", "no return: estimated", "gap: estimated", "gap: missing"]
    assert said.loc[["E1", "E2", "E3", "E4"], "step"].tolist() == steps
    assert "of: rent rebates. Estimated" in str(said.loc["E3", "reason"])
    assert str(said.loc["E4", "reason"]).endswith("capital spending. Missing here [x].")


def test_housing_benefit_that_oxford_printed_as_nought_is_estimated_and_nothing_else_of_it_is() -> None:
    held, told = revenue(Year(2019))
    own = held[(held["authority_code"] == "E3132") & held["amount_gbp"].notna()]
    benefit = own[own["line"].str.startswith("hb_")]
    assert 40e6 < benefit["amount_gbp"].sum() < 51.1e6  # 51.0 million the year before, 42.8 the year after
    assert set(benefit["marker"]) == {"e"}
    assert "e" not in set(own.loc[~own["line"].str.startswith("hb_"), "marker"])
    assert told.loc[told["authority_code"] == "E3132", "is_estimated"].tolist() == [True]


def test_readings_capital_that_is_printed_as_nought_is_estimated() -> None:
    held, told = capital_of(Year(2014))
    own = held[(held["authority_code"] == "E0303") & (held["measure"] == "expenditure")]
    assert (
        30e6 < own["amount_gbp"].sum() < 118e6
    )  # services of 59.0 million the year before, 75.2 the year after
    assert set(own["marker"]) == {"e"}
    assert told[["authority_code", "is_estimated", "part"]].to_numpy().tolist() == [
        ["E0303", True, "capital spending"]
    ]
    complete, nobody = capital_of(Year(2013))
    assert nobody.empty and not complete["is_filled_in"].any()


def test_who_is_not_in_the_schools_grant_is_said_where_academies_follow_it() -> None:
    assert without_grant(Year(2018)) == []
    assert without_grant(Year(2022)) == [("E4001", "Isles of Scilly"), ("E5010", "City of London")]
    said = notes(Year(2022), pd.DataFrame(columns=SILENT)).set_index("catchment_code")
    assert said.loc["E4001", "step"] == "gap: academies"


def test_ages_that_are_not_the_years_own_are_said_with_the_years_that_they_come_from() -> None:
    assert "at mid-2013, the first that are held, on the people of mid-2008 [e]" in ages(Year(2008))
    assert ages(Year(2013)) == ages(Year(2023)) == ""
    assert "at mid-2018 are interpolated between those of mid-2013 and mid-2023" in ages(Year(2018))
    assert "at mid-2023, the last that are held, on the people of mid-2024 [e]" in ages(Year(2024))
    said = notes(Year(2018), pd.DataFrame(columns=SILENT)).set_index("step")
    assert said.loc["basis: ages", "reason"] == ages(Year(2018))
