"""Councils that did not submit a return: figures of a later publication, else an estimate that says so.

No council is left out of a total. What is not published for it carries the marker e: lines that a later publication
holds in one sum only, and, where none holds anything, the council's year before moved as its class moved, service by
service.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.pence import split_pence, to_pence, to_pounds

NET = "net_current_expenditure"
BENEFIT = "hb_"
LEFT_OVER = "adjustments_net_current"
ORIGIN = ["source_id", "sheet", "row", "column"]
COUNCIL = ["authority_code", "authority_name", "authority_class"]
COLUMNS = [*COUNCIL, "line", "amount_gbp", "marker", *ORIGIN]
FASTEST = 2.0
"""No service is moved by more than twice, or less than half, in a year: beyond that a class says nothing."""


def non_submitting(returns: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Authorities without a single figure in the lines that are counted: authority_code, name and class."""
    held = returns[returns["line"].isin(counted)]
    figures = held.groupby("authority_code")["amount_gbp"].count()
    named = held.drop_duplicates("authority_code").set_index("authority_code")
    missing = figures.index[figures == 0]
    return named.reindex(missing).reset_index()[COUNCIL]


def gaps(returns: pd.DataFrame, missing: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Counted lines that are missing in the return of an authority that made one: COUNCIL and line."""
    held = returns[returns["line"].isin(counted) & returns["amount_gbp"].isna()]
    return held.loc[~held["authority_code"].isin(missing["authority_code"]), [*COUNCIL, "line"]]


def only(rows: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """The rows of these authorities and lines. wanted: authority_code, line."""
    return rows.merge(wanted[["authority_code", "line"]], on=["authority_code", "line"])


def fills(missing: pd.DataFrame, later: pd.DataFrame, last: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Rows for councils that did not submit, from a later publication of services and net current expenditure.

    missing  authority_code;  later  rows of council_services_recent of the year;  last  the councils' last returns
    counted  names of all counted lines. Services are as published. What the published net current expenditure holds
    beyond them is laid over the other lines (see rest) and carries the marker e.
    """
    found = later[later["authority_code"].isin(missing["authority_code"]) & later["amount_gbp"].notna()]
    services = found[found["line"].isin(counted)]
    return pd.concat(
        [services, rest(found[found["line"] == NET], services, last, counted)], ignore_index=True
    )[COLUMNS]


def rest(
    totals: pd.DataFrame, services: pd.DataFrame, last: pd.DataFrame, counted: pd.Series
) -> pd.DataFrame:
    """What net current expenditure holds beyond the services, by line [e]; together the published sum, to the penny.

    totals  net current expenditure by council;  services  their published services;  last  their last returns
    Levies, precepts and trading stay what they were. Housing benefit takes what is left, in last year's proportions; a
    council that pays none has it as an adjustment.
    """
    pence = pd.Series(to_pence(services["amount_gbp"].fillna(0.0)), index=services["authority_code"])
    done = {str(code): int(amount) for code, amount in pence.groupby(level=0).sum().items()}
    other = last["line"].isin(counted) & ~last["line"].isin(services["line"])
    held = last[other & last["amount_gbp"].fillna(0).ne(0)]
    own = {str(code): rows for code, rows in held.groupby("authority_code")}
    parts = [
        _of_council(total, done.get(str(code), 0), own.get(str(code), held.iloc[:0]))
        for code, total in totals[totals["amount_gbp"].notna()].groupby("authority_code")
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else totals.iloc[:0][COLUMNS]


def _of_council(total: pd.DataFrame, services: int, own: pd.DataFrame) -> pd.DataFrame:
    """The rest of one council's total: its other lines as they were, housing benefit with what is left."""
    beyond = _pence(total) - services
    benefit = own[own["line"].str.startswith(BENEFIT) & (own["amount_gbp"] > 0)]
    other = own[~own["line"].isin(benefit["line"])]
    left = beyond - _pence(other)
    if benefit.empty or left < 0:
        other = other[other["line"] != LEFT_OVER]
        lines, amounts = [LEFT_OVER], [(beyond - _pence(other)) / 100]
    else:
        weight = (benefit["amount_gbp"] / benefit["amount_gbp"].sum()).to_numpy()
        lines = benefit["line"].tolist()
        amounts = to_pounds(split_pence(np.array([left], dtype=np.int64), weight)[0]).tolist()
    every = [*other["line"], *lines]
    blank = total.iloc[[0] * len(every)].reset_index(drop=True)
    return blank.assign(line=every, amount_gbp=[*other["amount_gbp"], *amounts], marker="e")


def _pence(rows: pd.DataFrame) -> int:
    return int(to_pence(rows["amount_gbp"]).sum())


def estimates(
    missing: pd.DataFrame,
    now: pd.DataFrame,
    before: pd.DataFrame,
    counted: pd.Series,
    moving: pd.Series,
    benefit: pd.Series | None = None,
) -> pd.DataFrame:
    """Rows for councils of which nothing is published: each line of the year before, moved as the class moved.

    missing  authority_code, name and class;  now  this year's rows of those that submitted
    before   last year's rows of all, with those of each missing council (its own, or of what it was made from)
    moving   lines that move (services and benefits); levies, precepts and trading stay what they were. Marker e.
    benefit  by how much the department's own figure of housing benefit grew in a council's area (authority_code ->
             factor), where it is published: used for its housing benefit in place of the class
    """
    own = before[before["authority_code"].isin(missing["authority_code"]) & before["line"].isin(counted)]
    own = own[own["amount_gbp"].notna()].drop(columns=["authority_name", "authority_class"], errors="ignore")
    named = own.merge(missing[COUNCIL], on="authority_code")
    factor = movement(now, before, moving).rename("factor").reset_index()
    moved = named.merge(factor, on=["authority_class", "line"], how="left")
    if benefit is not None:
        own_growth = moved["authority_code"].map(benefit).where(moved["line"].str.startswith(BENEFIT))
        moved["factor"] = own_growth.fillna(moved["factor"])
    amounts = (moved["amount_gbp"] * moved["factor"].fillna(1.0)).round(2)
    return moved.assign(amount_gbp=amounts, marker="e")[COLUMNS]


def movement(now: pd.DataFrame, before: pd.DataFrame, moving: pd.Series) -> pd.Series:
    """By class and line: this year's sum over last year's, of the councils that gave a figure in both years."""
    key = ["authority_code", "line"]
    chosen = now[now["line"].isin(moving) & now["amount_gbp"].notna()]
    both = chosen.merge(before[[*key, "amount_gbp"]].dropna(), on=key, suffixes=("", "_before"))
    sums = both.groupby(["authority_class", "line"])[["amount_gbp", "amount_gbp_before"]].sum()
    sums = sums[(sums > 0).all(axis="columns")]
    return (sums["amount_gbp"] / sums["amount_gbp_before"]).clip(1 / FASTEST, FASTEST)
