"""Academies: the schools grant by authority as a key, and the keys before it judged on it."""

from __future__ import annotations

import pytest

import totalplace_lib as tp
from totalplace_lib.evidence import academies
from totalplace_lib.model import Year
from totalplace_lib.national import central, key_series
from totalplace_lib.project import read_table

BIRMINGHAM, CAMDEN, SCILLY = "E08000025", "E09000007", "E06000053"


def deducted(year: str) -> dict[str, float]:
    held = read_table("schools_grant", block="total", measure="deducted", year=year)
    return dict(zip(held["authority_code"], held["amount_gbp"], strict=True))


@pytest.mark.parametrize(("start", "year"), [(2019, "2019-20"), (2023, "2023-24"), (2024, "2023-24")])
def test_the_key_of_an_authority_is_what_its_academies_got_in_the_nearest_year(start: int, year: str) -> None:
    values = key_series.series(Year(start), [central.GRANT]).set_index("area_code")["value"]
    assert values[BIRMINGHAM] == pytest.approx(deducted(year)["E4601"])
    assert values[CAMDEN] == pytest.approx(deducted(year)["E5011"])
    assert values.sum() == pytest.approx(sum(deducted(year).values()))
    assert values[SCILLY] == 0  # not listed


@pytest.mark.parametrize(("year", "key"), [("2018-19", "academy_children"), ("2019-20", "academy_grant")])
def test_academies_follow_the_grant_from_the_first_year_that_is_held(year: str, key: str) -> None:
    count = tp.whole_area_count("birmingham", year)
    assert set(count.lines.loc[count.lines["driver"] == central.ACADEMIES, "key"]) == {key}


def test_children_outside_council_schools_are_nearer_to_the_grant_than_people_in_every_year() -> None:
    table = academies.below_region()["misplaced"].unstack("key")
    assert (table["academy_children"] < 0.07).all() and (table["population"] > 0.10).all()
    children, people = table["academy_children"], table["population"]  # both are in docs/method.md
    assert children.round(3).tolist() == [0.065, 0.067, 0.068, 0.062, 0.065]
    assert people.round(3).tolist() == [0.127, 0.123, 0.119, 0.113, 0.109]
