"""Series of real places: every year that can be counted closes, on the same ground, with its breaks."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.series import (
    COLUMNS,
    EVERY,
    TOTAL,
    TOTALS,
    WITHOUT,
    editions,
    marks,
    other_publications,
    series,
)
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.model import Year
from totalplace_lib.national.money import sharing
from totalplace_lib.national.years import plan, years
from totalplace_lib.project import home

EVIDENCE = home() / "docs" / "evidence" / "england-beside-treasury.csv"


@pytest.mark.slow
@pytest.mark.parametrize("place", ["birmingham", "gateshead"])
def test_every_countable_year_is_in_the_series_and_is_its_own_count(place: str) -> None:
    made = series(place, by="function", base="2022-23")
    total = made.table[made.table["group"] == TOTAL].set_index("year")
    assert set(total.index[total["amount_gbp"].notna()]) == set(years())
    assert total.loc["2022-23", "real_gbp"] == total.loc["2022-23", "amount_gbp"]
    assert total.loc["2009-10", "amount_gbp"] == whole_area_count(place, "2009-10").total_gbp
    assert total["amount_gbp"].notna().all()  # no gap between the first year and the last
    parts = made.table[~made.table["group"].isin(TOTALS)].groupby("year")["amount_gbp"].sum()
    for year in years():
        assert parts[year] == pytest.approx(total.loc[year, "amount_gbp"], abs=0.01)


def test_a_change_of_publication_is_a_note_and_no_break() -> None:
    made = series("luton", "2015-16", "2017-18", by="economic")
    table = made.table.set_index(["group", "year"])
    assert table.loc[(TOTAL, "2017-18"), "marker"] == ""
    assert table.loc[("capital", "2017-18"), "marker"] == "b"  # known for the place before, a share since
    assert "Another publication than in 2016-17 for councils' capital" in dict(made.notes)["2017-18"]
    assert "councils' capital" not in dict(made.notes)["2016-17"]


def test_england_stands_by_the_treasury_on_both_sides_of_every_change_of_publication() -> None:
    """What makes a change of publication a note: should it fail, the year needs a break in config/series_marks.csv."""
    held = pd.read_csv(EVIDENCE).groupby(["year", "cause"])["amount_gbp"].sum().unstack()
    part = (held["unexplained"] / held["counted"]).abs()
    run = list(years())
    for year in editions(run):
        before = run[run.index(year) - 1]
        assert max(part[before], part[year]) <= 0.005, year


def test_every_name_in_the_marks_is_a_group_of_a_series() -> None:
    chosen = sharing(Year.parse("2022-23")).lines, sharing(Year.parse("2009-10")).lines
    known = {
        str(name) for lines in chosen for column in COLUMNS if column != "payer" for name in lines[column]
    }
    named = {name for text in marks(list(years()))["groups"] for name in text.split(" | ")}
    assert named - known - {EVERY, *TOTALS} == set()


def test_the_years_of_exceptional_support_compare_without_it_and_the_last_year_is_provisional() -> None:
    made = series("luton", "2019-20", "2024-25", by="block").table
    whole = made[made["group"] == TOTAL].set_index("year")
    bare = made[made["group"] == WITHOUT].set_index("year")
    assert (whole.loc["2020-21", "marker"], bare.loc["2020-21", "marker"]) == ("b", "")
    assert whole.loc["2020-21", "note"].startswith("Covid-19: furlough")
    gap = whole["amount_gbp"] - bare["amount_gbp"] - whole["exceptional_gbp"]
    assert gap.abs().max() < 0.01
    assert set(made.loc[(made["year"] == "2024-25"), "marker"]) == {"p"}
    assert set(made.loc[(made["year"] != "2024-25"), "marker"]) <= {"", "b"}


def test_a_series_names_the_publications_of_all_its_years_and_what_was_unlike() -> None:
    made = series("luton", "2009-10", "2011-12", by="block")
    run = ("2009-10", "2010-11", "2011-12")
    assert {*(plan()[year]["central"] for year in run), "council_revenue_outturn"} <= set(made.source_ids)
    said = {year for year in run if plan()[year]["note"]} | {*editions(list(run))}
    assert [year for year, _ in made.notes] == sorted(said)


def test_a_year_from_other_publications_says_for_what() -> None:
    assert other_publications("2007-08", "2008-09") == ""
    assert other_publications("2021-22", "2022-23") == "Another publication than in 2021-22 for the NHS"
