"""A payment is named only in years in which there was one."""

from __future__ import annotations

from totalplace_lib.model import Year
from totalplace_lib.national.money import transfers_of


def test_payments_end_with_who_made_them_and_with_the_returns_they_are_seen_in() -> None:
    early, late = (set(transfers_of(Year.parse(year))["transfer"]) for year in ("2009-10", "2021-22"))
    assert {"school-sixth-forms", "housing-revenue-account-capital"} <= early
    assert early - late == {
        "school-sixth-forms",
        "housing-revenue-account-capital",
        "london-underground-capital",
        "gla-capital-grants",
        "share-and-loan-capital",
    }
    assert "school-sixth-forms" in set(transfers_of(Year.parse("2010-11"))["transfer"])
    assert "school-sixth-forms" not in set(transfers_of(Year.parse("2011-12"))["transfer"])
    both = {"housing-revenue-account-capital", "london-underground-capital"}
    assert both & set(transfers_of(Year.parse("2011-12"))["transfer"]) == both
    assert both & set(transfers_of(Year.parse("2012-13"))["transfer"]) == {"housing-revenue-account-capital"}
