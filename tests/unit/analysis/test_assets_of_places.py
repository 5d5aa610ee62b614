"""Capital of real places: held against the capital outturn return itself."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.assets import Assets, assets
from totalplace_lib.errors import UsageError
from totalplace_lib.present.views import assets as show
from totalplace_lib.project import read_table


def test_what_only_a_council_has_is_what_its_return_says() -> None:
    made = assets("luton", "2008-09")
    table = read_table("council_capital", year="2008-09", authority_code="E0201", measure="financing")
    published = table.set_index("line")["amount_gbp"]
    ours = made.financing.set_index("line")
    # Police and fire authorities have no tenants: this line is the council's alone, uncut.
    assert ours.loc["from_repairs_reserve", "amount_gbp"] == published["from_repairs_reserve"] > 0
    assert ours.loc["from_repairs_reserve", "marker"] == ""


def test_capital_and_revenue_are_those_of_the_count() -> None:
    made = assets("luton", "2008-09")
    council = made.count.lines[made.count.lines["block"] == "council"]
    assert made.capital_gbp + made.revenue_gbp == pytest.approx(council["amount_gbp"].sum(), abs=0.01)
    assert made.by_body["capital_gbp"].sum() == pytest.approx(made.capital_gbp, abs=0.01)
    assert made.rate == pytest.approx((made.interest_gbp + made.provision_gbp) / _debt(made, "start"))


def test_one_per_cent_is_borrowed_at_the_interest_on_gross_borrowing() -> None:
    made = assets("luton", "2008-09")
    assert made.choice is not None
    owed = (_debt(made, "start") + _debt(made, "end")) / 2
    assert made.choice.interest == pytest.approx(made.interest_gbp / owed)
    assert made.choice.yearly_gbp == pytest.approx(0.01 * made.revenue_gbp, abs=0.01)
    assert made.choice.capacity_gbp / made.choice.yearly_gbp == pytest.approx(
        sum((1 + made.choice.interest) ** -year for year in range(1, 41))
    )


def _debt(made: Assets, when: str) -> float:
    return float(made.debt.set_index("line").loc[f"gross_borrowing_{when}", "amount_gbp"])


def test_wrong_words_are_refused() -> None:
    with pytest.raises(UsageError, match="share: 0 is no part of the spending"):
        assets("luton", share=0)
    with pytest.raises(UsageError, match="share: 2 is no part"):
        assets("luton", share=2)
    with pytest.raises(UsageError, match="No place is called 'atlantis'"):
        assets("atlantis")


def test_a_council_without_a_return_has_no_debt_and_that_of_the_fire_authority_does_not_pass_for_it() -> None:
    """Reading's return of 2014-15 is printed as nought and read as missing; Berkshire's fire authority made one."""
    found = assets("reading", "2014-15")
    assert found.unknown == ("Reading UA",) and found.is_untold and found.capital_gbp > 0
    assert found.debt.empty and found.financing.empty and found.receipts.empty and found.choice is None
    said = str(show.opening(found))
    assert show.UNTOLD in said and "Gross borrowing" not in said
    for part in (show.debt, show.financing, show.receipts):
        assert "Reading UA made no capital return for 2014-15" in str(part(found)) and "[x]" in str(
            part(found)
        )
    assert assets("reading", "2013-14").unknown == ()
    cumbria = assets("cumbria", "2015-16")  # Copeland alone of its seven authorities made none
    assert cumbria.unknown == ("Copeland",) and not cumbria.is_untold and len(cumbria.debt)
    assert any("Without Copeland" in note for note in show.debt(cumbria).notes)
