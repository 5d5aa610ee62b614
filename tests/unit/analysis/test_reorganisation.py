"""A county in new councils: nothing lost, each part where it belongs, ranges around what they are of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import totalplace_lib as tp
from totalplace_lib.analysis import reorganisation
from totalplace_lib.analysis.proposal import EXAMPLE
from totalplace_lib.analysis.reorganisation import COUNTY, ONE, OWN, REGION, STAYS, UNTESTED, Division
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.evidence import divided


@pytest.fixture(scope="module")
def kent() -> Division:
    return tp.split("kent", EXAMPLE, "2024-25")


def test_every_total_is_that_of_the_count_to_the_penny(kent: Division) -> None:
    count = tp.whole_area_count("kent", "2024-25")
    assert kent.total_gbp == count.total_gbp
    assert (kent.before_after["difference_gbp"] == 0).all() and (kent.before_after["in_none_gbp"] == 0).all()
    services = kent.by_service["amount_gbp"].sum()
    parts = kent.before_after.set_index("part")["before_gbp"]
    assert (
        round(services, 2)
        == round(parts[COUNTY] + parts[OWN], 2)
        == round(kent.by_council["amount_gbp"].sum(), 2)
    )
    assert round(services + kent.stays["amount_gbp"].sum(), 2) == count.total_gbp
    assert round(kent.passes["amount_gbp"].sum(), 2) == round(services, 2)


def test_each_service_of_the_county_is_shared_by_its_own_key(kent: Division) -> None:
    children = kent.by_service.query("service == 'education'").set_index("council")["county_gbp"]
    keys = tp.Year.parse("2024-25"), ["children"]
    series = reorganisation.keys_within(*keys).set_index("area_code")["value"]
    held = pd.Series(
        {name: series[list(place.areas)].sum() for name, place in kent.proposal.councils.items()}
    )
    pd.testing.assert_series_equal(children / children.sum(), held / held.sum(), check_names=False, atol=1e-8)


def test_a_districts_money_goes_whole_to_its_own_council(kent: Division) -> None:
    own = kent.passes[kent.passes["spender"] != "Kent County Council"]
    assert own["spender"].is_unique and len(own) == 12
    assert own.set_index("spender")["council"]["Thanet council"] == "East Kent"


def test_what_was_not_tested_is_said_and_has_the_last_grade(kent: Division) -> None:
    rows = kent.by_service.set_index("service")
    assert set(rows.loc["other", "key_name"]) == {UNTESTED} and set(rows.loc["other", "grade"]) == {"D"}
    assert UNTESTED not in set(rows.drop(index="other")["key_name"])


def test_ranges_hold_their_figures_and_the_sum_is_narrower(kent: Division) -> None:
    for table in (kent.by_council, kent.by_service, kent.stays):
        assert (table["low_gbp"] <= table["amount_gbp"]).all() and (
            table["amount_gbp"] <= table["high_gbp"]
        ).all()
    width = (
        (kent.by_service["high_gbp"] - kent.by_service["low_gbp"]).groupby(kent.by_service["council"]).sum()
    )
    own = kent.by_council.set_index("council")
    assert ((own["high_gbp"] - own["low_gbp"]) < width[own.index]).all()


def test_capital_that_councils_returned_is_divided_and_a_brigade_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "norfolk.toml"
    path.write_text(
        'county = "norfolk"\nname = "Norfolk in two"\nstatus = "illustration"\n'
        '[[council]]\nname = "West"\ndistricts = ["Breckland", "King\'s Lynn and West Norfolk", "North Norfolk"]\n'
        '[[council]]\nname = "East"\ndistricts = ["Broadland", "Great Yarmouth", "Norwich", "South Norfolk"]\n'
    )
    found = tp.split("norfolk", str(path), "2016-17")
    assert found.total_gbp == tp.whole_area_count("norfolk", "2016-17").total_gbp
    parts = found.before_after.set_index("part")["before_gbp"]
    assert parts[ONE] > 0 and REGION not in parts and parts[STAYS] > 0
    assert {"capital"} <= set(found.by_service["service"]) and "fire_rescue" not in set(
        found.by_service["service"]
    )
    assert found.debt["year"].unique().tolist() == ["2016-17"] and len(found.debt) == 8


def test_a_county_council_that_serves_more_is_not_divided(tmp_path: Path) -> None:
    path = tmp_path / "part.toml"
    path.write_text(
        'county = "ashford+dover"\nname = "Two"\nstatus = "illustration"\n'
        '[[council]]\nname = "A"\ndistricts = ["Ashford"]\n[[council]]\nname = "D"\ndistricts = ["Dover"]\n'
    )
    with pytest.raises(UsageError, match="Kent County Council serves more than Ashford"):
        tp.split("ashford+dover", str(path), "2024-25")


def test_a_line_that_is_not_the_same_after_stops_it() -> None:
    rows = [
        ("", COUNTY, 1, "population", 100),
        ("A", COUNTY, 1, "population", 60),
        ("B", COUNTY, 1, "population", 39),
    ]
    lines = pd.DataFrame(rows, columns=["council", "part", "line_id", "key", "amount_pence"])
    with pytest.raises(ImbalanceError, match=r"line 1: before and after differ by 0\.01"):
        reorganisation.before_after(lines)


@given(
    st.lists(st.tuples(st.floats(-50, 1e6), st.floats(0, 1e6)), min_size=2, max_size=5), st.floats(0.01, 3)
)
def test_a_range_holds_its_figure_and_no_more_than_the_sum(
    parts: list[tuple[float, float]], half: float
) -> None:
    table = pd.DataFrame(parts, columns=["own_gbp", "county_gbp"]).round(2)
    table["amount_gbp"] = table.sum(axis=1)
    found = reorganisation.with_ranges(table, half)
    assert (found["low_gbp"] <= table["amount_gbp"]).all() and (
        found["high_gbp"] >= table["amount_gbp"]
    ).all()
    if (table["amount_gbp"] > 0).all():
        assert (found["low_gbp"] >= 0).all() and (found["high_gbp"] <= table["amount_gbp"].sum() + 0.01).all()


def test_a_range_by_hand() -> None:
    table = pd.DataFrame({"own_gbp": [10.0, 10.0], "county_gbp": [40.0, 40.0], "amount_gbp": [50.0, 50.0]})
    found = reorganisation.with_ranges(
        table, float(np.log(3))
    )  # odds of one to one, three times more and less
    assert found["low_gbp"].tolist() == [25.0, 25.0] and found["high_gbp"].tolist() == [75.0, 75.0]


def test_every_service_of_a_county_has_a_rule() -> None:
    lines = pd.DataFrame({"line": ["adult_social_care", "trading_external", "housing"], "economic": ["current", "current",
                         "capital"]})  # fmt: skip
    assert divided.service_of(lines).tolist() == ["adult_social_care", "other", "capital"]


def test_unitary_councils_that_join_keep_all_they_have(tmp_path: Path) -> None:
    path = tmp_path / "berkshire.toml"
    path.write_text(
        'county = "berkshire"\nname = "Berkshire in two"\nstatus = "illustration"\n'
        '[[council]]\nname = "W"\ndistricts = ["West Berkshire", "Reading", "Wokingham"]\n'
        '[[council]]\nname = "E"\ndistricts = ["Slough", "Windsor and Maidenhead", "Bracknell Forest"]\n'
    )
    found = tp.split("berkshire", str(path), "2023-24")
    assert found.by_council["county_gbp"].sum() == 0 and (found.by_council["own_gbp"] > 0).all()
    assert found.total_gbp == tp.whole_area_count("berkshire", "2023-24").total_gbp
