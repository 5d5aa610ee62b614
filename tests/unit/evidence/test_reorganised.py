"""County councils that were divided, beside dividing them by key: the arithmetic by hand, and what was measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from totalplace_lib.evidence import divided, reorganised
from totalplace_lib.evidence.divided import ALL


def test_the_countys_money_is_shared_by_key_and_districts_keep_theirs() -> None:
    county = pd.DataFrame({"service": ["education", "cultural"], "amount_gbp": [100.0, 40.0]})
    homes = pd.DataFrame(
        {"new_code": ["N", "N", "S"], "children": [1.0, 2.0, 1.0], "employment_deprived": [1.0, 1, 6]}
    )
    guess = reorganised.by_key(county, homes).set_index(["service", "new_code"])
    assert guess.loc[("education", "N"), "part"] == 0.75 and guess.loc[("cultural", "S"), "part"] == 0.75
    own = pd.DataFrame({"service": ["cultural"], "new_code": ["N"], "amount_gbp": [10.0]})
    table = reorganised.with_own(guess.reset_index(), own).set_index(["service", "new_code"])
    assert table.loc[("cultural", "N"), "own_gbp"] == 10 and table.loc[("education", "N"), "own_gbp"] == 0
    # All together: 75 + 10 of the county's 140 go to the north, and the district's own 10.
    assert table.loc[(ALL, "N"), "part"] == pytest.approx(85 / 140) and table.loc[(ALL, "N"), "own_gbp"] == 10


def test_the_error_is_that_of_the_share_of_both() -> None:
    guess = pd.DataFrame({"service": ["cultural"] * 2, "new_code": ["N", "S"], "part": [0.25, 0.75],
                          "divided_gbp": [40.0, 40.0], "own_gbp": [10.0, 0.0]})  # fmt: skip
    truth = pd.DataFrame({"service": ["cultural"] * 2, "new_code": ["N", "S"], "amount_gbp": [30.0, 30.0]})
    found = reorganised.judged(guess, truth)
    assert found["share"].tolist() == [0.4, 0.6] and found["truth"].tolist() == [0.5, 0.5]
    assert found["error"].tolist() == pytest.approx([np.log(1.5), -np.log(1.5)])


def test_a_sum_below_nought_has_no_part_and_no_error() -> None:
    guess = pd.DataFrame({"service": ["cultural"] * 2, "new_code": ["N", "S"], "part": [0.5, 0.5],
                          "divided_gbp": [10.0, 10.0], "own_gbp": [-9.0, 0.0]})  # fmt: skip
    truth = pd.DataFrame({"service": ["cultural"] * 2, "new_code": ["N", "S"], "amount_gbp": [1.0, 1.0]})
    assert reorganised.judged(guess, truth)["error"].isna().all()


def test_one_factor_widens_services_another_their_sum() -> None:
    rows = [("education", 0.5), ("cultural", 3.0), ("cultural", np.nan), (ALL, 0.2), (ALL, 0.9)]
    found = reorganised.factors(pd.DataFrame(rows, columns=["service", "score"]))
    assert found["education"] == found["housing_services"] == 3.0 and found[ALL] == 1.0


def test_ranges_hold_nine_in_ten_of_what_happened_and_of_what_is_known() -> None:
    measured, happened = divided.measured(), reorganised.measured()
    assert measured["inside"].between(0.85, 0.95).all()
    known = happened[(happened["held"] != "") & (happened["service"] != ALL)]
    assert len(known) >= 40 and 0.85 <= (known["held"] == "yes").mean() <= 0.95
    assert (happened.loc[happened["service"] == ALL, "held"] == "yes").all()
    assert set(happened["name"]) == {"Bedfordshire", "Cheshire", "Dorset", "Northamptonshire", "Cumbria"}


def test_the_counties_that_were_divided_made_neither_keys_nor_ranges() -> None:
    held = divided.whole_counties("2023-24")
    assert held.nunique() == 15 and not {"E02", "E06", "E09", "E12", "E28"} & set(held)
    assert {"E03", "E42"} <= set(held)  # Berkshire, Greater Manchester


def test_northamptonshire_by_hand_from_the_returns() -> None:
    """The north's part of adult social care after: 107.4 of 244.4 million."""
    row = (
        reorganised.measured().query("name == 'Northamptonshire' and service == 'adult_social_care'").iloc[0]
    )
    assert row["truth"] == pytest.approx(107.4 / (107.4 + 137.0), abs=5e-4)
