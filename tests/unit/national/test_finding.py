"""A place is found by whatever people call it; what is not one place is asked about or refused with what to write."""

from __future__ import annotations

import pytest

import totalplace_lib as tp
from totalplace_lib.errors import UsageError
from totalplace_lib.project import read_config


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Greater Manchester", "greater-manchester"), ("st helens", "st-helens"), ("Saint Helens", "st-helens"),
        ("city of london", "city-of-london"), ("newcastle upon tyne", "newcastle-upon-tyne"),
        ("region:North East", "region:north-east"), ("Yorkshire & the Humber", "region:yorkshire-and-the-humber"),
        ("King's Lynn & West Norfolk", "kings-lynn-and-west-norfolk"), ("birmingham+solihull", "birmingham+solihull"),
        ("Birmingham + E4605", "birmingham+e4605"), ("E08000025", "birmingham"), ("e4601", "birmingham"),
        ("00CN", "birmingham"), ("E10000016", "kent"), ("E12000001", "region:north-east"), ("E92000001", "england"),
        ("QHL", "icb:birmingham-and-solihull"), ("NHS Kent and Medway ICB", "icb:kent-and-medway"),
        ("kent@2008-09", "kent"), ("kent@2008\N{EN DASH}09", "kent"),
    ],
)  # fmt: skip
def test_case_23_a_place_is_found_by_name_or_code(text: str, slug: str) -> None:
    assert tp.find_place(text).slug == slug


def test_the_name_of_every_place_finds_it_or_asks() -> None:
    for year in ("2008-09", "2022-23"):
        for row in tp.places(year).itertuples():
            assert tp.find_place(row.slug, year).slug == row.slug
            try:
                assert tp.find_place(row.name, year).areas == tp.find_place(row.slug, year).areas
            except UsageError as asked:
                assert row.slug in str(asked) and "Which one?" in str(asked)


@pytest.mark.parametrize(("text", "write"), [
    ("E4601 E4602", "E4601+E4602"), ("E4601,E4602", "E4601+E4602"), ("Birmingham and Solihull", "Birmingham+Solihull"),
    ("st helens, wirral", "st helens+wirral"),
])  # fmt: skip
def test_case_23_places_that_are_not_joined_are_told_how(text: str, write: str) -> None:
    with pytest.raises(UsageError) as refused:
        tp.find_place(text)
    assert f"joined with +. Write {write}." in str(refused.value)


@pytest.mark.parametrize(
    ("code", "slug", "says"),
    [
        ("E08000020", "gateshead", "Gateshead until 31 March 2013; from 1 April 2013 it is E08000037"),
        ("E06000048", "northumberland", "until 31 March 2013; from 1 April 2013 it is E06000057"),
        ("E07000100", "st-albans", "it is E07000240"),
        ("E08000038", "barnsley", "from 1 April 2025 it is E08000038"),
        ("E06000063", "cumberland", "on the areas of 2023"),
    ],
)
def test_case_24_a_code_of_another_year_is_found_and_says_so(code: str, slug: str, says: str) -> None:
    found = tp.find_place(code)
    assert found.slug == slug
    assert says in found.note
    assert tp.find_place(slug, "2008-09").note in ("", found.note)


def test_case_24_a_code_that_was_merged_says_into_what_and_when() -> None:
    assert tp.find_place("E07000026", "2012-13").name == "Allerdale"
    with pytest.raises(UsageError, match=r"part of Cumberland \(E06000063\).*Allerdale until 31 March 2023"):
        tp.find_place("E07000026", "2022-23")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("E4601+e4601", "names E4601 more than once"),
        ("E4601+birmingham", "names Birmingham twice"),
        ("kent+canterbury", "overlap"),
        ("birmingham+", "one is not named"),
        ("E4601+E9999", "Unknown code E9999"),
        ("E4601+nowhere", "No place is called 'nowhere'"),
        ("W06000015", "is in Wales"),
        ("Easington", r"merged into County Durham \(E06000047\)"),
    ],
)
def test_case_25_what_is_not_a_group_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tp.find_place(text)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Newcastle", ("newcastle-upon-tyne", "newcastle-under-lyme")),
        ("West Midlands", ("region:west-midlands", "west-midlands-combined-authority")),
        ("north east", ("region:north-east", "north-east-combined-authority")),
    ],
)
def test_an_ambiguous_name_asks_with_choices(text: str, choices: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="can be several places") as asked:
        tp.find_place(text)
    assert all(choice in str(asked.value) for choice in choices)


def test_a_slug_wins_over_the_same_name_of_another_place() -> None:
    assert tp.find_place("West of England") == tp.find_place("west-of-england")
    assert len(tp.find_place("west-of-england-combined-authority").areas) == 3


@pytest.mark.parametrize("text", ["A" * 100_000, "nowhere " * 600, "E9999+" * 700 + "E9999"])
def test_case_25_a_message_repeats_little_of_what_was_typed(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        tp.find_place(text)
    assert len(str(refused.value)) < 1_000


def test_a_place_of_one_year_is_followed_to_another() -> None:
    assert len(tp.find_place("dorset@2009", "2012-13").areas) == 6
    assert tp.find_place("cumbria@2008-09", "2015-16").areas == tp.find_place("cumbria", "2015-16").areas


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hull", "kingston-upon-hull-city-of"), ("B&NES", "bath-and-north-east-somerset"), ("Durham UA", "durham"),
        ("London Borough of Croydon", "croydon"), ("Croydon Council", "croydon"), ("Kent County Council", "kent"),
        ("Kent CC", "kent"), ("Worcester City Council", "worcester"), ("Cornwall County Council", "cornwall"),
        ("The Royal Borough of Kensington & Chelsea", "kensington-and-chelsea"), ("Newcastle City Council", "newcastle-upon-tyne"),
        ("E47000001", "greater-manchester"), ("E47000014", "north-east-combined-authority"), ("GMCA", "greater-manchester"),
        ("E54000055", "icb:birmingham-and-solihull"), ("E2221", "kent"), ("29", "kent"), ("Tyne and Wear", "tyne-and-wear"),
        ("hull+B&NES", "kingston-upon-hull-city-of+bath-and-north-east-somerset"), ("Dorset Council", "dorset@2023"),
    ],
)  # fmt: skip
def test_common_and_official_names_and_codes_of_other_bodies(text: str, slug: str) -> None:
    assert tp.find_place(text).slug == slug


def test_a_council_is_not_taken_for_another_kind_of_the_same_name() -> None:
    assert (
        tp.find_place("Dorset Council", "2012-13").areas
        != tp.find_place("Dorset County Council", "2012-13").areas
    )
    with pytest.raises(UsageError, match="No place is called 'Worcester County Council'"):
        tp.find_place("Worcester County Council")
    with pytest.raises(UsageError, match="abolished on 1 April 2009"):
        tp.find_place("Durham City")
    with pytest.raises(UsageError, match="newcastle-under-lyme"):
        tp.find_place("Newcastle Council")


def test_former_combined_authorities_are_their_own_members() -> None:
    assert len(tp.find_place("E47000010").areas) == 4
    assert tp.find_place("E47000011").name == "North of Tyne Combined Authority (E47000011)"
    assert len(tp.find_place("E47000018", "2022-23").areas) == 14


@pytest.mark.parametrize(
    ("text", "says"),
    [("Aberdeen City", "is in Scotland"), ("cardiff", "is in Wales"), ("E6046", "not a place")],
)
def test_what_is_no_place_in_england_is_told(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tp.find_place(text)


@pytest.mark.parametrize(
    "text",
    ["Dorset Council", "dorset@2023", "E06000063", "E08000020", "Cumbria", "birmingham+E4605", "Merseyside"],
)
def test_the_slug_of_what_was_found_finds_it_again(text: str) -> None:
    found = tp.find_place(text)
    assert tp.find_place(found.slug).areas == found.areas


def test_every_row_of_the_names_in_config_finds_a_place() -> None:
    for row in read_config("geography/names.csv").itertuples():
        found = tp.find_place(row.alias, "2022-23")
        assert found.areas == tp.find_place(row.code, "2022-23").areas, row.alias
