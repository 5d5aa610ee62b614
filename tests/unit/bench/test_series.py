"""Series of real places: every year that can be counted closes, on the same ground, with its breaks."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.bench.series import other_publications, series
from totalplace_lib.bench.years import plan
from totalplace_lib.workbench import whole_area_count, years


@pytest.mark.slow
@pytest.mark.parametrize("place", ["birmingham", "gateshead"])
def test_every_countable_year_is_in_the_series_and_is_its_own_count(place: str) -> None:
    made = series(place, by="function", base="2022-23")
    total = made.table[made.table["group"] == TOTAL].set_index("year")
    assert set(total.index[total["amount_gbp"].notna()]) == set(years())
    assert total.loc["2022-23", "real_gbp"] == total.loc["2022-23", "amount_gbp"]
    assert total.loc["2009-10", "amount_gbp"] == whole_area_count(place, "2009-10").total_gbp
    assert total["amount_gbp"].notna().all()  # no gap between the first year and the last
    parts = made.table[made.table["group"] != TOTAL].groupby("year")["amount_gbp"].sum()
    for year in years():
        assert parts[year] == pytest.approx(total.loc[year, "amount_gbp"], abs=0.01)


def test_the_change_of_source_breaks_the_series() -> None:
    made = series("luton", "2015-16", "2017-18", by="block")
    total = made.table[made.table["group"] == TOTAL].set_index("year")
    assert total.loc["2017-18", "marker"] == "b"
    assert total.loc["2017-18", "note"].startswith("Another publication than in 2016-17 for")
    assert "councils' capital" in total.loc["2017-18", "note"]
    assert "councils' capital" not in total.loc["2016-17", "note"]


def test_a_series_names_the_publications_of_all_its_years_and_what_was_unlike() -> None:
    made = series("luton", "2009-10", "2011-12", by="block")
    run = ("2009-10", "2010-11", "2011-12")
    assert {*(plan()[year]["central"] for year in run), "council_revenue_outturn"} <= set(made.source_ids)
    assert [year for year, _ in made.notes] == [year for year in run if plan()[year]["note"]]


def test_a_year_from_other_publications_says_for_what() -> None:
    assert other_publications("2007-08", "2008-09") == ""
    assert other_publications("2021-22", "2022-23") == "Another publication than in 2021-22 for the NHS"
