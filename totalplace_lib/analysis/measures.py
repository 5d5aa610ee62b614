"""Measured shares: how a line that holds several themes is divided, by a finer return of its body or for England.

A council's summary return has one line for social care; its finer return says how much of it went to whom. The share
is that of the finer return, applied to the summary line, so that the themes still add up to the count. A finer line
below zero (income above spending) counts as nothing.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.errors import ConfigError

MEASURED = ["measure", "catchment_code", "share", "basis"]


def nearest_year(year: str, held: list[str]) -> str:
    """The held year nearest to a year; the earlier of two equally near. ConfigError when none is held."""
    if not held:
        raise ConfigError("config/themes/: a measure has no year at all.")
    return min(sorted(set(held)), key=lambda each: (abs(int(each[:4]) - int(year[:4])), each))


def national(shares: pd.DataFrame, year: str) -> pd.DataFrame:
    """MEASURED for England from config/themes/national_shares.csv, each measure in its nearest year."""
    rows = []
    for measure, held in shares.groupby("measure", sort=True):
        when = nearest_year(year, list(held["year"]))
        row = held[held["year"] == when].iloc[0]
        basis = f"England's share, {when}"
        rows.append((str(measure), "", float(row["amount_gbp"]) / float(row["of_gbp"]), basis))
    return pd.DataFrame(rows, columns=MEASURED)


def of_return(spent: pd.DataFrame, measures: pd.DataFrame, year: str, title: str) -> pd.DataFrame:
    """MEASURED for each authority, and for England under "", from one finer return.

    spent     year, catchment_code, line, amount_gbp: leaf lines only; a gap is left out, a line below zero is nothing
    measures  measure, lines (separated by spaces), within (a measure of another return, resolved by nested())
    """
    when = nearest_year(year, list(spent["year"].unique()))
    now = spent[(spent["year"] == when) & spent["amount_gbp"].notna()]
    table = now.assign(amount_gbp=now["amount_gbp"].clip(lower=0)).pivot_table(
        index="catchment_code", columns="line", values="amount_gbp", aggfunc="sum", fill_value=0.0
    )
    table = table[table.sum(axis=1) > 0]
    table.loc[""] = table.sum(axis=0)
    whole = table.sum(axis=1)
    frames = []
    for row in measures.itertuples():
        lines = [line for line in str(row.lines).split() if line in table]
        share = table[lines].sum(axis=1) / whole
        frames.append(
            pd.DataFrame({"measure": row.measure, "catchment_code": share.index, "share": share.to_numpy()})
        )
    found = pd.concat(frames, ignore_index=True)
    own = f"{title}, own return, {when}"
    return found.assign(
        basis=[own if code else f"{title}, England, {when}" for code in found["catchment_code"]]
    )[MEASURED]


def nested(inner: pd.DataFrame, outer: pd.DataFrame, within: str) -> pd.DataFrame:
    """Inner shares as parts of an outer measure: inner share x outer share, authority by authority.

    An authority that only one of the two returns holds takes England's share of the other.
    """
    outside = outer[outer["measure"] == within].set_index("catchment_code")
    if "" not in outside.index:
        raise ConfigError(f"config/themes/measures.csv: there is no measure '{within}' to be within.")
    frames = []
    for measure, rows in inner.groupby("measure", sort=True):
        shares = rows.set_index("catchment_code")
        codes = shares.index.union(outside.index)
        own = shares["share"].reindex(codes).fillna(float(shares["share"].to_dict()[""]))
        frame = own * outside["share"].reindex(codes).fillna(float(outside["share"].to_dict()[""]))
        basis = shares["basis"].reindex(codes).fillna(str(shares.loc["", "basis"]))
        frames.append(
            pd.DataFrame({"measure": measure, "catchment_code": codes, "share": frame, "basis": basis})
        )
    return pd.concat(frames, ignore_index=True)[MEASURED]
