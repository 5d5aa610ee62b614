"""Exhibits of the poolable pot: which money could be pooled when, by body; what one and two per cent would be."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import poolable
from totalplace_lib.present.charts import stacked_share_bar
from totalplace_lib.present.columns import Column, in_one_unit
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, share
from totalplace_lib.present.sentences import in_sentence

WHEN_WORDS = {
    poolable.AGREEMENT: "By agreement, tomorrow",
    poolable.GUIDANCE: "After guidance or reporting changes",
    poolable.LAW: "Only by law",
}


def poolable_pot(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit | Note:
    """When money could be pooled, with the range that the barriers make."""
    table = poolable.by_when(poolable.poolable(parts))
    if (table["amount_gbp"] < 0).any() or not table["amount_gbp"].sum() > 0:
        return Absent("What could be pooled is not shown: a body took in more than it spent here.")
    first = table.iloc[0]
    caption = Caption(
        "poolable",
        "No money here could be pooled by agreement alone"
        if float(first["amount_gbp"]) == 0
        else f"{share(float(first['share']))} of the money, {money(float(first['amount_gbp']))}, could be pooled "
        "by agreement tomorrow",
        subtitle,
        f"{source}; register of barriers from the pilots' reports",
        (
            _hardest(float(first["amount_gbp"]), float(first["ladder_gbp"])),
            "That money could be pooled lawfully does not say that it should be.",
        ),
    )
    table["when"] = table["when"].map(WHEN_WORDS)
    columns = {
        "when": Column("When"), "amount_gbp": Column("Money", "money"), "low_gbp": Column("Low", "money"),
        "high_gbp": Column("High", "money"), "share": Column("Share", "share"),
    }  # fmt: skip
    return stacked_share_bar(table, columns, caption, label="when", value="amount_gbp")


def _hardest(amount_gbp: float, by_ladder_gbp: float) -> str:
    """How a pound is given to one reason, and what the barriers change where it shows."""
    said = "Where several reasons fit a pound, the hardest counts."
    if money(amount_gbp) == money(by_ladder_gbp):
        return said
    return (
        f"{said} Without the barriers, by the ladder of control alone, {money(by_ladder_gbp)} could be pooled "
        "by agreement."
    )


def poolable_by_body(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit:
    """The same by body."""
    table = poolable.poolable(parts)
    wide = table.pivot(index="spender_group", columns="when", values="amount_gbp").reindex(
        columns=list(poolable.WHEN)
    )
    wide = wide.fillna(0.0).reset_index().rename_axis(columns=None)
    order = list(dict.fromkeys(table["spender_group"]))
    wide = wide.set_index("spender_group").loc[order].reset_index()
    first = wide.sort_values(poolable.AGREEMENT, ascending=False, kind="stable").iloc[0]
    caption = Caption(
        "poolable-by-body",
        f"Most of what could be pooled by agreement is with {in_sentence(str(first['spender_group']))}"
        if first[poolable.AGREEMENT] > 0
        else "No body has money here that could be pooled by agreement alone",
        subtitle,
        f"{source}; register of barriers from the pilots' reports",
    )
    columns = {
        "spender_group": Column("Body"),
        **{name: Column(words, "money") for name, words in WHEN_WORDS.items()},
    }
    return Exhibit(
        caption,
        wide,
        in_one_unit(wide, columns),
        alt="A table of money by body and by when it could be pooled.",
    )


def one_and_two(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit:
    """What one and two per cent would be, by body and rung of the ladder."""
    table = poolable.one_and_two_per_cent(parts)
    local = table[table["is_local"]]
    caption = Caption(
        "one-and-two",
        f"1% of what is no entitlement is {money(float(local['one_gbp'].sum()))}, 2% is "
        f"{money(float(local['two_gbp'].sum()))}",
        subtitle,
        source,
    )
    table["control"] = table["control"].astype(str).str.capitalize()
    columns = {
        "spender_group": Column("Body"), "control": Column("Who decides"), "amount_gbp": Column("Spending", "money"),
        "one_gbp": Column("1%", "money", 2), "two_gbp": Column("2%", "money", 2),
    }  # fmt: skip
    return Exhibit(
        caption,
        table,
        in_one_unit(table, columns),
        alt="A table of one and two per cent of each body's spending by who decides.",
    )
