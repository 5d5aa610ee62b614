"""Overlap and fragmentation: how many bodies and funding streams serve one theme, and who might join up with whom.

Everything here is in the overlapping view (analysis.themes.overlapping): money may stand under several themes, so
amounts are compared within a theme and never added across themes. Entitlements set by law cannot be pooled and are
left out of the pairs.
"""

from __future__ import annotations

import itertools

import pandas as pd

from totalplace_lib.model import Control

SMALL_GBP = 100_000.0
FRAGMENTED = [
    "theme", "bodies", "streams", "hhi", "largest_body", "largest_share", "small_streams", "small_gbp", "amount_gbp",
]  # fmt: skip


def bodies(parts: pd.DataFrame) -> pd.Series:
    """What stands for a body when overlaps are looked for: councils, police and fire by kind, all others by name.

    Two district councils side by side serve different people; a council and a primary care trust serve the same.
    """
    group = parts["spender_group"].astype("string")
    return group.where(parts["block"] == "council", parts["spender"].astype("string"))


def matrix(parts: pd.DataFrame, themes: pd.DataFrame, keep: int = 8) -> pd.DataFrame:
    """Themes (rows: theme, name) by groups of bodies (columns), GBP; the largest groups and "All other".

    A theme or group without money is left out; a body without money in a theme is a zero.
    """
    table = parts.pivot_table(
        index="theme",
        columns="spender_group",
        values="amount_gbp",
        aggfunc="sum",
        fill_value=0.0,
        observed=True,
    )
    order = table.abs().sum().sort_values(ascending=False, kind="stable").index
    shown, rest = list(order[: keep - 1]), list(order[keep - 1 :])
    found = table[shown].assign(**({"All other": table[rest].sum(axis=1)} if rest else {})).round(2)
    found.columns = found.columns.astype(str)
    names = themes.set_index("theme")["name"]
    kept = [theme for theme in themes["theme"] if theme in found.index]
    found = found.loc[kept].reset_index()
    found.insert(1, "name", found["theme"].map(names))
    return found


def fragmentation(parts: pd.DataFrame, themes: pd.DataFrame, small_gbp: float = SMALL_GBP) -> pd.DataFrame:
    """One row per theme: bodies, streams, hhi, largest_body, largest_share, small_streams, small_gbp, amount_gbp.

    streams  pairs of body and programme;  small_streams: those under small_gbp in the place
    hhi      Herfindahl-Hirschman index of the bodies' shares: 1 = one body, 0.1 = as split as ten equal bodies;
             bodies whose income exceeds their spending are left out of it
    """
    rows = []
    for theme in themes["theme"]:
        own = parts[parts["theme"] == theme]
        if own.empty:
            continue
        streams = own.groupby(["spender", "programme"], observed=True)["amount_gbp"].sum()
        small = streams[(streams > 0) & (streams < small_gbp)]
        by_body = own.groupby("spender", observed=True)["amount_gbp"].sum()
        shares = by_body[by_body > 0] / by_body[by_body > 0].sum()
        rows.append(
            (
                theme, len(by_body), len(streams), float((shares**2).sum()), str(shares.idxmax()), float(shares.max()),
                len(small), round(float(small.sum()), 2), round(float(own["amount_gbp"].sum()), 2),
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=FRAGMENTED)
    table.insert(1, "name", table["theme"].map(themes.set_index("theme")["name"]))
    return table


def pairs(parts: pd.DataFrame, themes: pd.DataFrame, least_gbp: float = 1_000_000.0) -> pd.DataFrame:
    """Pairs of bodies that spend on the same theme, ranked by the smaller of their two amounts.

    Returns theme, name, body_a, body_b (the larger first), gbp_a, gbp_b, joint_gbp = the smaller amount: the most that
    both could bring to one budget. Entitlements, amounts under least_gbp and two bodies of one department are left
    out.
    """
    poolable = parts[parts["control"] != str(Control.NATIONAL_ENTITLEMENT)]
    poolable = poolable.assign(body=bodies(poolable))
    family = _families(poolable)
    sums = poolable.groupby(["theme", "body"])["amount_gbp"].sum().round(2)
    rows = []
    for theme, own in sums[sums >= least_gbp].groupby(level="theme"):
        ranked = own.droplevel("theme").sort_values(ascending=False, kind="stable")
        for (first, more), (second, less) in itertools.combinations(ranked.items(), 2):
            if family[str(first)] != family[str(second)]:
                rows.append((theme, first, second, more, less, less))
    table = pd.DataFrame(rows, columns=["theme", "body_a", "body_b", "gbp_a", "gbp_b", "joint_gbp"])
    table.insert(1, "name", table["theme"].map(themes.set_index("theme")["name"]))
    order = ["joint_gbp", "theme", "body_a", "body_b"]
    return table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _families(parts: pd.DataFrame) -> dict[str, str]:
    """The payer of most of each body's money: bodies of one department are already under one roof."""
    paid = (
        parts.groupby(["body", "payer"], observed=True)["amount_gbp"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    first = paid.reset_index().drop_duplicates("body")
    return dict(zip(first["body"].astype(str), first["payer"].astype(str), strict=True))
