"""Who pays for what local authorities spend, from the financing lines of their own returns.

An authority's spending is split over its funders in the proportion in which they paid that authority in that year,
revenue and capital apart. No return says which service a grant paid for, so every service of an authority has the
same mix: an estimate ([e]), exact only for the authority as a whole.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.pence import split_pence, to_pence, to_pounds
from totalplace_lib.model import Marker

FUNDING = ["authority_code", "economic", "funder", "share"]
LEVY = "Levies on councils"


def funding_shares(revenue: pd.DataFrame, capital: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The part of each authority's money that each funder paid: FUNDING columns, shares sum to one.

    revenue, capital  authority_code, line, amount_gbp of one year (capital: its financing only); a gap adds nothing
    sources           config/funding.csv. An authority that reports no funder at all is not in the result.
    """
    reported = pd.concat(
        [revenue.assign(economic="current"), capital.assign(economic="capital")], ignore_index=True
    )
    reported = reported[reported["amount_gbp"].notna()]
    joined = reported.merge(
        sources[["economic", "line", "sign", "funder"]], on=["economic", "line"], how="inner"
    )
    joined["paid"] = joined["amount_gbp"] * joined["sign"].astype(float)
    paid = joined.groupby(FUNDING[:3], observed=True)["paid"].sum().round(2).reset_index()
    paid = paid[paid["paid"] > 0].reset_index(drop=True)
    whole = paid.groupby(["authority_code", "economic"], observed=True)["paid"].transform("sum")
    return paid.assign(share=paid["paid"] / whole)[FUNDING]


def split_by_funder(lines: pd.DataFrame, funding: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The lines of a count with a column funder; lines of local authorities are split over their funders.

    A line keeps its payer as funder when the central block pays it, when the payer is itself a funder of
    config/funding.csv, or when the authority reports no funder. Split rows carry the marker e. The sum of each line
    is kept to the penny.
    """
    known = funding.set_index(["authority_code", "economic"]).index.unique()
    keys = pd.MultiIndex.from_frame(lines[["catchment_code", "economic"]])
    split = (lines["block"] == "council") & ~lines["payer"].isin(set(sources["funder"])) & keys.isin(known)
    whole = lines[~split].assign(funder=lines.loc[~split, "payer"])
    parts = [
        _split(rows, funding[(funding["authority_code"] == code) & (funding["economic"] == economic)])
        for (code, economic), rows in lines[split].groupby(["catchment_code", "economic"], observed=True)
    ]
    return pd.concat([whole, *parts], ignore_index=True)


def _split(rows: pd.DataFrame, mix: pd.DataFrame) -> pd.DataFrame:
    """Each row over the funders of one authority."""
    shares = mix["share"].to_numpy()
    pence = split_pence(to_pence(rows["amount_gbp"]), shares / shares.sum())
    repeated = rows.loc[rows.index.repeat(len(mix))].assign(
        funder=np.tile(mix["funder"].to_numpy(), len(rows)), amount_gbp=to_pounds(pence.ravel())
    )
    plain = repeated["marker"].fillna("") == ""
    repeated.loc[plain & (len(mix) > 1), "marker"] = str(Marker.ESTIMATED)
    return repeated[repeated["amount_gbp"] != 0]
