"""Capital of a place: reads the capital and revenue returns and hands them to analysis.assets."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import assets as analysis
from totalplace_lib.bench.prices import deflator
from totalplace_lib.bench.years import check_year
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.workbench import money, whole_area_count

DEBT = "cfr_start"


@dataclass(frozen=True)
class Assets:
    """Capital of one place and year.

    by_service, by_body  analysis.assets.capital_and_revenue;  financing, receipts, debt: analysis.assets.cut
    interest_gbp, provision_gbp  what debt costs revenue in the year;  rate: for each pound of debt
    amount_gbp, choices  an amount of capital and what else it could do
    """

    count: Count
    by_service: pd.DataFrame
    by_body: pd.DataFrame
    financing: pd.DataFrame
    receipts: pd.DataFrame
    debt: pd.DataFrame
    interest_gbp: float
    provision_gbp: float
    rate: float
    amount_gbp: float
    choices: pd.DataFrame

    @property
    def capital_gbp(self) -> float:
        """All capital spending of local authorities, GBP."""
        return round(float(self.by_service["capital_gbp"].sum()), 2)

    @property
    def revenue_gbp(self) -> float:
        """All revenue spending of local authorities, GBP."""
        return round(float(self.by_service["revenue_gbp"].sum()), 2)


def check_capital_year(text: str) -> Year:
    """A countable year whose capital return is held; UsageError for any other."""
    year = check_year(text)
    if str(year) not in capital_years():
        raise UsageError(
            f"No capital return by authority is held for {year}. Years held: {', '.join(capital_years())}."
        )
    return year


@remembered
def capital_years() -> tuple[str, ...]:
    """Years whose capital return by authority is held."""
    return tuple(sorted(map(str, read_table("council_capital", ["year"])["year"].unique())))


def assets(place: str, year: str = "2008-09", share: float = 0.01) -> Assets:
    """Capital of a place's local authorities; share: the part of it for which choices are shown, above 0 to 1.

    Raises UsageError for an unknown place, a year without a capital return, or a share that is none.
    """
    if not 0 < share <= 1:
        raise UsageError(
            f"share: {share} is no part of the capital; write a number above 0 and up to 1, such as 0.01."
        )
    check_capital_year(year)
    count = whole_area_count(place, year)
    returns = read_table("council_capital", ["authority_code", "measure", "line", "amount_gbp"], year=year)
    whole = money(year)
    people = whole.keys[whole.keys["key"] == "population"]
    parts = analysis.body_shares(whole.catchments, people, count.place.areas)
    names = read_config("lines/cor4.csv")
    sources = read_config("funding.csv")
    paid_by = names[names["line"].isin(sources.loc[sources["economic"] == "capital", "line"])]
    debt = _part(returns, "debt", parts, names)
    interest = _sum(analysis.cut(_revenue(year), parts, _INTEREST), "interest_payable")
    provision = _sum(debt, "minimum_revenue_provision")
    rate = analysis.cost_of_borrowing(interest, provision, _sum(debt, DEBT))
    by_service = analysis.capital_and_revenue(count.lines, "function")
    amount = round(float(by_service["capital_gbp"].sum()) * share, 2)
    return Assets(
        count, by_service, analysis.capital_and_revenue(count.lines, "spender"),
        _part(returns, "financing", parts, paid_by),
        _part(returns, "receipts", parts, names[names["line"] != "total"]), debt, interest, provision, rate, amount,
        analysis.choices(amount, rate, read_config("choices.csv"), read_table("unit_costs"), deflator(), year),
    )  # fmt: skip


_INTEREST = pd.DataFrame({"line": ["interest_payable"], "name": ["Interest payable"]})


def _part(returns: pd.DataFrame, measure: str, parts: pd.Series, names: pd.DataFrame) -> pd.DataFrame:
    return analysis.cut(returns[returns["measure"] == measure], parts, names)


def _revenue(year: str) -> pd.DataFrame:
    return read_table(
        "council_revenue", ["authority_code", "line", "amount_gbp"], year=year, line="interest_payable"
    )


def _sum(table: pd.DataFrame, line: str) -> float:
    return float(table.loc[table["line"] == line, "amount_gbp"].sum())
