"""Each slip of wording is found, and good sentences are left alone."""

from __future__ import annotations

import pytest
from wording import SLIPS, slips

WRONG = {
    "a sign before words": "Spending changed by +less than 1%.",
    "or, before what is less": "£1.57 for each resident, or less than 1% of council tax.",
    "one of many": "In 1 years it rose.",
    "many of one": "3 body spend here.",
    "plural with a singular verb": "Tax credits takes most.",
    "a word twice": "The the council.",
    "a name twice": "Pensions: pensions: £60 million more.",
    "a name that is shouted": "INCAPACITY BENEFIT LONG TERM",
    "council twice": "Cumbria CC county council",
    "a count of nothing": "88 lines added, 113 removed, 0 stayed the same",
    "an empty bracket": "Each is a text file ( ) to edit.",
    "a fall of bodies": "£3,500 less, the largest fall of 2 bodies.",
    "a word of the workshop": "Half of the range, log odds",
    "a key that no reader knows": "87% published or shared by a tested key",
    "two parted like three": "The council; and the Department for Work and Pensions",
}
RIGHT = (
    "Tax credits take 5%; 1 body spends 12 of 100 pounds, 1.0 options aside.",
    "Each Key Stage 4 pupil; the key worker sees three, and two more, and Kent County Council pays; and so on.",
    "NHS: primary care trusts and HM Revenue and Customs: tax credits spend less than 1%.",
)


@pytest.mark.parametrize("rule", SLIPS)
def test_each_slip_is_found_by_its_rule(rule: str) -> None:
    assert [one.split(":")[0] for one in slips(f"<p>{WRONG[rule]}</p>")] == [rule]


@pytest.mark.parametrize("said", RIGHT)
def test_what_is_right_is_left_alone(said: str) -> None:
    assert slips(f"<p>{said}</p>") == []
