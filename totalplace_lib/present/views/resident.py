"""A resident's page: each GBP 100 of public money, who spends it, and what council tax pays of it."""

from __future__ import annotations

from totalplace_lib.analysis.hundred import hundred
from totalplace_lib.analysis.overlap import council_tax
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import enough, figure_of, figures, largest, limits
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Control
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding, heads_between, why
from totalplace_lib.present.numbers import is_missing, money, pounds
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, in_sentence
from totalplace_lib.present.views.counting import source_of, subtitle
from totalplace_lib.present.views.counting import to_share as to_share


def opening(count: Count) -> Opening:
    """How much is spent for each resident, who spends most, what councils choose, what council tax pays."""
    known = figure_of(count)
    own = count.lines.groupby("control", observed=True)["amount_gbp"].sum()
    chosen = float(own.get(str(Control.COUNCIL_DISCRETIONARY), 0.0)) / count.total_gbp
    return Opening(
        f"{money(count.total_gbp)} of public money was spent in {count.place.name} in {count.year}: "
        f"{pounds(count.per_head_gbp)} for each resident.",
        [
            _first(count),
            finding(
                enough([known], limits()),
                f"Councils decide freely on {pounds(chosen * 100)} of each £100.",
                "The rest is set by law or by government, or is spent by other bodies.",
                "How much councils decide freely cannot be told.",
            ),
            _council_tax(count),
        ],
        [
            KeyFigure(
                "For each resident",
                pounds(count.per_head_gbp),
                heads_between(known) or "published as a whole",
            ),
            KeyFigure("Residents", f"{count.population:,.0f}", f"in the middle of {str(count.year)[:4]}"),
        ],
    )


def _first(count: Count) -> Finding:
    """Who spends most of it, where the ranges leave no doubt."""
    own = figures(errors_of(count), "spender_group", count.population)
    return finding(
        largest(own, 1, limits()),
        f"{capital(in_sentence(own[0].name))}: {pounds(own[0].amount_gbp / count.total_gbp * 100)} of each £100.",
        "That is the largest part; who spends the rest stands below.",
        "Who spends most of each £100 cannot be told.",
    )


def _council_tax(count: Count) -> Finding:
    """What residents' own council tax pays of all that is spent for them."""
    paid = council_tax(count.place, count.year)
    if is_missing(paid) or paid <= 0:
        return Finding(
            "What council tax pays of it cannot be told.",
            f"One of the councils here made no return of {count.year}, or none is held.",
        )
    return Finding(
        f"Council tax comes to {pounds(paid / count.total_gbp * 100)} for each £100 spent.",
        f"Residents pay {money(paid)} of it, {pounds(paid / count.population)} each.",
    )


def each_hundred(count: Count) -> Exhibit:
    """Each GBP 100 by who spends it, in whole pounds that add up."""
    table = hundred(figures(errors_of(count), "spender_group", count.population))
    verdict = enough([figure_of(count)], limits())
    caption = Caption(
        "each-hundred",
        "Who spends each £100 of public money",
        subtitle(count, "Each £100 of public spending, by who spends it"),
        source_of(count),
        (
            "Rounded to whole pounds that add up to £100.",
            *(() if verdict.may else (why(verdict),)),
        ),
        str(verdict.reason),
    )
    columns = {
        "name": Column("Who spends it"), "pounds": Column("Pounds of each £100", "count"),
        "low": Column("Low", "count"), "high": Column("High", "count"), "amount_gbp": Column("Spending", "money"),
    }  # fmt: skip
    return bars(table, columns, caption, label="name", value="pounds")
