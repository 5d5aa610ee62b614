"""Every upper-tier area at once: the figures are those of each area's own series."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import series
from totalplace_lib.analysis.series_everywhere import series_everywhere
from totalplace_lib.errors import UsageError


def test_each_area_has_the_series_that_it_has_alone() -> None:
    years = ("2018-19", "2019-20")  # the boundaries change between them
    every = series_everywhere(*years)
    assert every["code"].nunique() > 140
    for code in ("E08000025", "E10000016", "E06000059"):
        own = every[every["code"] == code].drop(columns=["code", "name"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(own, series.table(code, *years))


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be made by 'colour'"):
        series_everywhere(by="colour")
