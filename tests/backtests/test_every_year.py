"""Every year on the committed tables: both halves equal their control, places keep their ground, areas add to England."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.controls import controls
from totalplace_lib.analysis.services import every, services_per_head
from totalplace_lib.analysis.whole_area_count import england, whole_area_count
from totalplace_lib.count.geography import VINTAGES
from totalplace_lib.errors import UsageError
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import follow, gazetteer
from totalplace_lib.national.years import plan, years
from totalplace_lib.project import read_table

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return controls()


def test_both_halves_equal_their_control_to_the_penny(table: pd.DataFrame) -> None:
    held = table[table["control_gbp"].notna()]
    assert held["difference_gbp"].tolist() == [0.0] * (3 * len(years()))


def test_every_year_of_the_plan_is_counted(table: pd.DataFrame) -> None:
    assert table["control_gbp"].notna().all()
    assert set(table["year"]) == set(plan()) == set(years())


@pytest.mark.parametrize(
    ("year", "central_gbp", "councils_gbp"),
    [
        ("2008-09", 283_025_689_902.71, 116_562_585_000.00),
        ("2012-13", 328_114_332_000.00, 116_263_393_000.00),
        ("2022-23", 553_053_528_000.00, 127_447_248_417.48),
    ],
)
def test_controls_are_the_published_figures(
    table: pd.DataFrame, year: str, central_gbp: float, councils_gbp: float
) -> None:
    of_year = table[table["year"] == year].set_index("half")["control_gbp"]
    assert of_year["central"] == central_gbp
    assert of_year["councils: current"] == councils_gbp


def test_birmingham_is_filled_from_the_later_publication() -> None:
    count = whole_area_count("birmingham", "2022-23")
    own = count.lines[(count.lines["catchment_code"] == "E4601") & (count.lines["economic"] == "current")]
    levies = count.removed[count.removed["spender"] == "Birmingham council"]["amount_gbp"].sum()
    assert round(own["amount_gbp"].sum() + levies, 2) == 2_670_855_000.00
    assert "no return: filled" in set(count.ledger["step"])


def test_an_estimate_is_named_in_the_ledger_of_the_places_it_serves_and_is_not_an_actual_figure() -> None:
    count = whole_area_count("dorset-poole-bournemouth", "2016-17")
    ledger = count.ledger.set_index("step")
    assert "Dorset Police" in ledger.loc["no return: estimated", "reason"]
    police = count.lines[count.lines["catchment_code"] == "E7012"]
    current = police[police["economic"] == "current"]
    assert 120e6 < current["amount_gbp"].sum() < 130e6
    assert set(current["method"]) == {"apportioned"} and set(current["marker"]) == {"e"}
    others = whole_area_count("birmingham", "2016-17").ledger["step"]
    assert not others.str.startswith("no return").any()


FOLLOWED = [
    ("gateshead", "2012-13", "2022-23"),
    ("northumberland", "2008-09", "2013-14"),
    ("cumbria", "2008-09", "2022-23"),
    ("northamptonshire", "2008-09", "2022-23"),
    ("buckinghamshire", "2008-09", "2022-23"),
    ("north-yorkshire", "2008-09", "2022-23"),
    ("somerset", "2008-09", "2022-23"),
    ("dorset@2023", "2008-09", "2022-23"),
    ("bournemouth-christchurch-and-poole", "2008-09", "2022-23"),
]


@pytest.mark.parametrize(("name", "early", "late"), FOLLOWED)
def test_a_place_keeps_its_ground(name: str, early: str, late: str) -> None:
    now = find_place(name, late)
    then = find_place(name, early)
    assert follow(then, now.vintage).areas == now.areas
    assert follow(now, then.vintage).areas == then.areas


@pytest.mark.parametrize(
    ("name", "year", "reason"),
    [
        ("bournemouth", "2022-23", "also holds Poole"),
        ("dorset@2009", "2022-23", "also holds Bournemouth"),
        ("allerdale", "2021-22", "now part of Cumberland"),
        ("aylesbury-vale", "2017-18", "now part of Buckinghamshire"),
        ("icb:lancashire-and-south-cumbria", "2022-23", "not made of whole areas"),
    ],
)
def test_a_place_that_is_not_exact_is_refused_with_the_reason(name: str, year: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        find_place(name, year)


def test_registered_places_hold_the_same_ground_at_every_vintage() -> None:
    register = gazetteer(VINTAGES[-1]).register["slug"]
    for slug in register:
        today = gazetteer(VINTAGES[-1]).find(slug)
        for vintage in VINTAGES[:-1]:
            assert follow(today, vintage).areas == gazetteer(vintage).find(slug).areas, (slug, vintage)


@pytest.mark.parametrize(("year", "areas"), [("2008-09", 152), ("2021-22", 153)])
def test_every_upper_tier_area_adds_to_england(year: str, areas: int) -> None:
    table = every("upper-tier", year)
    inside = table[table["code"] != ""]
    assert len(inside) == areas
    assert round(float(table["amount_gbp"].sum()), 2) == england(year).total_gbp
    kent = inside.set_index("name").loc["Kent"]
    assert round(float(kent["amount_gbp"]), 2) == whole_area_count("kent", year).total_gbp


def test_services_per_head_add_to_england() -> None:
    table = services_per_head("2022-23")
    whole, parts = table.iloc[0], table.iloc[1:]
    for service in ("nhs", "public_health", "police", "schools", "local_government"):
        total = (parts[service] * parts["population"]).sum()
        assert total == pytest.approx(whole[service] * whole["population"])
    allocated = read_table("health_allocations", year="2022-23", body_kind="icb")["amount_gbp"].sum()
    assert whole["nhs"] * whole["population"] == pytest.approx(allocated)


@pytest.mark.parametrize("year", [year for year in plan() if year >= "2018-19"])
def test_england_is_within_half_a_percent_of_the_treasury(year: str) -> None:
    cra = read_table("cra", year=year, edition=plan()[year]["central"])
    known = cra[cra["is_identifiable"] & cra["area_code"].str.startswith("E12")]["amount_gbp"].sum()
    assert abs(england(year).total_gbp / known - 1) < 0.005


def test_no_more_than_one_percent_of_a_year_is_under_the_last_rule() -> None:
    rest = "Other departments and agencies"
    for year in years():
        lines = england(year).lines
        size = lines.loc[lines["spender"] == rest, "amount_gbp"].abs().sum()
        assert size < 0.01 * lines["amount_gbp"].sum(), year


def test_dorset_county_and_city_add_to_the_three_councils() -> None:
    three = whole_area_count("dorset-poole-bournemouth", "2008-09").total_gbp
    parts = [
        whole_area_count(name, "2008-09").total_gbp
        for name in ("dorset@2023", "bournemouth-christchurch-and-poole")
    ]
    assert round(sum(parts), 2) == three
