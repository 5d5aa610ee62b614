"""Keys from births, deaths and students on the committed tables: years, and areas merged since."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.model import Year
from totalplace_lib.national.key_series import series
from totalplace_lib.project import read_table

BIRMINGHAM, ALLERDALE, CARLISLE = "E08000025", "E07000026", "E07000028"


def values(year: int, *names: str) -> pd.DataFrame:
    return series(Year(year), names).pivot(index="area_code", columns="key", values="value")


def test_events_are_those_of_the_year_and_then_of_the_last_one_held() -> None:
    of_2008, of_2012, later = (values(start, "births", "deaths") for start in (2008, 2012, 2021))
    assert of_2008["births"].sum() == 667_020 and of_2012["deaths"].sum() == 476_805
    assert later.sum().to_dict() == of_2012.sum().to_dict()
    assert later.notna().all().all() and later.loc[BIRMINGHAM, "births"] == of_2012.loc[BIRMINGHAM, "births"]


def test_ages_are_interpolated_between_the_years_held_and_stand_still_outside_them() -> None:
    parts = {}
    for year in (2008, 2013, 2018, 2022, 2023, 2024):
        table = values(year, "students", "pensioners", "population")
        assert table.notna().all().all()
        parts[year] = table.div(table["population"], axis=0).loc[BIRMINGHAM]
    assert parts[2008].to_dict() == pytest.approx(parts[2013].to_dict())
    assert parts[2024].to_dict() == pytest.approx(parts[2023].to_dict())
    assert parts[2018].to_dict() == pytest.approx(((parts[2013] + parts[2023]) / 2).to_dict())
    assert parts[2022]["students"] == pytest.approx(
        0.1 * parts[2013]["students"] + 0.9 * parts[2023]["students"]
    )


def test_an_area_of_2023_has_the_ages_of_all_that_it_was_made_of() -> None:
    young = values(2014, "children", "population")
    held = read_table("population_ages", year=2013)
    made_of = held[held["area_code"].isin([ALLERDALE, CARLISLE, "E07000029"])]
    children = made_of[made_of["age_band"].isin(["0-4", "5-15"])]["population"].sum()
    later = read_table("population_ages", year=2023, area_code="E06000063").set_index("age_band")[
        "population"
    ]
    ends = [children / made_of["population"].sum(), later[["0-4", "5-15"]].sum() / later.sum()]
    part = young.loc["E06000063", "children"] / young.loc["E06000063", "population"]
    assert part == pytest.approx(0.9 * ends[0] + 0.1 * ends[1])


def test_a_key_of_several_years_is_their_sum_and_of_councils_of_the_time() -> None:
    housing = values(2022, "capital_housing")["capital_housing"]
    returned = read_table("council_capital", line="housing", measure="expenditure")
    last = returned[returned["year"].isin(["2013-14", "2014-15", "2015-16", "2016-17"])]
    birmingham = last.loc[last["authority_code"] == "E4601", "amount_gbp"].sum()
    assert housing[BIRMINGHAM] == pytest.approx(birmingham)
    assert housing.sum() == pytest.approx(last["amount_gbp"].sum(), rel=0.001)
