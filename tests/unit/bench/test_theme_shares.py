"""Shares that cut lines into themes: whose return and which year they are from, and how well an old mix holds."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.bench.central import central
from totalplace_lib.bench.councils import LAST_DATABASE
from totalplace_lib.bench.theme_shares import function_mixes, measured_shares, mixes_of
from totalplace_lib.count.known import NOTHING
from totalplace_lib.model import Year
from totalplace_lib.project import read_config

CELL = ["mix", "economic", "catchment_code"]


def _by_theme(year: Year) -> pd.Series:
    """Share of each theme in each mix; a parcel of two themes stands under its last."""
    theme = (
        read_config("themes/parcels.csv").drop_duplicates("parcel", keep="last").set_index("parcel")["theme"]
    )
    mixed = function_mixes(year)
    return mixed.assign(theme=mixed["parcel"].map(theme)).groupby([*CELL, "theme"])["share"].sum()


def test_how_much_money_a_mix_four_years_old_gives_to_the_wrong_theme() -> None:
    """The figures of docs/themes.md and config/themes/gaps.csv."""
    lines = central(LAST_DATABASE, NOTHING)
    money = lines[lines["sector"] != "LA"].merge(read_config("themes/mixes.csv"), on="function_code")
    weight = money.groupby(CELL)["amount_pence"].sum().clip(lower=0)
    gap = _by_theme(Year(2013)).sub(_by_theme(LAST_DATABASE), fill_value=0).abs().groupby(CELL).sum() / 2
    joined = pd.concat([gap.rename("gap"), weight.rename("weight")], axis=1).dropna()
    wrong, whole = (
        (joined["gap"] * joined["weight"]).groupby("mix").sum(),
        joined.groupby("mix")["weight"].sum(),
    )
    assert wrong.sum() / whole.sum() == pytest.approx(0.04, abs=0.005)
    found = (wrong / whole).round(2)
    assert found[["education-national", "public-order", "social-protection"]].tolist() == [0.16, 0.07, 0.01]


def test_only_years_without_programmes_need_a_mix() -> None:
    assert mixes_of("2017-18").empty
    mixed = mixes_of("2022-23")
    assert mixed.groupby(CELL)["share"].sum().to_list() == pytest.approx([1.0] * mixed.groupby(CELL).ngroups)


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
