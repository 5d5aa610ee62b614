"""Exhibits of the capital report: capital beside revenue, how it is paid for, what debt costs."""

from __future__ import annotations

from totalplace_lib.analysis.assets import LUMPED, Assets
from totalplace_lib.evidence.carried import Verdict, enough_of, largest, limits
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, pounds, share
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
BOTH = {
    "capital_gbp": Column("Capital", "money"),
    "revenue_gbp": Column("Revenue", "money"),
    "capital_share": Column("Capital as a share of both", "share"),
}


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


def _rest(assets: Assets) -> str:
    """What paid for capital besides borrowing and grants, largest first."""
    lines = assets.financing["line"].map(OTHERWISE)
    sums = assets.financing.groupby(lines)["amount_gbp"].sum().sort_values(ascending=False, kind="stable")
    paid = [str(name) for name in sums[sums > 0].index]
    return f"The rest was paid from {join(paid)}." if paid else "Nothing was paid from other money."


def most_words(assets: Assets) -> tuple[Verdict, tuple[str, str]]:
    """Whether the service with most capital is told: what is said of it, and what is said if it is not."""
    every = assets.known["function"]
    known = [one for one in every if one.name != LUMPED]  # what a return calls "other" is no service
    first, is_first = known[0], known[0].name == every[0].name
    begin = "Most" if is_first else "Of the services that the return tells apart, most"
    part = f"{share(first.amount_gbp / assets.capital_gbp)} of {'it' if is_first else 'all'}"
    said = f"{begin} capital went to {small(first.name)}: {money(first.amount_gbp)}, {part}"
    return largest(known, 1, limits()), (said, "Capital and revenue spending by function")


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
