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


def test_an_area_merged_since_has_the_students_of_what_it_became() -> None:
    table = values(2008, "students", "population")
    part = table["students"] / table["population"]
    assert part.notna().all()
    assert part[ALLERDALE] == pytest.approx(part[CARLISLE])  # both are in Cumberland now
    assert part.idxmax() == "E06000018"  # Nottingham, with two universities


def test_a_key_of_several_years_is_their_sum_and_of_councils_of_the_time() -> None:
    housing = values(2022, "capital_housing")["capital_housing"]
    returned = read_table("council_capital", line="housing", measure="expenditure")
    last = returned[returned["year"].isin(["2013-14", "2014-15", "2015-16", "2016-17"])]
    birmingham = last.loc[last["authority_code"] == "E4601", "amount_gbp"].sum()
    assert housing[BIRMINGHAM] == pytest.approx(birmingham)
    assert housing.sum() == pytest.approx(last["amount_gbp"].sum(), rel=0.001)
