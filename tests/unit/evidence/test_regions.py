"""The range of whole regions: what the Treasury's figures for the same money leave open."""

from __future__ import annotations

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.evidence import ranges, regions
from totalplace_lib.model import Place


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


@pytest.mark.parametrize("slug", ["london", "england"])
def test_a_region_and_england_have_a_range_and_no_figure_moves(slug: str) -> None:
    count = tp.whole_area_count(slug, "2015-16")
    low, high, grade = ranges.range_of_total(count)
    assert low < count.total_gbp < high and high - low < 0.05 * count.total_gbp
    assert grade == "B" and (count.low_gbp, count.high_gbp) == (low, high)
