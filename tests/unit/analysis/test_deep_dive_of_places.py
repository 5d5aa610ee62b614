"""What a deep dive takes from config and returns: years of a trend, gaps, neighbours, volumes, themes told apart."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.clients import clients_of
from totalplace_lib.analysis.deep_dive import deep_dive
from totalplace_lib.analysis.neighbours import COMBINED, neighbours
from totalplace_lib.analysis.overlap import barriers_of
from totalplace_lib.analysis.themes import count_by_theme, themes_table, trend_years
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.finding import find_place


def test_a_trend_stays_in_the_run_of_its_year() -> None:
    assert trend_years("2008-09") == ("2007-08", "2008-09", "2009-10")
    assert trend_years("2022-23")[0] == "2013-14"
    assert {"2014-15", "2018-19"} < set(trend_years("2022-23"))


def test_a_mayoral_area_is_compared_with_others_of_its_kind() -> None:
    place = find_place("greater-manchester", "2022-23")
    near = neighbours(place, Year.parse("2022-23"), 5)
    assert len(near) == 5
    assert {each.kind for each in near} == {COMBINED}
    assert not {code for each in near for code in each.areas} & set(place.areas)


@pytest.mark.slow
def test_a_deep_dive_of_a_mayoral_area_says_breaks_gaps_and_prices_of_its_year() -> None:
    dive = deep_dive("tees-valley", "mental-health", "2022-23")
    assert dive.prices == "2022-23"
    assert list(dive.breaks["year"]) == ["2017-18", "2020-21", "2022-23"]
    assert dive.gaps["gap"].str.contains("share of all health spending in 2009-10").any()
    assert not dive.gaps["gap"].str.contains("primary care trusts").any()
    assert dive.clients.table.empty  # the last unit costs held are of 2009-10
    assert (dive.trend["amount_gbp"] > 0).all()


def test_a_theme_that_no_line_shows_by_itself_is_refused_with_the_reason() -> None:
    with pytest.raises(UsageError, match="cannot be told apart in 2022-23"):
        deep_dive("tees-valley", "drugs-alcohol", "2022-23")


def test_every_theme_that_is_told_apart_has_money_in_the_last_year() -> None:
    whole = count_by_theme("tees-valley", "2024-25")
    sums = whole.parts.groupby("theme")["amount_gbp"].sum()
    told_apart = themes_table().query("last != last")["theme"]
    assert (sums.reindex(told_apart) > 1_000_000).all()


def test_a_looked_after_child_has_a_cost_in_the_year_of_the_count() -> None:
    found = clients_of(whole_area_count("tees-valley", "2022-23"), "looked-after")
    assert found.year == "2022-23"
    row = found.table.iloc[0]
    assert row["councils"] == 5
    assert row["unit_cost_gbp"] == pytest.approx(row["gross_gbp"] / row["activity"])


def test_a_barrier_that_rested_on_bodies_now_gone_is_left_out() -> None:
    then, now = (
        barriers_of(count_by_theme("tees-valley", year).parts, year).set_index("barrier")
        for year in ("2009-10", "2022-23")
    )
    assert "regional-control" in then.index
    assert "regional-control" not in now.index
    assert "Primary care trusts" in str(then.loc["health-care-budgets", "ask"])
    assert "Primary care trusts" not in str(now.loc["health-care-budgets", "ask"])
