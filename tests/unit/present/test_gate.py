"""What stands in place of a sentence that is not carried, and ranges in words."""

from __future__ import annotations

from totalplace_lib.evidence.carried import Figure, Reason, Verdict
from totalplace_lib.present import gate

HERE = Figure("Here", 9.2e9, 8.9e9, 9.5e9, 0.8, 1e6)


def test_a_carried_finding_is_made_as_it_is() -> None:
    made = gate.finding(Verdict(), "12% above England.", "England: £100.", "Cannot be told.")
    assert (made.statement, made.meaning, made.withheld) == ("12% above England.", "England: £100.", "")


def test_another_says_what_cannot_be_told_and_why() -> None:
    made = gate.finding(
        Verdict(Reason.LITTLE, 0.09), "12% above England.", "x", "It cannot be told.", "Here: £9."
    )
    assert made.statement == "It cannot be told."
    assert made.meaning == (
        "9% of the money behind it is published for the place or shared by a measure that was tested, such as people or "
        "claimants; 50% is needed. "
        "Here: £9."
    )
    assert made.withheld == "too little of the money is measured"


def test_just_under_half_does_not_read_as_half() -> None:
    assert gate.why(Verdict(Reason.LITTLE, 0.499)).startswith("49.9% of the money")


def test_every_reason_has_words() -> None:
    assert all(gate.why(Verdict(reason)) for reason in Reason if reason is not Reason.NONE)


def test_ranges_and_ranks_in_words() -> None:
    assert gate.between(HERE) == "£8.9 billion to £9.5 billion"
    assert gate.heads_between(HERE) == "£8,900 to £9,500"
    assert gate.heads_between(HERE, 2.0) == "£17,800 to £19,000"
    assert gate.between(Figure("x", 1.0, 1.0, 1.0)) == gate.heads_between(Figure("x", 1.0, 1.0, 1.0)) == ""
    assert gate.rank_words(3, 3) == "third"
    assert gate.rank_words(3, 5) == "third to fifth"


def test_a_chart_says_what_is_carried_or_what_stands_in_its_place() -> None:
    said = ("Kent ranks third", "Spending per head in Kent")
    carried = gate.caption(Verdict(), "rank", said, "Per head", "Outturn, CLG", ("Current and capital.", ""))
    assert (carried.headline, carried.notes, carried.withheld) == (said[0], ("Current and capital.",), "")
    other = gate.caption(Verdict(Reason.WIDE), "rank", said, "Per head", "Outturn, CLG")
    assert (other.headline, other.withheld) == (said[1], str(Reason.WIDE))


def test_a_note_says_what_is_not_told_and_nothing_where_it_is() -> None:
    assert gate.untold(Verdict(), "Which body has most") == ""
    assert gate.untold(Verdict(Reason.ALONE), "Which body has most").startswith(
        "Which body has most cannot be told. There is nothing"
    )
