"""Exhibits of the capital report: capital beside revenue, how it is paid for, what debt costs."""

from __future__ import annotations

from totalplace_lib.analysis.assets import LUMPED, Assets
from totalplace_lib.evidence.carried import Verdict, enough_of, largest, limits
from totalplace_lib.present.charts import bars, grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding, why
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import bracketed, small
from totalplace_lib.present.views.buildings import build_words

SOURCE = (
    "Capital outturn return (COR4) and revenue outturn (RS), CLG; Total Place count for the place's part of "
    "wider bodies"
)
BORROWED = ("borrowing_single_pot", "borrowing_separate", "borrowing_other")
GRANTED = ("grants_central", "grants_public_bodies", "grants_eu", "grants_lottery")
OTHERWISE = {
    "use_of_receipts": "earlier sales",
    "from_revenue": "revenue",
    "from_hra": "tenants' rents",
    "from_repairs_reserve": "tenants' rents",
    "contributions_private": "developers and leaseholders",
    "funding_gla": "the Greater London Authority",
}
DEBT = ("cfr_start", "cfr_end", "minimum_revenue_provision", "gross_borrowing_end", "investments_end")
ROWS = 12


def opening(assets: Assets) -> Opening:
    """How much capital, how it is paid for, what debt costs each year, what 1% would build."""
    both = assets.capital_gbp + assets.revenue_gbp
    said = (
        f"Local authorities spent {money(assets.capital_gbp)} on capital in {assets.count.place.name} in "
        f"{assets.count.year}: {share(assets.capital_gbp / both)} of all they spent."
    )
    if assets.is_untold:
        figures = _key_figures(assets)[:2]
        return Opening(said, [Finding(UNTOLD, unknown_words(assets))], figures)
    paid = float(assets.financing["amount_gbp"].sum())
    borrowed, granted = (_lines(assets, lines) / paid for lines in (BORROWED, GRANTED))
    return Opening(
        said,
        [
            finding(
                enough_of(assets.measured, limits()),
                f"{share(borrowed)} was borrowed, {share(granted)} came as grants.",
                f"{_rest(assets)} {_sold(assets)}",
                "How much was borrowed cannot be told.",
            ),
            Finding(
                f"Borrowing costs {money(assets.interest_gbp + assets.provision_gbp)} a year.",
                f"Interest {money(assets.interest_gbp)} and provision for repayment {money(assets.provision_gbp)}"
                + (f": {_pence(assets.rate)} for each pound of gross borrowing." if assets.rate > 0 else "."),
            ),
            Finding(*build_words(assets)),
        ],
        _key_figures(assets),
    )


UNTOLD = "How capital was paid for and what is owed cannot be told."


def unknown_words(assets: Assets) -> str:
    """Who made no return, and what is not known for that."""
    return (
        f"{join(assets.unknown)} made no capital return for {assets.count.year}: how capital was paid for, what was "
        "sold and what is owed are not known [x]. What was spent is estimated from the year before [e]."
    )


def _without(assets: Assets) -> tuple[str, ...]:
    """A note where some of the place's authorities made no return."""
    return (f"Without {join(assets.unknown)}, which made no capital return [x].",) if assets.unknown else ()


def _key_figures(assets: Assets) -> list[KeyFigure]:
    """Capital, for each resident, and gross borrowing last."""
    return [
        KeyFigure(
            "Capital",
            money(assets.capital_gbp),
            f"local authorities, {assets.count.year}; {share(assets.measured)} returned, or shared by a tested measure",
        ),
        KeyFigure("For each resident", pounds(assets.capital_gbp / assets.count.population), "capital"),
        KeyFigure(
            "Gross borrowing at the end of the year",
            money(_debt(assets, "gross_borrowing_end")),
            "what is owed to lenders",
        ),
    ]


def _untold(what: str, verdict: Verdict) -> tuple[str, ...]:
    """A note where the largest is not named."""
    return () if verdict.may else (f"Which {what} has most cannot be told. {why(verdict)}",)


def _rest(assets: Assets) -> str:
    """What paid for capital besides borrowing and grants, largest first."""
    lines = assets.financing["line"].map(OTHERWISE)
    sums = assets.financing.groupby(lines)["amount_gbp"].sum().sort_values(ascending=False, kind="stable")
    paid = [str(name) for name in sums[sums > 0].index]
    return f"The rest was paid from {join(paid)}." if paid else "Nothing was paid from other money."


def by_service(assets: Assets) -> Exhibit:
    """Capital beside revenue by function."""
    table = assets.by_service
    known = [
        one for one in assets.known["function"] if one.name != LUMPED
    ]  # what a return calls "other" is no service
    verdict, first = largest(known, 1, limits()), known[0]
    is_first = first.name == assets.known["function"][0].name
    begin = "Most" if is_first else "Of the services that the return tells apart, most"
    of = "it" if is_first else "all"
    caption = Caption(
        "by-service",
        f"{begin} capital went to {small(first.name)}: {money(first.amount_gbp)}, "
        f"{share(first.amount_gbp / assets.capital_gbp)} of {of}"
        if verdict.may
        else "Capital and revenue spending by function",
        _subtitle(assets, "Capital and revenue spending of local authorities by function"),
        SOURCE,
        (
            "Until 2008-09 the capital return puts environment, planning and central services under 'other'.",
            *_untold("function", verdict),
        ),
        str(verdict.reason),
    )
    return grouped_bars(table, _columns("function", "Function"), caption, label="function", values=VALUES)


def by_body(assets: Assets) -> Exhibit:
    """Capital beside revenue by body, those with most capital."""
    spending = assets.by_body[assets.by_body["capital_gbp"] != 0]
    table = spending.head(ROWS).reset_index(drop=True)
    first, verdict = table.iloc[0], largest(assets.known["spender"], 1, limits())
    caption = Caption(
        "by-body",
        f"{first['spender']} spent most of the capital: {share(float(first['capital_gbp']) / assets.capital_gbp)}"
        if verdict.may
        else "Capital and revenue spending by body",
        _subtitle(
            assets,
            f"Capital and revenue spending, {len(table)} of {plural(len(spending), 'body', 'bodies')} with capital",
        ),
        SOURCE,
        _untold("body", verdict),
        str(verdict.reason),
    )
    return grouped_bars(table, _columns("spender", "Body"), caption, label="spender", values=VALUES)


def financing(assets: Assets) -> Exhibit | Note:
    """How capital was paid for, largest first."""
    if assets.is_untold:
        return Absent(unknown_words(assets))
    table = assets.financing.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)
    total = float(table["amount_gbp"].sum())
    first = table.iloc[0]
    caption = Caption(
        "financing",
        f"{bracketed(str(first['name']))}: {money(float(first['amount_gbp']))}, "
        f"{share(float(first['amount_gbp']) / total)}",
        _subtitle(assets, "Resources that paid for capital spending of local authorities"),
        SOURCE,
        (
            "The sum is more than the spending where running costs were treated as capital by direction.",
            *_without(assets),
        ),
    )
    columns = {"name": Column("Resource"), "amount_gbp": Column("Amount", "money", marker="marker")}
    return bars(table, columns, caption, label="name", value="amount_gbp")


def receipts(assets: Assets) -> Exhibit | Note:
    """What was sold, by service."""
    if assets.is_untold:
        return Absent(unknown_words(assets))
    table = assets.receipts.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)
    if table.empty:
        return Absent("No capital receipts were reported.")
    caption = Caption(
        "receipts",
        _sold(assets).rstrip("."),
        _subtitle(assets, "Capital receipts of local authorities by service"),
        SOURCE,
        _without(assets),
    )
    columns = {"name": Column("Service"), "amount_gbp": Column("Receipts", "money", marker="marker")}
    return bars(table, columns, caption, label="name", value="amount_gbp")


def debt(assets: Assets) -> Exhibit | Note:
    """What is owed and what is held."""
    if assets.is_untold:
        return Absent(unknown_words(assets))
    order = {line: position for position, line in enumerate(DEBT)}
    table = assets.debt[assets.debt["line"].isin(DEBT)].sort_values(
        "line", key=lambda lines: lines.map(order)
    )
    moved = _debt(assets, "cfr_end") - _debt(assets, "cfr_start")
    caption = Caption(
        "debt",
        f"The capital financing requirement {'grew' if moved >= 0 else 'fell'} by {money(abs(moved))} in the year",
        _subtitle(assets, "Capital financing requirement, borrowing and investments of local authorities"),
        SOURCE,
        (
            "The capital financing requirement is what capital spending has not yet been paid for by other means.",
            *_without(assets),
        ),
    )
    columns = {"name": Column("What"), "amount_gbp": Column("Amount", "money", marker="marker")}
    return Exhibit(caption, table.reset_index(drop=True), columns, alt="A table of debt and investments.")


VALUES = ("capital_gbp", "revenue_gbp")


def _columns(name: str, heading: str) -> dict[str, Column]:
    return {
        name: Column(heading), "capital_gbp": Column("Capital", "money"), "revenue_gbp": Column("Revenue", "money"),
        "capital_share": Column("Capital as a share of both", "share"),
    }  # fmt: skip


def _subtitle(assets: Assets, what: str) -> str:
    return f"{what}, {assets.count.place.name}, {assets.count.year}, cash"


def _lines(assets: Assets, lines: tuple[str, ...]) -> float:
    return float(assets.financing.loc[assets.financing["line"].isin(lines), "amount_gbp"].sum())


def _debt(assets: Assets, line: str) -> float:
    return float(assets.debt.loc[assets.debt["line"] == line, "amount_gbp"].sum())


def _sold(assets: Assets) -> str:
    return f"{money(float(assets.receipts['amount_gbp'].sum()))} was received from sales and repayments."


def _pence(rate: float) -> str:
    return f"{rate * 100:.1f}p"
