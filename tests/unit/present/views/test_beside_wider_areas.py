"""A place stands beside its region and England; one that is its region, beside England alone."""

from __future__ import annotations

import pytest

import totalplace_lib as tp
from totalplace_lib.present.views import counting


@pytest.mark.parametrize(
    ("place", "beside"), [("london", ["place", "england"]), ("kent", ["place", "region", "england"])]
)
def test_no_region_stands_beside_itself(place: str, beside: list[str]) -> None:
    count = tp.whole_area_count(place, "2008-09")
    region, england = tp.comparators(place, "2008-09")
    exhibit = counting.per_head(count, region, england)
    assert list(exhibit.columns) == ["function", *beside]
    assert exhibit.figure is not None and exhibit.figure(720).to_svg("a", "b", "c")
    said = str(counting.opening(count, region, england).findings[2])
    assert ("the South East" in said, "London" in said) == (place == "kent", False)
