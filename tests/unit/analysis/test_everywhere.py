"""Every place at a glance: the same figures as each place's own count."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.everywhere import COUNCILS, ENGLAND, FIGURES, every_place, figures
from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.analysis.whole_area_count import evidence_of, whole_area_count
from totalplace_lib.evidence.carried import figure_of
from totalplace_lib.national.finding import find_place

PLACES = ("kent", "cumbria", "luton-central-bedfordshire", "london", "birmingham")


@pytest.fixture(scope="module")
def made():
    """Five places in one pass, by all groups of spenders."""
    places = {slug: find_place(slug, "2008-09") for slug in PLACES}
    return figures("2008-09", places, all_groups=True)


@pytest.mark.parametrize("slug", PLACES)
def test_a_total_is_that_of_the_places_own_count_with_its_range_and_measured_share(made, slug):
    count = whole_area_count(slug, "2008-09")
    own = made[(made["place"] == slug) & (made["group"] == TOTAL)].iloc[0]
    gate = figure_of(count)
    assert own["amount_gbp"] == count.total_gbp
    assert (own["low_gbp"], own["high_gbp"]) == pytest.approx((count.low_gbp, count.high_gbp), abs=0.02)
    assert own["measured"] == pytest.approx(gate.measured)
    assert own["population"] == count.population


def test_groups_add_up_to_the_total_and_have_the_ranges_of_the_report(made):
    own = made[made["place"] == "kent"].set_index("group")
    parts = own.drop(index=TOTAL)
    assert parts["amount_gbp"].sum() == pytest.approx(own.loc[TOTAL, "amount_gbp"], abs=0.01)
    report = evidence_of("kent", "2008-09").by("spender_group").set_index("spender_group")
    for column in ("amount_gbp", "low_gbp", "high_gbp"):
        assert parts[column].to_dict() == pytest.approx(report[column].to_dict(), abs=0.02)


def test_without_all_groups_there_is_the_councils_part_alone():
    found = figures("2008-09", {"kent": find_place("kent", "2008-09")})
    assert found["group"].tolist() == [TOTAL, COUNCILS]
    assert list(found.columns) == FIGURES


def test_every_upper_tier_area_and_named_place_is_there_once():
    places = every_place()
    grounds = [place.areas for place in places.values()]
    assert (
        len(places) == 180
    )  # 153 upper-tier areas, 26 named places on other ground (London under two names), England
    assert len(set(grounds)) == 179
    assert places[ENGLAND].kind == "country"
    assert {"kent", "cumbria", "greater-manchester", "leeds", "dorset"} < set(places)


def test_places_of_which_nothing_is_known_by_place_are_counted_too():
    # Luton's areas hold no body that a publication of the year names
    for slug, year in (("luton-central-bedfordshire", "2008-09"), ("kent", "2010-11")):
        found = figures(year, {slug: find_place(slug, year)})
        assert found["amount_gbp"].iloc[0] == whole_area_count(slug, year).total_gbp
