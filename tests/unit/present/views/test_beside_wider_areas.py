"""A place stands beside its region and England; one that is its region, beside England alone."""

from __future__ import annotations

import totalplace_lib as tp
from totalplace_lib.present.views import counting


def test_no_region_stands_beside_itself() -> None:
    count = tp.whole_area_count("london", "2008-09")
    region, england = tp.comparators("london", "2008-09")
    exhibit = counting.per_head(count, region, england)
    assert list(exhibit.columns) == ["function", "place", "england"]
    assert exhibit.figure is not None and exhibit.figure(720).to_svg("a", "b", "c")
    assert "London" not in str(counting.opening(count, region, england).findings[2])
