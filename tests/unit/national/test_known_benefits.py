"""Birmingham's published benefits: used as they are in every year to 2024-25; what was not published is never actual."""

from __future__ import annotations

import pytest

import totalplace_lib as tp
from totalplace_lib.evidence import ranges
from totalplace_lib.project import read_table


@pytest.mark.parametrize(("year", "benefit", "driver"), [("2024-25", "uc", "universal_credit")])
def test_a_published_benefit_is_actual_in_the_last_year(year: str, benefit: str, driver: str) -> None:
    lines = tp.whole_area_count("birmingham", year).lines
    own = lines[(lines["driver"] == driver) & (lines["method"] == "actual")]
    published = read_table("benefits_by_place", year=year, benefit=benefit)["amount_gbp"].sum()
    assert own["amount_gbp"].sum() == pytest.approx(published, abs=0.01)


def test_housing_benefit_that_was_not_published_for_the_place_is_estimated_and_not_grade_a() -> None:
    lines = ranges.ranged(tp.whole_area_count("birmingham", "2022-23")).lines
    split = lines[lines["programme"].str.startswith("Housing benefit") & (lines["amount_gbp"] != 0)]
    assert len(split) and set(split["method"]) == {"apportioned"} and set(split["marker"]) == {"e"}
    assert "A" not in set(split["grade"])
