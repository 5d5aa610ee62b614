"""Barriers to working across bodies: who can lift each, and how much money stands behind it.

The money of different barriers overlaps - a school budget may be ring-fenced and inspected - and is never added up.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError

ON = ["spender_group", "spender", "programme", "control", "theme", "part"]
LIFTS = ("local agreement", "guidance or reporting change", "legislation")


def affected(parts: pd.DataFrame, barriers: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """The register with amount_gbp and share of the money affected, largest first within who can lift it.

    parts     the exclusive view of a place or of one theme
    barriers  config/barriers.csv: barrier, name, what, lift, ask, source;  rules: config/barrier_lines.csv, patterns
              on ON by barrier: money that any row fits is affected
    A barrier that affects none of these parts is left out. ConfigError for a lift that is not one of LIFTS.
    """
    wrong = sorted(set(barriers["lift"]) - set(LIFTS))
    unmatched = sorted(set(rules["barrier"]) ^ set(barriers["barrier"]))
    if wrong or unmatched:
        raise ConfigError(
            f"config/barriers.csv: unknown words for who can lift: {wrong}; without rules or row: {unmatched}."
        )
    total = float(parts["amount_gbp"].sum())
    sums = parts.groupby(ON, observed=True, dropna=False)["amount_gbp"].sum().reset_index()
    amounts = {
        str(barrier): round(float(sums.loc[first_fit(sums, own, ON) >= 0, "amount_gbp"].sum()), 2)
        for barrier, own in rules.groupby("barrier", sort=True)
    }
    table = barriers.assign(amount_gbp=barriers["barrier"].map(amounts))
    table = table[table["amount_gbp"] > 0].assign(share=lambda frame: frame["amount_gbp"] / total)
    rank = table["lift"].map({word: number for number, word in enumerate(LIFTS)})
    order = table.assign(rank=rank).sort_values(
        ["rank", "amount_gbp"], ascending=[True, False], kind="stable"
    )
    return order.drop(columns="rank").reset_index(drop=True)
