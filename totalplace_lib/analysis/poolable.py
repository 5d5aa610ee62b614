"""The poolable pot: which pounds of a place or theme could be pooled tomorrow, which after guidance, which only by law.

Every pound stands on a rung of the ladder of control, and may stand behind barriers that stop pooling as such; where
several fit, the hardest counts (config/appraisal/pooling.csv). The range: with the barriers, and by the ladder alone.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.barriers import ON
from totalplace_lib.count.rules import first_fit
from totalplace_lib.model import Control
from totalplace_lib.project import read_config

AGREEMENT, GUIDANCE, LAW = WHEN = (
    "by agreement",
    "guidance",
    "law",
)  # the easiest first, as in config/appraisal


def poolable(parts: pd.DataFrame) -> pd.DataFrame:
    """The pot of some parts of the exclusive view: spender_group, when, amount_gbp, ladder_gbp; see `pot`."""
    return pot(parts, read_config("appraisal/pooling.csv"), read_config("barrier_lines.csv"))


def pot(parts: pd.DataFrame, when: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Money by body and when it could be pooled: spender_group, when, amount_gbp (with the barriers), ladder_gbp.

    parts  the exclusive view;  when: config/appraisal/pooling.csv;  lines: config/barrier_lines.csv
    Both columns add up to the parts. Bodies in the order of their money, the easiest first.
    """
    rank = {word: number for number, word in enumerate(WHEN)}
    rungs = when[when["kind"] == "control"].set_index("name")["when"].map(rank)
    ladder = parts["control"].astype(str).map(rungs).astype(int)
    hardest = ladder.copy()
    for word, names in when[when["kind"] == "barrier"].groupby("when")["name"]:
        behind = first_fit(parts, lines[lines["barrier"].isin(list(names))], ON) >= 0
        hardest = hardest.mask(behind & (hardest < rank[str(word)]), rank[str(word)])
    sums = [
        parts.groupby(["spender_group", each.rename("rank")])["amount_gbp"].sum()
        for each in (hardest, ladder)
    ]
    table = pd.concat(sums, axis=1, keys=["amount_gbp", "ladder_gbp"]).fillna(0.0).round(2).reset_index()
    table["when"] = table["rank"].map(dict(enumerate(WHEN)))
    size = table.groupby("spender_group")["amount_gbp"].transform("sum")
    order = table.assign(size=size).sort_values(
        ["size", "spender_group", "rank"], ascending=[False, True, True]
    )
    return order[["spender_group", "when", "amount_gbp", "ladder_gbp"]].reset_index(drop=True)


def by_when(table: pd.DataFrame) -> pd.DataFrame:
    """The pot of all bodies: when, amount_gbp, low_gbp, high_gbp, share; low and high with and without the barriers."""
    sums = table.groupby("when")[["amount_gbp", "ladder_gbp"]].sum().round(2)
    sums = sums.reindex(list(WHEN), fill_value=0.0).reset_index()
    total = float(sums["amount_gbp"].sum())
    low, high = sums[["amount_gbp", "ladder_gbp"]].min(axis=1), sums[["amount_gbp", "ladder_gbp"]].max(axis=1)
    return sums.assign(low_gbp=low, high_gbp=high, share=sums["amount_gbp"] / total if total else 0.0)


def one_and_two_per_cent(parts: pd.DataFrame) -> pd.DataFrame:
    """What 1% and 2% would be by body and rung: spender_group, control, amount_gbp, one_gbp, two_gbp, is_local."""
    sums = parts.groupby(["spender_group", "control"], observed=True)["amount_gbp"].sum().round(2)
    table = sums[sums > 0].reset_index()
    table = table.assign(
        one_gbp=(table["amount_gbp"] * 0.01).round(2),
        two_gbp=(table["amount_gbp"] * 0.02).round(2),
        is_local=table["control"] != str(Control.NATIONAL_ENTITLEMENT),
    )
    return table.sort_values(["is_local", "amount_gbp"], ascending=[False, False], ignore_index=True)
