"""NHS money below the region on the committed tables: boards' amounts, groups' areas, evidence for every function."""

from __future__ import annotations

import pytest

import totalplace_lib as tp
from totalplace_lib.analysis import nhs_below_region
from totalplace_lib.evidence import health_groups, measured, ranges
from totalplace_lib.model import Year
from totalplace_lib.national import group_areas, key_series
from totalplace_lib.project import read_config, read_table

MANCHESTER = "QOP"


def _given(board: str) -> float:
    held = read_table("health_allocations", year="2022-23", body_kind="icb")
    return round(float(held.loc[held["body_code"] == board, "amount_gbp"].sum()), 2)


def test_the_key_of_a_whole_board_is_what_it_was_given() -> None:
    areas = key_series.board_areas(Year(2021)).query("catchment_code == @MANCHESTER")
    values = key_series.series(Year(2021), ["health_boards"]).set_index("area_code")["value"]
    assert len(areas) == 10 and (areas["weight"] == 1).all()
    assert values[areas["area_code"]].sum() == pytest.approx(_given(MANCHESTER))


def test_a_whole_board_is_actual_and_a_part_of_one_is_estimated() -> None:
    whole = tp.whole_area_count("greater-manchester", "2022-23").lines.query("spender_group == 'NHS'")
    own = whole[whole["method"] == "actual"]
    assert round(float(own["amount_gbp"].sum()), 2) == _given(MANCHESTER)
    assert set(own["source_id"]) == {"nhs_icb_2023"}
    part = tp.whole_area_count("birmingham", "2022-23").lines.query("spender_group == 'NHS'")
    assert set(part["method"]) == {"apportioned"} and set(part["marker"]) == {"e"}


def test_hospital_money_has_the_evidence_of_its_driver_in_later_years() -> None:
    found = ranges.ranged(tp.whole_area_count("birmingham", "2021-22"))
    health = found.lines.query("key == 'health_boards'")
    assert set(health["driver"]) == {nhs_below_region.DRIVER} and set(health["grade"]) == {"B"}
    assert (health["low_gbp"] < health["amount_gbp"]).all() and (
        health["amount_gbp"] < health["high_gbp"]
    ).all()
    assert measured.names()[nhs_below_region.DRIVER] == "Hospital and community health"


def test_groups_cover_the_country_once_with_all_their_money() -> None:
    areas, amounts = group_areas.areas(), group_areas.allocations()
    covered = areas.groupby(["year", "area_code"])["weight"].sum()
    assert len(covered) == 7 * 296 and covered.to_numpy() == pytest.approx(1)
    held = read_table("health_allocations", body_kind="ccg")
    assert amounts["amount_gbp"].sum() == pytest.approx(held["amount_gbp"].sum())
    codes = [*read_config("geography/group_areas.csv")["body_code"], *group_areas.mergers()]
    assert set(codes) <= set(held["body_code"])
    assert (health_groups.parts().groupby(["year", "body_code"]).size() > 1).all()


def test_the_key_of_a_group_is_what_it_was_given() -> None:
    values = key_series.series(Year(2017), ["health_groups"]).set_index("area_code")["value"]
    held = read_table("health_allocations", body_kind="ccg", year="2017-18")
    given = held.set_index("body_code")["amount_gbp"]
    assert values["E06000032"] == pytest.approx(given["06P"])  # Luton
    assert values.sum() == pytest.approx(given.sum())


def test_hospital_money_of_2017_18_follows_the_groups() -> None:
    count = tp.whole_area_count("birmingham", "2017-18")
    health = count.lines[count.lines["key"] == "health_groups"]
    assert set(health["spender_group"]) == {"NHS"} and set(health["marker"]) == {"e"}
    assert "basis: health" in set(count.ledger["step"])


def test_the_key_within_boards_is_the_one_that_did_best_held_out() -> None:
    table = health_groups.candidates().set_index("label")
    best = str(table["held_out"].idxmin())
    assert read_config("keys.csv").set_index("key").loc[key_series.WITHIN_BOARDS, "value"] == best
    assert table.loc[best, "median_error"] < table.loc["population", "median_error"]


def test_regions_keep_their_health_money_whatever_the_key() -> None:
    table = nhs_below_region.changes("2021-22")
    sums = table.groupby("region_name")[["amount_gbp", "before_gbp"]].sum()
    assert sums["amount_gbp"].tolist() == pytest.approx(sums["before_gbp"].tolist(), abs=0.01)
