"""Shares that cut lines into themes: whose return and which year they are from."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.theme_shares import measured_shares


def test_a_council_s_own_return_of_the_year_shares_its_children_s_services() -> None:
    shares = measured_shares("2022-23").set_index(["measure", "catchment_code"])
    assert (
        shares.loc[("child-all-looked-after", "E4601"), "basis"]
        == "Children's services, gross, own return, 2022-23"
    )
    assert shares.loc[("child-all-leaving-care", "E4601"), "share"] == 0.0  # in looked-after children by then
    before = measured_shares("2012-13").set_index(["measure", "catchment_code"])
    assert before.loc[("child-all-centres", "E4601"), "share"] == 0.0  # education until 2013-14
    assert "2010-11" in str(before.loc[("child-all-looked-after", "E4601"), "basis"])


def test_client_groups_of_adults_under_65_are_parts_of_england_s_share_of_the_year() -> None:
    shares = measured_shares("2017-18")
    england = shares[shares["catchment_code"] == ""].set_index("measure")["share"]
    parts = england[["adult-physical", "adult-learning", "adult-mental"]].sum()
    assert parts == pytest.approx(8573236 / 17305057)
