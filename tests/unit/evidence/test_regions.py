"""The range of whole regions: what the Treasury's figures for the same money leave open."""

from __future__ import annotations

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.evidence import ranges, regions, treasury
from totalplace_lib.model import Place
from totalplace_lib.national.years import years
from totalplace_lib.project import home


def test_rates_are_what_nine_differences_in_ten_stay_within_and_totals_are_judged() -> None:
    rows = [(f"{year}", part, "10", 100.0, gap) for year, part, gap in [
        ("a", "R1", 1.0), ("b", "R1", -2.0), ("a", "R2", 3.0), ("b", "R2", 0.0),
    ]]  # fmt: skip
    columns = ["year", "part", "function_code", "counted_gbp", "unexplained_gbp"]
    found = regions._rates(pd.DataFrame(rows, columns=columns)).set_index("function_code")
    assert found.loc["10", "half_width"] == 0.03  # of four, the largest
    assert found.loc["10", "inside"] == 0.75  # R2's 3 is outside what R1 gives
    assert found.loc[regions.TOTAL].tolist() == found.loc["10"].tolist()  # the only function


def test_only_whole_regions_have_the_range_of_regions() -> None:
    london = tp.find_place("london", "2015-16")
    half = regions.half_width_gbp(2e9, london)
    assert 0 < half < 0.02 * 2e9
    part = Place("most", "Most of London", london.areas[1:], london.vintage)
    assert regions.half_width_gbp(2e9, part) == 0.0
    assert regions.half_width_gbp(2e9, tp.find_place("england", "2015-16")) > 0


DOCUMENT = home() / "docs" / "evidence" / "regions-beside-treasury.csv"


@pytest.mark.parametrize("year", ["2008-09", "2015-16", "2024-25"])
def test_the_committed_table_of_regions_is_what_the_tables_give(year: str) -> None:
    held = pd.read_csv(DOCUMENT, dtype={"function_code": "str"}).query("year == @year")
    found = regions.differences(year).round(2).reset_index(drop=True)
    pd.testing.assert_frame_equal(held.reset_index(drop=True), found, check_dtype=False)


def test_the_committed_table_holds_every_region_year_and_function_and_nearly_all_of_england() -> None:
    held = pd.read_csv(DOCUMENT, dtype={"function_code": "str"})
    assert held.groupby("year")["region_code"].nunique().to_dict() == dict.fromkeys(years(), 9)
    assert not held.duplicated(["year", "region_code", "function_code"]).any()
    england = treasury.beside("2015-16")
    ours = held[held["year"] == "2015-16"].groupby("function_code")["counted_gbp"].sum()
    whole = england.set_index("function_code")["counted_gbp"]
    assert (whole - ours).abs().sum() < 0.0001 * whole.sum()  # bodies that serve several regions are in none


@pytest.mark.parametrize("slug", ["london", "england"])
def test_a_region_and_england_have_a_range_and_no_figure_moves(slug: str) -> None:
    count = tp.whole_area_count(slug, "2015-16")
    low, high, grade = ranges.range_of_total(count)
    assert low < count.total_gbp < high and high - low < 0.05 * count.total_gbp
    assert grade == "B" and (count.low_gbp, count.high_gbp) == (low, high)


def test_a_regions_functions_have_ranges_of_their_own_and_a_places_do_not_move() -> None:
    found = ranges.ranged(tp.whole_area_count("london", "2015-16"))
    half = regions.half_widths(found.count.place)
    table = found.by("function").set_index("function")
    amount = table.loc["Health", "amount_gbp"]
    assert table.loc["Health", "high_gbp"] == pytest.approx(amount * (1 + half["Health"]), abs=0.02)
    assert (table["low_gbp"] <= table["amount_gbp"]).all() and (table["low_gbp"] < table["high_gbp"]).any()
    assert table["amount_gbp"].sum() == pytest.approx(found.count.total_gbp)
    kent = ranges.ranged(tp.whole_area_count("kent", "2015-16"))
    assert regions.half_widths(kent.count.place).empty
    plain = ranges.beside_treasury(kent.by("function"), pd.Series(dtype="float64"))
    pd.testing.assert_frame_equal(plain, kent.by("function"))


def test_a_region_of_which_nothing_is_shared_by_a_key_has_no_other_keys() -> None:
    """London 2024-25 holds estimates for a council without a return: whole amounts, that no key shares."""
    assert ranges.other_keys(ranges.ranged(tp.whole_area_count("london", "2024-25"))).empty


def test_a_place_of_no_known_area_is_no_region() -> None:
    assert regions.level(Place("ash", "Ash", ("E08000901",), 2009)) == ""
