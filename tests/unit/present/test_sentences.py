"""Names inside sentences read as a person would write them."""

import pytest

from totalplace_lib.present.sentences import calm, capital, in_sentence, listed, ordinal, small


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Councils", "councils"),
        ("Councils: housing and council tax benefit", "councils (housing and council tax benefit)"),
        ("NHS", "the NHS"),
        ("Primary care trusts", "primary care trusts"),
        ("Department for Work and Pensions", "the Department for Work and Pensions"),
        ("HM Revenue and Customs", "HM Revenue and Customs"),
        ("Jobcentre Plus", "Jobcentre Plus"),
        ("Ofsted", "Ofsted"),
        ("Greater London Authority and Transport for London", "Greater London Authority and Transport for London"),
    ],
)  # fmt: skip
def test_a_name_inside_a_sentence(name, words):
    assert in_sentence(name) == words


def test_small_and_capital_leave_acronyms_and_the_rest_alone():
    assert small("People in income deprivation (IMD 2010)") == "people in income deprivation (IMD 2010)"
    assert small("NHS trusts") == "NHS trusts"
    assert capital("less than 1% of the theme") == "Less than 1% of the theme"


def test_names_with_commas_are_told_apart():
    assert listed(["health", "education", "justice"]) == "health, education and justice"
    assert listed(["health", "worklessness, welfare and skills", "children"]) == (
        "health; worklessness, welfare and skills; and children"
    )
    assert listed(["the council", "the Department for Work and Pensions"]) == (
        "the council, and the Department for Work and Pensions"
    )
    assert listed(["benefits and pensions"]) == "benefits and pensions"


def test_ordinals():
    assert [ordinal(number) for number in (1, 9, 10, 11, 21, 112)] == [
        "first", "ninth", "10th", "11th", "21st", "112th",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shouted", "calmed"),
    [
        ("INCAPACITY BENEFIT LONG TERM", "Incapacity benefit long term"),
        ("ACTIVE TRAVEL ENGLAND (ALB)", "Active travel England (ALB)"),
        ("NHS TRUSTS", "NHS trusts"),
        ("HRAS - Housing Revenue Account Subsidy", "HRAS - Housing Revenue Account Subsidy"),
        ("ACAS", "ACAS"),
        (
            "Funding Agency (ESFA) - ACADEMIES - SIXTH FORMS",
            "Funding Agency (ESFA) - academies - sixth forms",
        ),
        ("Birmingham council", "Birmingham council"),
    ],
)
def test_a_name_is_not_shouted(shouted, calmed):
    assert calm(shouted) == calmed
