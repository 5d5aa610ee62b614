"""Years that can be counted, and what is said of one that cannot."""

from __future__ import annotations

import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.national import years

ROW = {"central": "cra_2018", "council_revenue": "returns", "council_capital": "returns", "nhs": "none"}
GAP = {**ROW, "council_revenue": "none", "note": "The returns of 2015-16 are not held"}


@pytest.fixture
def a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = {"2014-15": {**ROW, "note": ""}, "2015-16": GAP, "2016-17": {**ROW, "note": ""}}
    monkeypatch.setattr(years, "plan", lambda: plan)
    monkeypatch.setattr(years, "years", lambda: ("2014-15", "2016-17"))


@pytest.mark.usefixtures("a_gap")
def test_a_year_that_is_not_held_is_refused_with_the_reason_and_the_years_that_can_be_counted() -> None:
    with pytest.raises(
        UsageError, match=r"returns of 2015-16 are not held.*Years that can: 2014-15, 2016-17"
    ):
        years.check_year("2015-16")
    assert str(years.check_year("2014-15")) == "2014-15"


def test_a_year_after_the_newest_outturn_is_refused_and_budgets_are_said_not_to_count() -> None:
    with pytest.raises(
        UsageError, match=r"2025-26 cannot be counted\. No outturn after 2024-25 is held, and a budget"
    ):
        years.check_year("2025-26")
    assert years.held_ahead("2025-26") == (
        "Of 2025-26 the tables hold what health boards were allocated and police grants. 'totalplace budgets PLACE' shows "
        "councils' newest budgets, 2024-25 [p], beside outturn."
    )
    assert years.held_ahead("2040-41").startswith("Nothing of 2040-41 is held. ")


def test_every_year_from_2007_08_can_be_counted_without_a_gap() -> None:
    counted = [int(year[:4]) for year in years.years()]
    assert counted == list(range(2007, counted[-1] + 1))
