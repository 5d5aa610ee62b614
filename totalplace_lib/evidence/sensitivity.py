"""Sensitivity: which lines make a place's range wide, and what another key would have said."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.model import Method

WHAT = ["spender", "programme", "driver", "key", "grade"]


def widest(lines: pd.DataFrame, number: int = 10) -> pd.DataFrame:
    """The programmes with the widest ranges: WHAT, amount_gbp, low_gbp, high_gbp, width_gbp, share_of_width.

    lines  of ranges.with_ranges; current and capital of a programme are one. A programme's parts move together, so its
    low and high are the sums of theirs; share_of_width is of the sum of all widths, which is wider than the total's.
    """
    shared = lines[lines["method"] == str(Method.APPORTIONED)]
    sums = shared.groupby(WHAT, as_index=False)[["amount_gbp", "low_gbp", "high_gbp"]].sum()
    sums["width_gbp"] = sums["high_gbp"] - sums["low_gbp"]
    total = sums["width_gbp"].sum()
    sums["share_of_width"] = sums["width_gbp"] / total if total else 0.0
    order = ["width_gbp", "amount_gbp", *WHAT[:2]]
    return sums.sort_values(order, ascending=[False, False, True, True], ignore_index=True).head(number)


def other_keys(lines: pd.DataFrame, shares: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """What each candidate key would have given: driver, key, in_use, amount_gbp (as counted), other_gbp, change_gbp.

    lines       apportioned lines with driver, key, catchment_code, amount_gbp, share (by the key in use)
    shares      catchment_code, key, share: the place's share of each catchment by every candidate
    candidates  driver, key. A catchment's money by another key is its money by the key in use x the ratio of shares.
    What no key shares (an estimate for a council without a return: share nought) is left out.
    """
    lines = lines[lines["share"] != 0]
    by = ["driver", "key", "catchment_code", "share"]
    mine = lines.groupby(by)["amount_gbp"].sum().reset_index()
    named = mine.rename(columns={"key": "in_use", "share": "share_in_use"}).merge(candidates, on="driver")
    joined = named.merge(shares, on=["catchment_code", "key"])
    joined["other_gbp"] = joined["amount_gbp"] * joined["share"] / joined["share_in_use"]
    sums = joined.groupby(["driver", "key", "in_use"])[["amount_gbp", "other_gbp"]].sum()
    table = sums.round(2).reset_index()
    return table.assign(change_gbp=(table["other_gbp"] - table["amount_gbp"]).round(2))
