"""The four lenses of a count: all money, bodies of the place, bodies from outside, the outcomes that were stated."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.outcomes import NONE
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import stated
from totalplace_lib.model import Control
from totalplace_lib.present.charts import bars, group_small
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import why
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import join, money, share
from totalplace_lib.present.sentences import bracketed
from totalplace_lib.present.views.counting import MONEY, source_of, subtitle

BODIES = 10


def of_the_place(local: Count, count: Count, trusts: list[str]) -> Exhibit:
    """Bodies of the place, largest first.

    local   the count through the lens of local bodies; trusts: its primary care trusts, whose money is one line
    """
    first = local.by("spender").iloc[0]
    part = local.total_gbp / count.total_gbp
    caption = Caption(
        "bodies-of-the-place",
        f"Bodies of the place spend {money(local.total_gbp)}, {share(part)} of the money: "
        f"{bracketed(str(first['spender']))} {money(first['amount_gbp'])}",
        subtitle(count, "Public spending by body of the place"),
        source_of(count),
        (f"Primary care trusts here: {join(trusts)}.",) if trusts else (),
    )
    return _bodies(local, count, caption, "Body of the place")


def from_outside(outside: Count, count: Count) -> Exhibit:
    """Bodies from outside the place, largest first. outside: the count through that lens."""
    entitled = outside.lines["control"] == str(Control.NATIONAL_ENTITLEMENT)
    fixed = float(outside.lines.loc[entitled, "amount_gbp"].sum())
    caption = Caption(
        "bodies-from-outside",
        f"Bodies from outside spend {money(outside.total_gbp)}, {share(outside.total_gbp / count.total_gbp)} of the "
        f"money; {share(fixed / outside.total_gbp)} of that is entitlements",
        subtitle(count, "Public spending by body from outside the place"),
        source_of(count),
    )
    return _bodies(outside, count, caption, "Body from outside")


def _bodies(part: Count, count: Count, caption: Caption, heading: str) -> Exhibit:
    table = group_small(part.by("spender"), "spender", "amount_gbp", keep=BODIES, other="All other bodies")
    table["share"] = table["amount_gbp"] / count.total_gbp
    return bars(table, {"spender": Column(heading), **MONEY}, caption, label="spender", value="amount_gbp")


def outcomes(table: pd.DataFrame, count: Count, are_stated: bool) -> Exhibit | Note:
    """Spending by stated outcome; a year without a framework says so.

    table  analysis.outcomes.alignment
    """
    if not are_stated:
        return Note(why(stated(False)))
    untied = float(table.loc[table["outcome"] == NONE, "share"].sum())
    caption = Caption(
        "outcomes",
        f"{share(1 - untied)} of the money can be tied to a stated outcome, {share(untied)} to none",
        subtitle(count, "Public spending by block of the local area agreement"),
        f"{source_of(count)}; outcomes: Communities and Local Government, Local Area Agreements 2007",
        (
            "A line is tied by its service and body, which is generous: no publication ties a pound to a result.",
        ),
    )
    return bars(table, {"outcome": Column("Outcome"), **MONEY}, caption, label="outcome", value="amount_gbp")
