"""Findings of pilots on the money of a real place, by hand from the count's own lines and keys."""

from __future__ import annotations

from typing import Any

import pytest

from totalplace_lib.analysis import journeys
from totalplace_lib.analysis.findings import findings
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.views.findings import findings_here
from totalplace_lib.present.views.journeys import one_person
from totalplace_lib.project import read_config


@pytest.fixture(scope="module")
def luton() -> Any:
    return count_by_theme("luton-central-bedfordshire", "2008-09")


def test_a_share_is_of_the_places_own_lines(luton: Any) -> None:
    row = findings("welfare-skills", luton).iloc[0]
    lines = luton.parts[luton.parts["part"].str.startswith("Running Jobcentre Plus")]
    mine = lines[lines["spender_group"] == "Benefits and pensions"]["amount_gbp"].sum()
    assert row["here_gbp"] == pytest.approx(0.4 * mine, abs=0.01) and row["here_gbp"] > 5e6


def test_an_amount_moves_with_people_and_prices(luton: Any) -> None:
    dorset = findings("older-people", count_by_theme("dorset-poole-bournemouth", "2008-09"))
    assert dorset["here_gbp"].tolist() == [18e6, 7.5e6]
    here = findings("older-people", luton)["here_gbp"]
    assert here.iloc[0] / here.iloc[1] == pytest.approx(18 / 7.5) and here.iloc[0] < 18e6
    croydon = findings("early-years", count_by_theme("croydon", "2009-10")).iloc[0]
    assert croydon["here_gbp"] == pytest.approx(2.3e6)
    assert deflator().factor("2009-10", "2009-10") == 1


def test_what_is_no_money_is_not_multiplied(luton: Any) -> None:
    table = findings("drugs-alcohol", luton)
    assert table["here_gbp"].isna().all() and set(table["marker"]) == {"z"}
    shown = findings_here("drugs-alcohol", "Drugs and alcohol", luton)
    assert isinstance(shown, Exhibit) and "none with a size here" in shown.headline
    assert isinstance(findings_here("mental-health", "Mental health", luton), Note)


def test_every_finding_is_of_a_pilot_and_has_a_source() -> None:
    table = read_config("published/findings.csv")
    assert len(table) >= 12 and table["source"].str.startswith("http").all()
    assert (table["measure"] != "said").sum() >= 7


def test_one_person_is_priced_for_the_year_and_no_theme_has_two(luton: Any) -> None:
    early, late = (journeys.of_theme("crime", year, luton.count.place) for year in ("2008-09", "2024-25"))
    assert early is not None and late is not None
    assert late.contacts["amount_gbp"].sum() == pytest.approx(
        early.contacts["amount_gbp"].sum() * deflator().factor("2008-09", "2024-25"), rel=1e-3
    )
    panel = one_person(late, "Crime")
    assert isinstance(panel, Exhibit) and "2024-25 prices" in panel.subtitle and "in cash" in panel.headline
    assert isinstance(one_person(journeys.of_theme("assets", "2008-09", luton.count.place), "Assets"), Note)
