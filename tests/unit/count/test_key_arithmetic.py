"""Series of keys from age structures, scores, councils' returns, mixes and products, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count import key_arithmetic as key_series
from totalplace_lib.errors import ConfigError

PEOPLE = pd.Series({"A": 100.0, "B": 300.0})


def test_an_age_structure_of_another_year_on_the_people_of_this_one() -> None:
    bands = pd.DataFrame(
        [("A", "old", 20.0), ("A", "young", 60.0), ("B", "old", 30.0), ("B", "young", 30.0)],
        columns=["area_code", "age_band", "population"],
    )
    assert key_series.structure(bands, ["old"], PEOPLE).to_dict() == {"A": 25.0, "B": 150.0}


def test_a_county_is_spread_over_its_districts_by_people() -> None:
    amounts = pd.DataFrame([("county", 40.0), ("a", 5.0), ("b", -9.0)], columns=["catchment_code", "value"])
    homes = pd.DataFrame(
        [("county", "A", 1.0), ("county", "B", 1.0), ("a", "A", 1.0), ("b", "B", 1.0)],
        columns=["catchment_code", "area_code", "weight"],
    )
    assert key_series.of_bodies(amounts, homes, PEOPLE).to_dict() == {"A": 15.0, "B": 21.0}


def test_a_mix_weighs_shares_and_a_product_multiplies() -> None:
    series = {"people": PEOPLE, "old": pd.Series({"A": 30.0, "B": 10.0})}
    assert key_series.mix("0.5 people + 0.5 old", series).tolist() == pytest.approx([0.5, 0.5])
    assert key_series.product("old^2 / people", series).tolist() == pytest.approx([9.0, 100 / 300])


def test_areas_merged_whole_are_added_up() -> None:
    changes = pd.DataFrame(
        [("A", "AB", True), ("B", "AB", True), ("C", "D", False)],
        columns=["old_code", "new_code", "is_whole"],
    )
    found = key_series.brought_forward(pd.Series({"A": 1.0, "B": 2.0, "C": 4.0}), changes, ["AB", "D"])
    assert found["AB"] == 3.0 and pd.isna(found["D"])


def test_an_area_that_has_a_value_keeps_it_when_its_parts_have_one_too() -> None:
    changes = pd.DataFrame({"old_code": ["A", "B"], "new_code": ["Z", "Z"], "is_whole": [True, True]})
    values = pd.Series({"A": 1.0, "B": 2.0, "Z": 3.0})
    assert key_series.brought_forward(values, changes, ["Z"]).tolist() == [3.0]
    assert key_series.brought_forward(values.drop("Z"), changes, ["Z"]).tolist() == [3.0]


def test_a_difference_is_what_one_key_leaves_of_another_and_never_below_nought() -> None:
    series = {"children": pd.Series({"A": 50.0, "B": 50.0}), "schools": pd.Series({"A": 90.0, "B": 10.0})}
    assert key_series.difference("2 children - 1 schools", series).tolist() == pytest.approx([0.1, 0.9])
    assert key_series.difference("1.5 children - 0.5 schools", series).tolist() == pytest.approx([0.3, 0.7])
    assert key_series.difference("3 children - 2 schools", series).min() == 0.0
    with pytest.raises(ConfigError, match="is not a difference"):
        key_series.difference("2 children - 2 schools", series)
