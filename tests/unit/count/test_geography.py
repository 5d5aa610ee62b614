"""Catchments: who serves which areas, with the odd cases of English local government."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.geography import (
    authority_catchments,
    carried,
    in_force,
    members,
    region_catchments,
    vintage_for,
)
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Year

AREAS = pd.DataFrame(
    [
        ("E06000055", "E0202", "unitary", "E12000006"),
        ("E06000056", "E0203", "unitary", "E12000006"),
        ("E06000032", "E0201", "unitary", "E12000006"),
        ("E07000105", "E2231", "district", "E12000008"),
        ("E07000106", "E2232", "district", "E12000008"),
        ("E06000035", "E2201", "unitary", "E12000008"),
    ],
    columns=["area_code", "authority_code", "area_type", "region_code"],
)
CHANGES = pd.DataFrame(
    [("E0221", "E06000055"), ("E0221", "E06000056"), ("E0233", "E06000056")], columns=["old_code", "new_code"]
)
SPECIAL = pd.DataFrame(
    [("E6299", "E22* -E2232", None, None), ("E6298", "E0201", "2010-11", None)],
    columns=["body_code", "members", "from", "to"],
)


def served(code: str, year: int = 2008) -> list[str]:
    table = authority_catchments([code], AREAS, CHANGES, SPECIAL, Year(year))
    assert (table["catchment_code"] == code).all() and (table["weight"] == 1.0).all()
    return table["area_code"].tolist()


@pytest.mark.parametrize(
    ("code", "areas"),
    [
        ("E0201", ["E06000032"]),  # a unitary serves itself
        ("E2221", ["E07000105", "E07000106"]),  # a county serves its districts, not the unitary beside it
        (
            "E6002",
            ["E06000032", "E06000055", "E06000056"],
        ),  # a police force the county whose number it carries
        ("E6122", ["E06000035", "E07000105", "E07000106"]),
        ("E0221", ["E06000055", "E06000056"]),  # a county split in 2009 serves both successors
        ("E0233", ["E06000056"]),
        ("E6299", ["E06000035", "E07000105"]),  # a body of its own, less one council
    ],
)
def test_each_kind_of_authority_serves_its_areas(code: str, areas: list[str]) -> None:
    assert served(code) == areas


def test_all_authorities_without_a_catchment_are_named_at_once() -> None:
    with pytest.raises(ConfigError, match=r"E9901, E6298 in 2008-09.*catchments\.csv"):
        authority_catchments(["E9901", "E6298"], AREAS, CHANGES, SPECIAL, Year(2008))


def test_a_body_is_there_from_its_first_year() -> None:
    assert served("E6298", 2010) == ["E06000032"]


def test_every_area_lies_in_its_region_and_in_england() -> None:
    table = region_catchments(AREAS)
    assert table.groupby("area_code")["catchment_code"].agg(set).map(lambda codes: "E92000001" in codes).all()
    assert len(table) == 2 * len(AREAS)


def test_a_pattern_of_codes_is_not_a_region() -> None:
    assert members("E12000008", AREAS) == ["E06000035", "E07000105", "E07000106"]
    assert members("E12*", AREAS) == []


def test_the_areas_that_a_year_is_counted_on() -> None:
    counted = {text: vintage_for(Year.parse(text)) for text in ("2008-09", "2013-14", "2014-15", "2022-23")}
    assert counted == {"2008-09": 2009, "2013-14": 2013, "2014-15": 2023, "2022-23": 2023}
    assert [in_force(Year.parse(text)) for text in ("2008-09", "2018-19", "2019-20", "2021-22")] == [
        2009, 2013, 2019, 2021,
    ]  # fmt: skip


def test_a_catchment_is_carried_to_newer_areas_by_the_people_in_it() -> None:
    old = pd.DataFrame(
        [("council", "A", 1.0), ("county", "A", 1.0), ("county", "B", 1.0)],
        columns=["catchment_code", "area_code", "weight"],
    )
    onward = pd.Series({"A": "Z", "B": "Z"})
    found = carried(old, onward, pd.Series({"A": 30.0, "B": 10.0}))
    assert found.to_dict("records") == [
        {"catchment_code": "council", "area_code": "Z", "weight": 0.75},
        {"catchment_code": "county", "area_code": "Z", "weight": 1.0},
    ]
    with pytest.raises(ConfigError, match="what became of B"):
        carried(old, onward.drop("B"), pd.Series({"A": 30.0, "B": 10.0}))
