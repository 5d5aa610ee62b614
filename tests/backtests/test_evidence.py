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
from totalplace_lib.present.views import key_tournament as view
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


def test_no_line_is_worse_than_by_population_by_more_than_its_standard_error() -> None:
    lines = splits.lines_of(splits.HEADLINE_YEAR)
    assert view.worse_than_population(lines).table.empty


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
    councils = read_config("evidence/council_tests.csv")["driver"]  # tried on councils' own returns
    assert set(measured.table().index) - set(made.index) == set(councils)


def test_trusts_are_a_third_nearer_than_by_population() -> None:
    trusts = backtests.below_region().set_index("test").loc["pct_allocations"]
    assert trusts["median_error"] < 2 / 3 * trusts["population_error"]


def test_ranges_hold_what_they_say_below_and_between_regions() -> None:
    found = measured.coverage().set_index("level")["inside"]
    assert 0.85 <= found["places"] <= 0.95 and 0.85 <= found["regions"] <= 0.95


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
