"""The journeys that are shipped stand on published unit costs; a wrong name or file is refused with the reason."""

from __future__ import annotations

import pytest
from real_config import real_config

from totalplace_lib.analysis import journeys
from totalplace_lib.analysis.journeys import NOW, REDESIGNED, by_body
from totalplace_lib.errors import UsageError
from totalplace_lib.schema.config.tables.cards_and_journeys import JOURNEYS
from totalplace_lib.schema.config.whole_file import judge_file


@pytest.mark.parametrize("slug", ["persistent_offender", "hospital_discharge", "leaving_care"])
def test_every_contact_has_a_published_cost_and_both_versions_add_up(slug: str) -> None:
    made = journeys.journey(slug, "2008-09")
    assert made.contacts["cost_gbp"].gt(0).all()
    assert made.contacts["source_id"].isin(["gmca_unit_costs", "pss_ex1_unit_costs"]).all()
    bodies = by_body(made.contacts)
    for version, column in ((NOW, "now_gbp"), (REDESIGNED, "redesigned_gbp")):
        whole = made.contacts.loc[made.contacts["version"] == version, "amount_gbp"].sum()
        assert bodies[column].sum() == pytest.approx(whole, abs=0.01)


def test_volumes_are_called_assumptions() -> None:
    assert all("assumptions" in journeys.journey(slug).words["basis"] for slug in journeys.journeys())


def test_the_same_arrest_by_hand() -> None:
    made = journeys.journey("persistent_offender", "2006-07").contacts
    assert set(made.loc[made["unit_cost"] == "CR7.0", "amount_gbp"]) == {593.0}


def test_a_place_uses_its_own_published_unit_costs() -> None:
    own, england = (
        journeys.journey("hospital_discharge", place="kent"),
        journeys.journey("hospital_discharge"),
    )
    assert "Home care" in own.local
    assert england.local == ()
    assert own.contacts["amount_gbp"].sum() != england.contacts["amount_gbp"].sum()


def test_unknown_words_are_refused() -> None:
    with pytest.raises(
        UsageError, match=r"There is no journey 'persistant'\. Did you mean 'persistent_offender'"
    ):
        journeys.journey("persistant")
    with pytest.raises(UsageError, match="'cash' is not a financial year"):
        journeys.journey("leaving_care", "cash")
    with pytest.raises(UsageError, match="No place is called 'atlantis'"):
        journeys.journey("leaving_care", place="atlantis")


GOOD = '[[now]]\nmonth = 1\nbody = "Police"\nservice = "Arrest"\nkind = "Arrest"\nvolume = 1\nunit = "Per incident"\nunit_cost = "CR7.0"\nsaves = "cash"\n'
OTHER = GOOD.replace("now", "redesigned")
WORDS = 'name = "N"\nthemes = ["crime"]\nperson = "P"\nbasis = "B"\nredesign = "R"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name is missing"),
        ("", "redesigned is missing"),
        ("name = ", "not TOML"),
        (WORDS + GOOD, "redesigned is missing"),
        (
            WORDS + GOOD + OTHER.replace("volume = 1", 'volume = "many"'),
            "row 20, column volume: 'many' stands there",
        ),
        (WORDS + GOOD + OTHER.replace("month = 1", "month = 13"), "expected: a whole number from 1 to 12"),
        (
            WORDS + GOOD + OTHER + "colour = 1\n",
            "row 24, column colour: [[redesigned]] number 1: nothing here has this name",
        ),
        (
            WORDS + GOOD + OTHER.replace("CR7.0", "CR700"),
            "no published unit cost is called 'CR700'; nearest: 'CR7.0'",
        ),
        (WORDS + GOOD + OTHER.replace("cash", "chash"), "expected: cash | capacity. Nearest: 'cash'"),
    ],
)
def test_a_file_that_is_no_journey_says_where(text: str, says: str) -> None:
    told = [
        str(fault)
        for fault in judge_file(JOURNEYS, "config/journeys/toy.toml", text.encode(), real_config().facts)
    ]
    assert any(says in one for one in told), told
    assert all(one.startswith("config/journeys/toy.toml") for one in told)


def test_a_journey_that_is_right_has_no_fault() -> None:
    assert (
        judge_file(JOURNEYS, "config/journeys/toy.toml", (WORDS + GOOD + OTHER).encode(), real_config().facts)
        == []
    )
