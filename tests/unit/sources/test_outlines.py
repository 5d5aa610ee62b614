"""Outlines of areas, made light for a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.project import read_table
from totalplace_lib.sources.outlines import parts_that_show, simplified, surface

DEGREES = st.floats(-2.0, 2.0, allow_nan=False).map(lambda number: round(number, 4))
ARCS = st.lists(st.tuples(DEGREES, DEGREES.map(lambda north: north + 52)), min_size=2, max_size=30)
SQUARE = [(0.0, 50.0), (0.1, 50.0), (0.1, 50.1), (0.0, 50.1), (0.0, 50.0)]


@given(ARCS)
def test_the_ends_stay_and_nothing_is_added(arc: list[tuple[float, float]]) -> None:
    light = simplified(arc)
    assert (light[0], light[-1]) == (arc[0], arc[-1])
    left = iter(arc)
    assert all(point in left for point in light)  # the same points in the same order


def test_what_matters_least_goes_and_what_matters_stays() -> None:
    # 0.001 degrees off a straight line of 0.2 degrees at 50 north: 0.2 x 0.001 / 2 x 111.2^2 x cos(50) = 0.8 km2 x 0.99
    wiggle = [(0.0, 50.0), (0.1, 50.001), (0.2, 50.0)]
    bay = [(0.0, 50.0), (0.1, 50.01), (0.2, 50.0)]
    assert simplified(wiggle) == [wiggle[0], wiggle[2]]
    assert simplified(bay) == bay


def test_an_island_keeps_a_surface() -> None:
    islet = [(0.0, 50.0), (0.001, 50.0), (0.001, 50.001), (0.0005, 50.0015), (0.0, 50.001), (0.0, 50.0)]
    assert len(simplified(islet)) == 4
    assert surface(simplified(islet)) != 0


def test_a_square_has_the_surface_of_a_square() -> None:
    # 11.12 km up and 11.12 x cos(50) = 7.148 km across
    assert surface(SQUARE) == pytest.approx(11.12 * 7.148, rel=0.001)
    assert surface(SQUARE[::-1]) == -surface(SQUARE)


def test_small_islands_go_but_never_the_largest_part() -> None:
    islet = [(east / 10, 50 + (north - 50) / 10) for east, north in SQUARE]
    assert parts_that_show([islet, SQUARE]) == [SQUARE]
    assert parts_that_show([islet]) == [islet]


def test_every_upper_tier_area_has_an_outline_of_about_its_size() -> None:
    points = read_table("area_outlines")
    areas = read_table("areas", vintage=2023)
    assert set(points["area_code"]) == set(areas["county_code"])
    size = read_table("area_points").set_index("area_code")["surface_km2"]
    whole = areas["area_code"].map(size).groupby(areas["county_code"]).sum()
    drawn = {
        code: sum(
            abs(surface(list(zip(part["longitude"], part["latitude"], strict=True))))
            for _, part in own.groupby("part")
        )
        for code, own in points.groupby("area_code")
    }
    far = {code: drawn[code] / size for code, size in whole.items() if abs(drawn[code] / size - 1) > 0.12}
    assert set(far) == {"E06000053", "E09000001"}  # Scilly: one island of many; the City of London: three km2
