"""A series says when most and least was spent, what moved, and why years stand apart."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from totalplace_lib.analysis.series import TOTAL, Series
from totalplace_lib.evidence.carried import Figure
from totalplace_lib.present.charts import Caption, Column
from totalplace_lib.present.views import over_time

ROWS = [
    ("2007-08", TOTAL, 90.0, 100.0, "", ""),
    ("2008-09", TOTAL, None, None, "x", "Not counted"),
    ("2009-10", TOTAL, 120.0, 125.0, "b", "covid-19"),
    ("2010-11", TOTAL, 99.0, 99.0, "", ""),
    ("2007-08", "Health", 90.0, 100.0, "", ""),
    ("2008-09", "Health", None, None, "x", "Not counted"),
    ("2009-10", "Health", 120.0, 125.0, "", ""),
    ("2010-11", "Health", 99.0, 99.0, "", ""),
]
TABLE = pd.DataFrame(ROWS, columns=["year", "group", "per_head_gbp", "real_per_head_gbp", "marker", "note"])
TABLE = TABLE.assign(
    amount_gbp=TABLE["per_head_gbp"] * 1e6,
    real_gbp=TABLE["real_per_head_gbp"] * 1e6,
    population=1e6,
    exceptional_gbp=0.0,
)
SERIES = Series(
    "Here",
    TABLE,
    "function",
    "2010-11",
    ("cra_2010",),
    (("2008-09", "The return is not held"), ("2010-11", "A flood")),
    lambda: {
        group: (Figure("2009-10", 125.0, 120.0, 130.0), Figure("2010-11", 99.0, 95.0, 104.0))
        for group in (TOTAL, "Health")
    },
)


def test_the_findings_do_not_say_the_headline_again() -> None:
    said = over_time.opening(SERIES)
    assert said.findings[0].statement == (
        "From 2009-10 to 2010-11, the longest run of years that can be compared, spending per head "
        "fell by 18% in cash and by 21% in real terms."
    )
    assert said.findings[0].meaning == (
        "Most was spent in 2009-10, £125 per head; least in 2010-11, £99 per head."
    )


def test_a_change_within_the_ranges_is_not_told() -> None:
    wide = (Figure("2009-10", 125.0, 90.0, 130.0), Figure("2010-11", 99.0, 95.0, 104.0))
    said = over_time.opening(replace(SERIES, find_ends=lambda: {TOTAL: wide, "Health": wide}))
    assert said.headline.endswith("in 2010-11, in 2010-11 prices.")
    assert "cannot be told" in said.findings[0].statement
    assert [bool(each.withheld) for each in said.findings] == [True, True, False]


def test_both_ways_up_need_one_verb() -> None:
    assert over_time._both(0.55, 0.11) == "rose by 55% in cash and by 11% in real terms"
    assert over_time._both(0.0, 0.0) == "did not change in cash and did not change in real terms"


def test_each_year_that_stands_apart_is_explained_once() -> None:
    assert over_time.notes_of(SERIES) == (
        "2008-09: Not counted: the return is not held.",
        "2009-10: Covid-19.",
        "2010-11: A flood.",
    )
    assert "Country and Regional Analysis" in over_time.source(SERIES)


def test_changes_are_told_within_unbroken_years_in_real_terms_and_in_cash_when_asked() -> None:
    assert (
        "in 2009-10 to £99 per head in 2010-11, in 2010-11 prices: 21% less."
        in over_time.opening(SERIES).headline
    )
    real, cash = over_time.total(SERIES), over_time.total(SERIES, cash=True)
    assert real.caption.headline == "Between 2009-10 and 2010-11 spending per head fell by 21% in real terms"
    assert cash.caption.headline == "Between 2009-10 and 2010-11 spending per head fell by 18% in cash"


def test_the_cause_of_a_break_stands_in_the_chart() -> None:
    drawn = over_time.total(replace(SERIES, causes=(("2009-10", "Covid-19"),)))._repr_html_()
    assert "1  2009-10: Covid-19" in drawn or "1 2009-10: Covid-19" in drawn


def test_tables_have_a_column_for_each_year_and_a_gap_keeps_its_marker() -> None:
    words = Caption("series", "Two groups and the total", "Public spending, cash", over_time.source(SERIES))
    table = over_time.wide(SERIES.table, "amount_gbp", Column("", "money"), words)
    years = SERIES.table["year"].drop_duplicates().tolist()
    assert list(table.columns) == ["group", *years]
    assert table.table[years].sum().sum() == SERIES.table["amount_gbp"].sum()
    assert "[x]" in str(table)
    assert len(table.table) == SERIES.table["group"].nunique()
