"""A series says when most and least was spent, what moved, and why years stand apart."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.bench.series import Series
from totalplace_lib.present.views import over_time

ROWS = [
    ("2007-08", TOTAL, 90.0, 100.0, "", ""),
    ("2008-09", TOTAL, None, None, "x", "Not counted"),
    ("2009-10", TOTAL, 120.0, 125.0, "b", "another publication"),
    ("2010-11", TOTAL, 99.0, 99.0, "", ""),
    ("2007-08", "Health", 90.0, 100.0, "", ""),
    ("2008-09", "Health", None, None, "x", "Not counted"),
    ("2009-10", "Health", 120.0, 125.0, "b", "another publication"),
    ("2010-11", "Health", 99.0, 99.0, "", ""),
]
TABLE = pd.DataFrame(ROWS, columns=["year", "group", "per_head_gbp", "real_per_head_gbp", "marker", "note"])
TABLE = TABLE.assign(
    amount_gbp=TABLE["per_head_gbp"] * 1e6, real_gbp=TABLE["real_per_head_gbp"] * 1e6, population=1e6
)
SERIES = Series(
    "Here",
    TABLE,
    "function",
    "2010-11",
    ("cra_2010",),
    (("2008-09", "The return is not held"), ("2010-11", "A flood")),
)


def test_the_findings_do_not_say_the_headline_again() -> None:
    said = over_time.opening(SERIES)
    assert (
        said.findings[0].statement
        == "Most was spent in 2009-10, £125 per head; least in 2010-11, £99 per head."
    )
    assert said.findings[0].meaning == (
        "From 2007-08 to 2010-11 spending per head rose by 10% in cash and fell by 1% in real terms."
    )


def test_both_ways_up_need_one_verb() -> None:
    assert over_time._both(0.55, 0.11) == "rose by 55% in cash and by 11% in real terms"
    assert over_time._both(0.0, 0.0) == "did not change in cash and did not change in real terms"


def test_each_year_that_stands_apart_is_explained_once() -> None:
    exhibit = over_time.whole_table(SERIES)
    assert exhibit.notes == (
        "2008-09: Not counted: the return is not held.",
        "2009-10: Another publication.",
        "2010-11: A flood.",
    )
    assert "Country and Regional Analysis" in exhibit.source
