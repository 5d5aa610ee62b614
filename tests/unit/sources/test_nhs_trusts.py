"""Primary care trusts: money with its basis and quality, and the districts each serves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError, SourceError
from totalplace_lib.sources import nhs_trusts
from totalplace_lib.sources.textfiles import TextFile

DISTRICTS = pd.DataFrame(
    [
        ["E08000025", "Birmingham", "Birmingham"],
        ["E07000105", "Ashford", "Kent"],
        ["E07000106", "Canterbury", "Kent"],
        ["E07000037", "High Peak", "Derbyshire"],
    ],
    columns=["area_code", "area_name", "county_name"],
)
NONE = pd.DataFrame({"body_code": [], "area_name": [], "is_whole": [], "note": []}, dtype="str")


def members(*rows: tuple[str, str, str]) -> TextFile:
    frame = pd.DataFrame(rows, columns=["pct_nhs", "pct_name", "local_authority_2009"])
    return TextFile("pct.csv", frame.assign(row=range(2, len(rows) + 2)))


def pairs(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["body_code", "area_name", "is_whole"]).assign(note=pd.NA)


LISTED = [("5AA", "City", "Birmingham"), ("5BB", "Kent", "Kent"), ("5CC", "Peak", "Derbyshire")]


def test_a_county_trust_covers_the_districts_of_the_county() -> None:
    table = nhs_trusts.bodies_areas(members(*LISTED), NONE, DISTRICTS)
    assert set(table[table["body_code"] == "5BB"]["area_name"]) == {"Ashford", "Canterbury"}
    assert table["is_whole"].all()
    assert not table["is_shared"].any()


def test_trusts_that_share_a_city_are_shared_and_not_whole() -> None:
    listed = members(*LISTED, ("5DD", "Other", "Birmingham"))
    named = pairs(("5AA", "Birmingham", "no"), ("5DD", "Birmingham", "no"), ("5AA+5DD", "Birmingham", "no"))
    table = nhs_trusts.bodies_areas(listed, named, DISTRICTS)
    city = table[table["area_name"] == "Birmingham"]
    assert city["is_shared"].all()
    assert "City and Other" in set(city["body_name"])


def test_whole_in_one_and_also_in_another_is_a_contradiction() -> None:
    named = pairs(
        ("5CC", "High Peak", "yes"),
        ("5BB", "High Peak", "no"),
        ("5BB", "Ashford", "yes"),
        ("5BB", "Canterbury", "yes"),
    )
    with pytest.raises(ConfigError, match=r"High Peak is whole in Peak"):
        nhs_trusts.bodies_areas(members(*LISTED), named, DISTRICTS)


def test_a_district_without_a_trust_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"Missing: E07000037"):
        nhs_trusts.bodies_areas(members(*LISTED[:2]), NONE, DISTRICTS)


def test_an_unknown_council_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"pct.csv: no area of 2009 is called Wessex"):
        nhs_trusts.bodies_areas(members(*LISTED, ("5EE", "W", "Wessex")), NONE, DISTRICTS)


@pytest.mark.publications
def test_all_districts_have_a_trust(publications: Path) -> None:
    tables = nhs_trusts.read(publications)
    bodies, money = tables["nhs_bodies_areas"], tables["nhs_allocations"]
    assert bodies["area_code"].nunique() == 326
    assert bodies["body_code"].nunique() == 152
    birmingham = money[(money["body_code"].isin(["5PG", "5MX", "5M1"])) & (money["year"] == "2010-11")]
    assert birmingham["amount_gbp"].sum() == 2_027_311_000
    assert set(money["quality"]) == {"research reconstruction", "audited written answer"}
