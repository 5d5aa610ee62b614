"""Ranges are wider in a region whose known figures they held too seldom, and only there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.evidence import inside_regions, measured, ranges


def scored(**regions: float) -> pd.DataFrame:
    """Two families of twenty figures in each region, evenly spread up to the region's size."""
    rows = [
        (family, region, f"{region}{number}", size * (number + 1) / 20)
        for family in ("F", "G")
        for region, size in regions.items()
        for number in range(20)
    ]
    return pd.DataFrame(rows, columns=["family", "region_code", "place", "score"])


def test_a_region_twice_as_uncertain_has_ranges_as_much_wider_as_its_own_figures_need() -> None:
    found = inside_regions.of_regions(scored(A=1.0, B=1.0, C=2.0), 0.9, 0.85).set_index("region_code")
    assert found.loc[["A", "B"], "factor"].tolist() == [1.0, 1.0]
    assert found.loc["C", "inside"] == pytest.approx(
        0.45
    )  # 0.95, the 37th of the 40 others, holds nine of its twenty
    assert found.loc["C", "factor"] == pytest.approx(1.8 / 1.5)  # its 18th of 20 over the family's own bound
    assert found.loc["C", "inside_with"] == pytest.approx(0.9)


def test_a_family_known_in_one_region_says_nothing_of_a_region() -> None:
    lonely = scored(A=1.0).query("family == 'F'").assign(family="H", score=9.0)
    table = pd.concat([scored(A=1.0, B=1.0), lonely], ignore_index=True)
    assert (inside_regions.of_regions(table, 0.9, 0.85)["families"] == 2).all()


def test_londons_places_have_wider_ranges_than_the_measured_ones_and_no_other_figure_moves() -> None:
    factor = inside_regions.table()["factor"]
    assert factor[factor > 1].index.tolist() == ["E12000007"]
    for slug, expected in (("croydon", factor["E12000007"]), ("kent", 1.0)):
        count = tp.whole_area_count(slug, "2008-09")
        lines = ranges.ranged(count).lines
        regional = lines[lines["catchment_code"].str.startswith("region:") | (lines["driver"] == "hospitals")]
        own = regional[regional["driver"].isin(measured.table().index)].dropna(subset=["half_width"])
        wider = own["half_width"] / own["driver"].map(measured.table()["half_width"])
        assert len(own) and np.allclose(wider, expected)
        assert lines["amount_gbp"].sum() == pytest.approx(count.total_gbp)


def test_a_wider_range_may_lower_a_grade_and_never_raises_one() -> None:
    lines = ranges.ranged(tp.whole_area_count("croydon", "2008-09")).lines
    shared = lines[lines["grade"] != "A"].groupby("driver")["grade"].max()
    plain = measured.table()["grade"].reindex(shared.index).dropna()
    assert (shared[plain.index] >= plain).all() and (shared[plain.index] > plain).any()
