"""Councils that did not submit a return: figures of a later publication where it holds them, else a named gap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.money import split_pence, to_pence, to_pounds

NET = "net_current_expenditure"
ORIGIN = ["source_id", "sheet", "row", "column"]
COUNCIL = ["authority_code", "authority_name", "authority_class"]


def silent(returns: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Authorities without a single figure in the lines that are counted: authority_code, authority_name."""
    held = returns[returns["line"].isin(counted)]
    figures = held.groupby("authority_code")["amount_gbp"].count()
    names = held.drop_duplicates("authority_code").set_index("authority_code")["authority_name"]
    missing = figures.index[figures == 0]
    return pd.DataFrame({"authority_code": missing, "authority_name": names.reindex(missing).to_numpy()})


def fills(missing: pd.DataFrame, later: pd.DataFrame, last: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Rows for councils that did not submit, from a later publication of services and net current expenditure.

    missing  silent();  later  rows of council_services_recent of the year;  last  the councils' last returns
    counted  names of all counted lines. Services are as published. What the published net current expenditure holds
    beyond them is laid over the other lines as they were in the last return and carries the marker e.
    """
    found = later[later["authority_code"].isin(missing["authority_code"]) & later["amount_gbp"].notna()]
    services = found[found["line"].isin(counted)]
    totals = found[found["line"] == NET]
    parts = [services]
    for code, total in totals.groupby("authority_code"):
        done = services.loc[services["authority_code"] == code, "amount_gbp"]
        pence = int(to_pence(total["amount_gbp"])[0] - to_pence(done).sum())
        parts.append(_rest(total, pence, last, counted, set(services["line"])))
    columns = [*COUNCIL, "line", "amount_gbp", "marker", *ORIGIN]
    return pd.concat(parts, ignore_index=True)[columns]


def _rest(
    total: pd.DataFrame, pence: int, last: pd.DataFrame, counted: pd.Series, services: set[str]
) -> pd.DataFrame:
    """The rest of one council's total over its other lines: levies at what they were, the rest in proportion."""
    own = last[(last["authority_code"] == total["authority_code"].iloc[0]) & last["amount_gbp"].notna()]
    own = own[own["line"].isin(counted) & ~own["line"].isin(services) & (own["amount_gbp"] > 0)]
    weight = own["amount_gbp"] / own["amount_gbp"].sum()
    amounts = to_pounds(split_pence(np.array([pence], dtype=np.int64), weight.to_numpy())[0])
    blank = pd.concat([total] * len(own), ignore_index=True)
    return blank.assign(line=own["line"].to_numpy(), amount_gbp=amounts, marker="e")
