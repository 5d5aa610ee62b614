"""Outcome alignment: how much of a place's money can be tied to any outcome that has been stated."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.lenses import outcomes_of
from totalplace_lib.model import Marker

NONE = "Tied to no stated outcome"
LAST = "2010-11"  # the local area agreements, whose blocks config/outcomes.csv holds, ended in March 2011


def are_stated(year: object) -> bool:
    """Whether the outcomes of config/outcomes.csv were those of the year: nothing is tied to them afterwards."""
    return str(year) <= LAST


def alignment(lines: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """outcome, amount_gbp, share for each stated outcome and for the money tied to none (last).

    lines  of a count;  outcomes: config/outcomes.csv, the first row that fits decides
    """
    tied = outcomes_of(lines, outcomes).replace("", NONE)
    sums = lines.groupby(tied)["amount_gbp"].sum().round(2)
    order = [*outcomes["outcome"].drop_duplicates(), NONE]
    amounts = [float(sums.get(name, 0.0)) for name in order]
    table = pd.DataFrame({"outcome": order, "amount_gbp": amounts})
    return table.assign(share=table["amount_gbp"] / sum(amounts))


def tied_by_body(lines: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """spender_group, amount_gbp, tied_gbp, tied_share: how much of each group's money is tied to an outcome.

    On the count's own base, income taken off: the groups add up to the count. tied_share is missing (marker z) where
    income above spending leaves no share between nothing and all.
    """
    is_tied = outcomes_of(lines, outcomes) != ""
    frame = lines.assign(tied_gbp=lines["amount_gbp"].where(is_tied, 0.0))
    sums = (
        frame.groupby("spender_group", observed=True)[["amount_gbp", "tied_gbp"]].sum().round(2).reset_index()
    )
    share = sums["tied_gbp"] / sums["amount_gbp"].where(sums["amount_gbp"] > 0)
    sums["tied_share"] = share.where(share.between(0.0, 1.0))
    sums["marker"] = sums["tied_share"].isna().map({True: str(Marker.NOT_APPLICABLE), False: ""})
    return sums.sort_values(["amount_gbp", "spender_group"], ascending=[False, True], ignore_index=True)


def untied_by_body(lines: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """spender_group, amount_gbp of the money tied to no outcome, largest first; income above spending is taken off, so
    that the groups add up to what alignment() says is tied to none."""
    own = lines[outcomes_of(lines, outcomes) == ""]
    sums = own.groupby("spender_group", observed=True)["amount_gbp"].sum().round(2).reset_index()
    return sums.sort_values(["amount_gbp", "spender_group"], ascending=[False, True], ignore_index=True)
