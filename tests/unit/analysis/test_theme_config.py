"""The tables of themes, parcels, barriers and published figures agree with each other."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.barriers import LIFTS
from totalplace_lib.analysis.theme_shares import measured_shares
from totalplace_lib.analysis.themes import TAGS, find_theme, theme_years, themes_of_place
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config

THEMES = set(read_config("themes.csv")["theme"])


def test_there_are_the_thirteen_themes_of_the_pilots() -> None:
    table = read_config("themes.csv")
    assert (table["kind"] == "pilot").sum() == 13
    assert table["theme"].is_unique


def test_every_parcel_is_used_and_has_known_themes_and_tags() -> None:
    parcels, lines = read_config("themes/parcels.csv"), read_config("themes/theme_lines.csv")
    assert set(lines["parcel"]) == set(parcels["parcel"])
    assert set(parcels["theme"]) <= THEMES
    assert set(parcels["tag"]) <= set(TAGS)
    further = {word.split("=")[0] for also in parcels["also"].dropna() for word in also.split()}
    assert further <= THEMES


@pytest.mark.parametrize("year", ["2007-08", "2009-10", "2013-14", "2024-25"])
def test_every_measure_has_a_share_for_england_between_nothing_and_all(year: str) -> None:
    parcels, shares = read_config("themes/parcels.csv"), measured_shares(year)
    england = shares[shares["catchment_code"] == ""]
    assert set(parcels["measure"].dropna()) <= set(england["measure"])
    assert england["measure"].is_unique
    assert shares["share"].between(0, 1).all()
    share = england.set_index("measure")["share"]
    for parcel, rows in parcels[parcels["measure"].isna()].groupby("parcel"):
        measured = parcels.loc[parcels["parcel"] == parcel, "measure"].dropna()
        assert len(rows) == 1, parcel
        assert share[list(measured)].sum() < 1, parcel


@pytest.mark.parametrize("year", ["2008-09", "2010-11"])
def test_client_groups_take_all_of_social_care_while_it_is_one_line(year: str) -> None:
    parcels, shares = read_config("themes/parcels.csv"), measured_shares(year)
    share = shares[shares["catchment_code"] == ""].set_index("measure")["share"]
    care = parcels.loc[parcels["parcel"] == "social-care", "measure"]
    assert share[list(care)].sum() == pytest.approx(1.0)


def test_runs_of_years_begin_with_a_year_of_their_own() -> None:
    table = read_config("themes/years.csv")
    assert list(table["year"]) == list(theme_years()) == list(years()), "a countable year is missing"
    assert set(table["run"]) <= set(table["year"])
    assert table["run"].is_monotonic_increasing


def test_gaps_and_breaks_name_themes_and_years() -> None:
    gaps, breaks = read_config("themes/gaps.csv"), read_config("themes/breaks.csv")
    assert set(gaps["theme"]) | set(breaks["theme"]) <= THEMES | {"*"}
    assert set(breaks["year"]) <= set(theme_years())
    assert gaps[["gap", "source"]].notna().all(axis=None)
    for year in [*gaps["first"].dropna(), *gaps["last"].dropna()]:
        Year.parse(year)


def test_judgements_carry_a_reason() -> None:
    parcels = read_config("themes/parcels.csv")
    in_part = parcels["also"].fillna("").str.contains("=nhs-")
    assert parcels.loc[in_part, "reason"].notna().all()


def test_every_pilot_and_cumbria_has_themes_of_its_own() -> None:
    places = read_config("places.csv")
    for slug in places.loc[places["report"] == "yes", "slug"]:
        own = themes_of_place(slug)
        assert not own.empty, slug
        assert set(own["theme"]) <= THEMES


def test_unverified_themes_stay_labelled_as_in_the_source() -> None:
    published = read_config("published/pilots.csv")["themes"].fillna("").str.count(r"\(unverified\)").sum()
    assert (read_config("place_themes.csv")["is_verified"] == "no").sum() == published


def test_barriers_and_checks_point_at_what_is_there() -> None:
    register, rules = read_config("barriers.csv"), read_config("barrier_lines.csv")
    assert set(register["lift"]) == set(LIFTS)
    assert set(register["barrier"]) == set(rules["barrier"])
    assert register["source"].str.startswith("http").all()
    assert set(rules["theme"]) - {"*"} <= THEMES
    checks = read_config("published_checks.csv")
    assert set(checks["in_theme"]) - {"*"} <= THEMES
    assert checks["source"].str.startswith("http").all()
    parts = set(read_config("themes/parcels.csv")["part"])
    named = {part for text in checks["part"].dropna() for part in text.split("|") if "*" not in part}
    assert named <= parts


def test_an_unknown_theme_lists_the_known_ones() -> None:
    assert find_theme("Drugs and alcohol")["theme"] == "drugs-alcohol"
    with pytest.raises(UsageError, match="early-years"):
        find_theme("nonsense")
