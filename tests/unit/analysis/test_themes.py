"""Themes worked out by hand: the exclusive view to the penny, the overlapping view in full and in part."""

from __future__ import annotations

import pytest
import toy_themes as toy

from totalplace_lib.analysis.themes import exclusive, overlapping, totals
from totalplace_lib.errors import ConfigError


def test_a_line_is_cut_by_the_share_of_its_own_council_and_of_england_where_there_is_none() -> None:
    parts = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured())
    by = parts.set_index(["spender", "part"])["amount_gbp"]
    assert by["Oldton council", "Care for the old"] == 25.00
    assert by["Oldton council", "Care for children"] == 75.01
    assert by["Newton council", "Care for the old"] == 25.00
    assert parts["amount_gbp"].sum() == pytest.approx(780.01, abs=1e-9)


def test_the_basis_says_whose_share_was_used() -> None:
    parts = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured()).set_index(["spender", "part"])[
        "basis"
    ]
    assert parts["Oldton council", "Care for the old"] == "own return"
    assert parts["Newton council", "Care for the old"] == "England"
    assert parts["Newton council", "Care for children"] == "what is left of the line"
    assert parts["Trust", "Hospitals"] == "whole line"


def test_the_overlapping_view_counts_a_part_in_full_or_in_part() -> None:
    parts = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured())
    view = overlapping(parts, toy.measured())
    further = view[~view["is_own"]].groupby("theme")["amount_gbp"].sum()
    assert further["old"] == pytest.approx(80.00)  # 0.4 of 200
    assert further["health"] == pytest.approx(100.01)  # 75.01 + 25.00 in full
    assert view[view["is_own"]]["amount_gbp"].sum() == pytest.approx(780.01)


def test_totals_follow_the_order_of_the_themes() -> None:
    table = totals(exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured()), toy.themes())
    assert table["theme"].tolist() == ["old", "young", "health", "pensions", "work"]
    assert table["amount_gbp"].tolist() == [50.00, 100.01, 200.00, 400.00, 30.00]
    assert table["share"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tag": "hope"}, "unknown tags"),
        ({"parcel": "elsewhere"}, "no row for the parcels"),
        ({"measure": "unheard-of"}, "no share for England"),
    ],
)
def test_a_fault_in_the_parcels_is_named(change: dict[str, str], words: str) -> None:
    parcels = toy.parcels()
    for column, value in change.items():
        parcels.loc[2, column] = value
    with pytest.raises(ConfigError, match=words):
        exclusive(toy.lines(), toy.rules(), parcels, toy.measured())


def test_shares_that_do_not_add_up_are_refused() -> None:
    parcels = toy.parcels()
    parcels.loc[1, "measure"] = "nhs-old"
    with pytest.raises(ConfigError, match="do not add up to one"):
        exclusive(toy.lines(), toy.rules(), parcels, toy.measured())


def test_a_line_without_a_rule_is_named() -> None:
    with pytest.raises(ConfigError, match="no row fits"):
        exclusive(toy.lines(), toy.rules().iloc[:2], toy.parcels(), toy.measured())


def test_a_further_theme_needs_one_or_a_measure() -> None:
    parcels = toy.parcels()
    parcels.loc[1, "also"] = "health=lots"
    parts = exclusive(toy.lines(), toy.rules(), parcels, toy.measured())
    with pytest.raises(ConfigError, match="neither theme=1 nor theme=measure"):
        overlapping(parts, toy.measured())


def test_a_theme_without_a_row_is_named() -> None:
    parts = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured())
    with pytest.raises(ConfigError, match="work"):
        totals(parts, toy.themes().iloc[:4])
