"""What the pattern of all others gives: the regression by hand, errors of those left out, the range held to its word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.analysis import expected as analysis
from totalplace_lib.analysis.expected import (
    covered,
    evidence,
    expected,
    formula_shares,
    pattern,
    per_head,
    units,
)
from totalplace_lib.model import Year
from totalplace_lib.national.finding import find_place

NOW = Year.parse("2022-23")


def made(seed: int, rows: int = 40, noise: float = 1.0) -> tuple[analysis.Floats, analysis.Floats]:
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, 3))
    return table, 100 + table @ np.array([5.0, -2.0, 0.0]) + random.normal(scale=noise, size=rows)


def test_a_pattern_without_noise_is_found_again() -> None:
    table, values = made(1, noise=0.0)
    assert pattern(table, values).at(table) == pytest.approx(values, rel=0.01)


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_error_of_a_row_left_out_is_what_leaving_it_out_gives(seed: int) -> None:
    """With the strength and the scale of the fit to all, a fit without the row misses it by its error."""
    table, values = made(seed, rows=12)
    whole = pattern(table, values)
    scaled, row = (table - whole.middle) / whole.spread, seed % 12
    rest = np.arange(12) != row
    design = np.c_[np.ones(12), scaled]
    held_back = np.diag([0.0, *[whole.strength] * 3])
    slopes = np.linalg.solve(design[rest].T @ design[rest] + held_back, design[rest].T @ values[rest])
    assert whole.errors[row] == pytest.approx(values[row] - design[row] @ slopes, rel=1e-6, abs=1e-6)


@given(st.integers(0, 1000), st.floats(0.1, 1000))
@settings(max_examples=15, deadline=None)
def test_units_of_a_variable_do_not_matter(seed: int, scale: float) -> None:
    table, values = made(seed)
    assert pattern(table * scale, values).at(table * scale) == pytest.approx(pattern(table, values).at(table))


def test_a_range_holds_nine_in_ten_of_what_it_has_not_seen() -> None:
    table, values = made(7, rows=400)
    fit = pattern(table[:200], values[:200])
    inside = abs(values[200:] - fit.at(table[200:])) <= fit.width
    assert 0.84 <= inside.mean() <= 0.96


def test_the_ranges_of_real_services_hold_what_they_say() -> None:
    found = [
        covered(NOW, service, "council") for service in ("adult_social_care", "schools", "public_health")
    ]
    assert all(0.85 <= each["covered"] <= 0.95 for each in found)
    assert all(each["missed"] < each["missed_by_mean"] for each in found)


def test_the_place_has_no_part_in_its_own_pattern() -> None:
    place = find_place("blackpool", NOW)
    assert "E06000009" not in evidence(NOW, "schools", "council", ["E06000009"]).index
    row = expected(place, NOW).set_index("service").loc["children_social_care"]
    assert row["units"] == len(evidence(NOW, "children_social_care", "council")) - 1
    assert row["low_gbp"] < row["expected_gbp"] < row["high_gbp"] < row["per_head_gbp"]
    assert not row["is_inside"]


def test_a_council_without_a_return_is_no_evidence() -> None:
    late = Year.parse("2023-24")  # Birmingham made none, and no later publication holds its figures
    assert "E08000025" not in evidence(late, "adult_social_care", "council").index
    assert "E08000025" in evidence(NOW, "adult_social_care", "council").index
    shown = expected(find_place("birmingham", late), late)["service"].tolist()
    assert "police" in shown and "adult_social_care" not in shown


def test_units_add_up_to_england() -> None:
    for service, published in (("police", "force"), ("adult_social_care", "council"), ("nhs", "board")):
        people = units(NOW, published)["population"]
        total = float((per_head(NOW, service, published)["per_head_gbp"] * people).sum())
        own = analysis.spent(NOW)
        assert total == pytest.approx(float(own.loc[own["service"] == service, "amount_gbp"].sum()), rel=1e-9)
        assert people.sum() == pytest.approx(57_144_395, rel=1e-6)


def test_a_district_shows_the_county_that_serves_it() -> None:
    own, county = (
        expected(find_place(each, NOW), NOW).set_index("service") for each in ("sevenoaks", "kent")
    )
    assert own["is_wider"].all() and not county.loc["schools", "is_wider"]
    assert own.loc["schools", "per_head_gbp"] == pytest.approx(county.loc["schools", "per_head_gbp"])


def test_formulas_are_known_in_their_years_alone() -> None:
    york = find_place("york", NOW)
    assert formula_shares(york, NOW).set_index("formula")["per_head_gbp"].to_dict() == pytest.approx(
        {"schools grant": 750.2}, abs=0.1
    )
    settled = formula_shares(york, Year.parse("2018-19")).set_index("formula")["per_head_gbp"]
    people = 209_893  # York, mid-2018
    assert settled.to_dict() == pytest.approx({"settlement funding": 30_119_600 / people}, rel=0.05)
    assert formula_shares(york, Year.parse("2008-09")).empty
