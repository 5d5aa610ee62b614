"""Capital: what local authorities build and buy beside what they spend each year, how it is paid for, what is owed.

Source: capital outturn return (COR4) and revenue outturn (RS). A body wider than the place is cut to the place by
residents, as in the count ([e]). What the same money could build: analysis/buildings.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.buildings import Choice, choice
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.evidence.carried import Figure, leading, measured_share
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Economic, Marker, Year
from totalplace_lib.national.money import money
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, read_table, remembered

BORROWING, BORROWING_END = "gross_borrowing_start", "gross_borrowing_end"
RETURNED = ["authority_code", "authority_name", "measure", "line", "amount_gbp"]
PAID_FOR = ("financing", "receipts", "debt")
OTHER, PUBLIC_SERVICES = "other", "General public services"
LUMPED = "General public services, with all that the capital return calls 'other'"


@dataclass(frozen=True)
class Assets:
    """Capital of one place and year.

    by_service, by_body  assets.capital_and_revenue;  financing, receipts, debt: assets.cut
    interest_gbp, provision_gbp  what borrowing costs revenue in the year;  rate: for each pound of gross borrowing
    share, choice  the part of a year's spending that would repay a loan, and what it would build (None: no borrowing)
    measured  the part of capital that authorities here returned, or that a tested key shares
    known  how well the largest capital of a function and of a body is known (carried.leading)
    unknown  names of the place's own authorities that made no return [x]: they are not in financing, receipts and debt
    is_untold  none of its own authorities made one: then these three are empty, for those of wider bodies alone would
               pass for the place's
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
    share: float
    choice: Choice | None
    measured: float
    known: Mapping[str, list[Figure]]
    unknown: tuple[str, ...] = ()
    is_untold: bool = False

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
    """Capital of a place's local authorities; share: the part of a year's spending that would repay a loan.

    Raises UsageError for an unknown place, a year without a capital return, or a share that is none.
    """
    if not 0 < share <= 1:
        raise UsageError(
            f"share: {share} is no part of the spending; write a number above 0 and up to 1, such as 0.01."
        )
    check_capital_year(year)
    count = whole_area_count(place, year)
    returns = read_table("council_capital", RETURNED, year=year)
    whole = money(count.year)
    people = whole.keys[whole.keys["key"] == "population"]
    parts = body_shares(whole.catchments, people, count.place.areas)
    names = read_config("lines/cor4.csv")
    sources = read_config("funding.csv")
    paid_by = names[names["line"].isin(sources.loc[sources["economic"] == "capital", "line"])]
    returned = own_figures(returns, parts)
    is_untold = len(returned) > 0 and not returned.any()
    known = returns[~returns["measure"].isin(PAID_FOR)] if is_untold else returns
    debt = _part(known, "debt", parts, names)
    paid = read_table("council_revenue", ["authority_code", "line", "amount_gbp"], year=year, line=_PAID)
    interest = _sum(cut(paid, parts, _INTEREST), _PAID)
    provision = _sum(debt, "minimum_revenue_provision")
    lines = errors_of(count)
    if OTHER in set(returns["line"]):
        lines = lines.replace({"function": {PUBLIC_SERVICES: LUMPED}})
    by_service, capital = capital_and_revenue(lines, "function"), capital_of(lines)
    return Assets(
        count, by_service, capital_and_revenue(count.lines, "spender"),
        _part(known, "financing", parts, paid_by),
        _part(known, "receipts", parts, names[names["line"] != "total"]), debt, interest, provision,
        cost_of_borrowing(interest + provision, _sum(debt, BORROWING)), share,
        _choice(count, people, by_service["revenue_gbp"].sum() * share, interest, debt),
        measured_share(capital),
        {
            by: leading(capital, by, number, count.population)
            for by, number in (("function", 2), ("spender", 1))  # what a return calls "other" may come first
        },
        tuple(sorted(map(str, returned.index[returned == 0]))), is_untold,
    )  # fmt: skip


def own_figures(returns: pd.DataFrame, shares: pd.Series) -> pd.Series:
    """How many figures of financing, receipts and debt each authority has that lies in the place as a whole, by name.

    returns  RETURNED columns;  shares: the part of each authority that lies in the place (body_shares)
    """
    own = returns[returns["authority_code"].map(shares).eq(1) & returns["measure"].isin(PAID_FOR)]
    return own.groupby("authority_name")["amount_gbp"].count()


def _choice(
    count: Count, people: pd.DataFrame, yearly_gbp: float, interest_gbp: float, debt: pd.DataFrame
) -> Choice | None:
    """What a yearly amount could build, at the interest paid on the mean gross borrowing of the year."""
    owed = [_sum(debt, line) for line in (BORROWING, BORROWING_END)]
    rate = cost_of_borrowing(interest_gbp, sum(owed) / len(owed))
    if not rate > 0 or not yearly_gbp > 0:
        return None
    residents = people.groupby("area_code")["value"].sum()
    return choice(count.place, str(count.year), residents, round(float(yearly_gbp), 2), rate)


def capital_of(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that are authorities' capital."""
    return lines[(lines["block"] == "council") & (lines["economic"] == str(Economic.CAPITAL))]


_PAID = "interest_payable"
_INTEREST = pd.DataFrame({"line": [_PAID], "name": ["Interest payable"]})


def _part(returns: pd.DataFrame, measure: str, parts: pd.Series, names: pd.DataFrame) -> pd.DataFrame:
    return cut(returns[returns["measure"] == measure], parts, names)


def _sum(table: pd.DataFrame, line: str) -> float:
    return float(table.loc[table["line"] == line, "amount_gbp"].sum())


def capital_and_revenue(lines: pd.DataFrame, column: str) -> pd.DataFrame:
    """Capital beside revenue by a column of a count's council lines: capital_gbp, revenue_gbp, capital_share.

    Nothing of one kind is a true nil: the returns cover every service. capital_share is of both together and missing
    where they add up to nothing or less. Largest capital first.
    """
    council = lines[lines["block"] == "council"]
    sums = council.pivot_table(
        index=column, columns="economic", values="amount_gbp", aggfunc="sum", observed=True
    )
    sums = sums.reindex(columns=[str(Economic.CAPITAL), str(Economic.CURRENT)]).fillna(0.0).round(2)
    sums.columns = pd.Index(["capital_gbp", "revenue_gbp"])
    both = sums.sum(axis=1)
    sums["capital_share"] = (sums["capital_gbp"] / both).where(both > 0)
    return sums.sort_values("capital_gbp", ascending=False, kind="stable").reset_index()


def body_shares(catchments: pd.DataFrame, people: pd.DataFrame, areas: Iterable[str]) -> pd.Series:
    """The part of each local authority's residents who live in a place, by authority; 1 where it lies inside.

    catchments  catchment_code, area_code;  people: area_code, value. Only authorities that reach the place.
    """
    joined = catchments[catchments["catchment_code"].str.fullmatch(r"E\d{4}")].merge(people, on="area_code")
    whole = joined.groupby("catchment_code")["value"].sum()
    here = joined[joined["area_code"].isin(list(areas))].groupby("catchment_code")["value"].sum()
    return (here / whole).dropna().rename("share")


def cut(returns: pd.DataFrame, shares: pd.Series, names: pd.DataFrame) -> pd.DataFrame:
    """Lines of a return added up for a place: line, name, amount_gbp, marker (e where a wider body was cut).

    returns  authority_code, line, amount_gbp;  names: line, name, in the order wanted. Lines of nothing are left out.
    """
    rows = returns[returns["authority_code"].isin(shares.index) & returns["amount_gbp"].notna()]
    part = rows["authority_code"].map(shares)
    rows = rows.assign(part_gbp=rows["amount_gbp"] * part, is_cut=(part < 1) & (rows["amount_gbp"] != 0))
    sums = rows.groupby("line").agg(amount_gbp=("part_gbp", "sum"), is_cut=("is_cut", "any"))
    table = names[["line", "name"]].merge(sums.reset_index(), on="line", how="inner").round({"amount_gbp": 2})
    table = table[table["amount_gbp"] != 0]
    marker = table["is_cut"].map({True: str(Marker.ESTIMATED), False: ""})
    return table.assign(marker=marker).drop(columns="is_cut").reset_index(drop=True)


def cost_of_borrowing(paid_gbp: float, borrowing_gbp: float) -> float:
    """What is paid in a year for each pound of gross borrowing (not of the capital financing requirement, on which no
    interest is paid); NaN where nothing is borrowed."""
    return paid_gbp / borrowing_gbp if borrowing_gbp > 0 else float("nan")
