"""Commissioning groups merged later: money added up, areas once, slivers and gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count import groups
from totalplace_lib.errors import ConfigError

AMOUNTS = pd.DataFrame(
    [("2013-14", "A1", 10.0), ("2013-14", "A2", 20.0), ("2013-14", "TOWN", 5.0), ("2019-20", "A", 40.0)],
    columns=["year", "body_code", "amount_gbp"],
)
MERGERS = {"A1": "A", "A2": "A"}
TOWN = pd.DataFrame({"place": ["TOWN"], "area_code": ["E2"], "weight": [1.0]})
HELD = pd.DataFrame(
    [("A", "E1", 1.0), ("A", "E2", 0.97), ("B", "E2", 0.03), ("B", "E3", 0.04), ("A", "E3", 0.96)],
    columns=["body_code", "area_code", "share"],
)


def test_merged_groups_are_added_up() -> None:
    found = groups.merged(AMOUNTS, MERGERS).set_index(["year", "place"])["amount_gbp"]
    assert found.to_dict() == {("2013-14", "A"): 30.0, ("2013-14", "TOWN"): 5.0, ("2019-20", "A"): 40.0}


def test_a_town_of_its_own_is_taken_out_of_its_successor_while_it_stood() -> None:
    found = groups.served(groups.merged(AMOUNTS, MERGERS), TOWN, HELD, MERGERS)
    held = {
        year: set(zip(rows["place"], rows["area_code"], strict=True)) for year, rows in found.groupby("year")
    }
    assert held == {
        "2013-14": {("A", "E1"), ("A", "E3"), ("TOWN", "E2")},
        "2019-20": {("A", "E1"), ("A", "E2"), ("A", "E3")},
    }
    assert (found["weight"] == 1).all()  # the slivers of B, which has no money, go to the others


def test_money_without_an_area_and_an_area_without_money_are_errors() -> None:
    lost = pd.DataFrame([("2019-20", "LOST", 1.0)], columns=["year", "place", "amount_gbp"])
    paid = pd.DataFrame([("2019-20", "A", 1.0)], columns=["year", "place", "amount_gbp"])
    with pytest.raises(ConfigError, match=r"in 2019-20 LOST has money, but no area"):
        groups.served(pd.concat([paid, lost]), TOWN, HELD, MERGERS)
    empty = pd.concat([HELD, pd.DataFrame([("B", "E4", 1.0)], columns=HELD.columns)])
    with pytest.raises(ConfigError, match=r"E4 has no group with money"):
        groups.served(paid, TOWN, empty, MERGERS)
