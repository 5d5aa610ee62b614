"""The evidence on the real tables: what the docs say is what the tables give, and the targets that were set."""

from __future__ import annotations

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.analysis import reconciliation
from totalplace_lib.evidence import backtests, health_trusts, measured, measuring, nations, ranges, splits
from totalplace_lib.model import Year
from totalplace_lib.national.central import central_rules
from totalplace_lib.national.money import money
from totalplace_lib.project import read_config

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def headline() -> pd.DataFrame:
    return splits.headline().set_index("scope")


def test_the_lines_of_2008_09(headline: pd.DataFrame) -> None:
    found = headline.loc["All lines"]
    assert found["lines"] == 314 and round(found["amount_gbp"] / 1e9, 1) == 288.3
    assert found["population"] == pytest.approx(0.0855, abs=0.0001)


def test_misplaced_money_with_the_region_left_out(headline: pd.DataFrame) -> None:
    assert headline.loc["All lines", "region_out"] <= 0.05
    assert headline.loc["Without fixed assets", "region_out"] <= 0.04


def test_lines_served_worse_than_by_population_are_few_and_small() -> None:
    lines = splits.lines_of(splits.HEADLINE_YEAR)
    excess = lines["excess_gbp"]
    worse = excess[excess - lines["standard_error_gbp"] > 1]
    assert len(worse) == 6 and round(worse.sum() / 1e6) == 18  # docs/method.md


def test_config_is_what_the_tournament_chooses() -> None:
    assert splits.drift().empty and health_trusts.drift().empty


def test_the_weights_of_the_nhs_are_the_same_whichever_region_is_left_out() -> None:
    best = health_trusts.candidates().iloc[0]
    assert best["held_out"] == best["misplaced"] < 0.6 * health_trusts.candidates()["held_out"].max()


def test_attendance_allowance_in_wales_and_scotland_follows_its_key_better_than_people() -> None:
    table = nations.compared().query("driver == 'attendance'")
    apart = (table["key_gbp"] - table["amount_gbp"]).abs()
    assert (apart < (table["population_gbp"] - table["amount_gbp"]).abs()).all()
    assert set(table["nation"]) == {"Wales", "Scotland"}


def test_every_driver_has_a_key_and_an_error() -> None:
    drivers = splits.drivers()
    assert set(central_rules()["driver"]) <= set(drivers.index)
    assert set(drivers.index) <= set(measured.table().index)


def test_the_committed_errors_are_what_the_evidence_gives() -> None:
    made = measuring.made().set_index("driver")
    pd.testing.assert_frame_equal(measured.table().loc[made.index], made, check_dtype=False)
    assert {"council_capital", "council_estimate"} <= set(made.index)  # tried on councils' own returns


def test_trusts_are_a_third_nearer_than_by_population() -> None:
    trusts = backtests.below_region().set_index("test").loc["pct_allocations"]
    assert trusts["median_error"] < 2 / 3 * trusts["population_error"]


def test_every_family_holds_what_it_says_or_its_lines_are_of_the_last_grade() -> None:
    table, tests = measured.table(), backtests.tests()
    families = measured.coverage().query("level == 'family'").set_index("name")["inside"]
    outside = families[~families.between(0.85, 0.95)].index
    speak = tests[tests["family"].isin(outside)]
    named = speak["driver"].where(speak["driver"] != "", speak["test"])
    assert outside.tolist() == ["Fire"] and set(table.loc[named, "grade"]) == {"D"}


def test_the_worst_family_stands_beside_the_mean() -> None:
    found = measured.coverage().set_index("level")
    worst = found.loc["places: worst"]
    families = found.loc[["family"]].set_index("name")["inside"]
    assert worst["inside"] == families[worst["name"]]
    assert (families - 0.9).abs().max() == abs(worst["inside"] - 0.9)


def test_no_range_that_was_not_tested_below_the_region_is_better_than_c() -> None:
    table = measured.table()
    assert set(table.loc[table["figures_below"] == 0, "grade"]) <= {"C", "D"}


def test_out_of_time_the_keys_are_nearer_than_people_in_every_year() -> None:
    table = splits.by_year().set_index("year")
    later = table[table["judged"] == "after"]
    assert later.index.tolist() == [f"20{year}-{year + 1}" for year in range(18, 25)]
    assert (later["chosen_before"] < later["population"]).all()
    of_year = table.loc["2022-23"]
    assert (of_year["population"], of_year["chosen_before"]) == (0.0977, 0.0678)  # docs/method.md


def test_the_total_of_every_region_is_unchanged_by_the_keys() -> None:
    # The nine regions add up to England, whatever key each line has.
    table = tp.places()
    regions = [tp.whole_area_count(slug).total_gbp for slug in table[table["kind"] == "region"]["slug"]]
    england = tp.whole_area_count("england")
    unallocated = england.unallocated_gbp - sum(
        tp.whole_area_count(slug).unallocated_gbp for slug in table[table["kind"] == "region"]["slug"]
    )
    assert sum(regions) == pytest.approx(england.total_gbp + unallocated, abs=0.01)


def test_a_count_with_ranges_is_the_same_count() -> None:
    count = tp.whole_area_count("birmingham")
    found = ranges.ranged(count)
    assert found.lines["amount_gbp"].tolist() == count.lines["amount_gbp"].tolist()
    assert found.low_gbp < count.total_gbp < found.high_gbp
    published = found.lines["method"] == "actual"
    assert (found.lines.loc[published, "grade"] == "A").all()
    assert (found.lines.loc[published, "low_gbp"] == found.lines.loc[published, "high_gbp"]).all()
    assert found.lines[["low_gbp", "high_gbp", "grade"]].notna().all().all()


def test_every_published_figure_is_reconciled_to_the_penny() -> None:
    table = reconciliation.comparison("birmingham")
    parts = table[["scope_gbp", "gross_gbp", "range_gbp", "unexplained_gbp"]].fillna(0).sum(axis=1)
    assert (parts - table["difference_gbp"]).abs().max() < 0.005
    assert len(table) == 11


def test_the_printed_luton_figures_are_caught() -> None:
    checks = reconciliation.plausible()
    luton = checks[checks["place_name"].str.startswith("Luton")].iloc[0]
    assert luton["expected"] == 448_000 and not luton["is_plausible"]
    cumbria = checks[(checks["place_name"] == "Cumbria") & checks["check"].str.startswith("per head")].iloc[0]
    assert cumbria["published"] > 14_000 and not cumbria["is_plausible"]


def test_every_key_in_use_has_a_series_and_a_reason() -> None:
    keys = read_config("keys.csv")
    assert keys["why"].notna().all() and keys["key"].is_unique
    used = set(money(Year.parse("2008-09")).lines["key"]) - {"none"}
    assert used <= set(keys["key"])
