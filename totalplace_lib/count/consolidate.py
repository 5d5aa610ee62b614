"""Counting at the final spender: the transfers table says which side of each payment is set aside, and why."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.citing import ORIGIN, cells, listed
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Action

REMOVING = (str(Action.SET_ASIDE), str(Action.DROP))
MATCH_ON = ["block", "department", "programme", "sector", "line"]


def remove_transfers(lines: pd.DataFrame, transfers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split lines into those counted and those removed.

    lines      one row per published line; columns block, department, programme, sector, line, amount_pence ...
    transfers  config/transfers.csv
    Returns (counted, removed); removed has the columns transfer and reason. Offsets are separate (see offsets).
    """
    rules = transfers[transfers["action"].isin(REMOVING)].reset_index(drop=True)
    position = first_fit(lines, rules, MATCH_ON)
    out = position >= 0
    removed = lines[out].copy()
    chosen = rules.iloc[position[out].to_numpy()].reset_index(drop=True)
    removed["transfer"] = chosen["transfer"].to_numpy()
    removed["action"] = chosen["action"].to_numpy()
    removed["reason"] = chosen["reason"].to_numpy()
    return lines[~out].copy(), removed


def offsets(received: pd.DataFrame, lines: pd.DataFrame, transfers: pd.DataFrame) -> pd.DataFrame:
    """Negative lines at the payer for money that the receivers' own returns already contain.

    received   received (the word in the column of that name of the transfers table), payer_code (the catchment of the
               payer's line), economic, amount_pence: what receivers report of each payer's money (and its cell)
    lines      all lines; a transfer with the action "offset" says by MATCH_ON which of them are the payer's
    transfers  config/transfers.csv
    The amount comes off the payer's largest line of the catchment. Returns rows shaped like lines with amount_pence
    negative, transfer and reason; ConfigError when there is no such line.
    """
    rules = transfers[transfers["action"] == Action.OFFSET]
    known = [*MATCH_ON, "catchment_code", "economic", "amount_pence"]
    near = lines.loc[lines["catchment_code"].isin(received["payer_code"]), known]
    rows = []
    for _, rule in rules.groupby("transfer", sort=False):
        block = near[near["block"].isin(rule["block"])]
        theirs = block[first_fit(block, rule, MATCH_ON) >= 0]
        given = received[received["received"] == rule["received"].iloc[0]].groupby(["payer_code", "economic"])
        rows += [
            _offset(rule.iloc[0], each, theirs, lines) for _, each in given if each["amount_pence"].sum()
        ]
    return pd.concat(rows, ignore_index=True) if rows else lines.iloc[:0].assign(transfer="", reason="")


def _offset(rule: pd.Series, amounts: pd.DataFrame, near: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """One payer's line, of those that the rule is near to, with what its receivers report taken off."""
    payer, economic = amounts["payer_code"].iloc[0], amounts["economic"].iloc[0]
    theirs = near[(near["catchment_code"] == payer) & (near["economic"] == economic)]
    amount = int(amounts["amount_pence"].sum())
    if theirs.empty:
        raise ConfigError(
            f"config/transfers.csv, {rule['transfer']}: no {economic} line of the payer '{rule['payer']}' in {payer} "
            f"to take {amount / 100:,.0f} from."
        )
    largest = lines.loc[[theirs["amount_pence"].idxmax()]]
    words = {name: str(rule[name]) for name in ("transfer", "reason")}
    taken: pd.DataFrame = largest.assign(amount_pence=-amount, group="", **words, further_cells="")
    return _cited(taken, amounts[amounts["amount_pence"] != 0])


def _cited(taken: pd.DataFrame, amounts: pd.DataFrame) -> pd.DataFrame:
    """What was taken off with the cells where the receivers reported it, not the cell of the payer's line."""
    published = amounts.reindex(columns=ORIGIN).dropna(subset=["source_id", "row"]).astype({"row": "int64"})
    if published.empty:
        return taken
    first = {name: published[name].iloc[0] for name in ORIGIN}
    return taken.assign(**first, further_cells=listed(cells(published).iloc[1:]))


def above_control(
    lines: pd.DataFrame, control: pd.DataFrame, homes: pd.DataFrame, regions: pd.Series, received: str
) -> pd.DataFrame:
    """By how much councils' returns of a function exceed the Treasury's figure for the councils of each region.

    lines    councils' lines of the function: catchment_code, economic, amount_pence
    control  catchment_code (the region), economic, amount_pence;  homes: catchment_code, area_code
    regions  the region of each area, by area_code
    Returns rows for offsets(): only what is above, region by region. ValueError where a council lies in two regions.
    """
    home = homes.assign(region=homes["area_code"].map(regions)).drop_duplicates(["catchment_code", "region"])
    of = home[home["catchment_code"].isin(lines["catchment_code"])].set_index("catchment_code")["region"]
    if not of.index.is_unique:
        raise ValueError(f"{of.index[of.index.duplicated()][0]} lies in more than one region.")
    ours = lines.groupby([lines["catchment_code"].map(of), "economic"])["amount_pence"].sum()
    theirs = control.groupby(["catchment_code", "economic"])["amount_pence"].sum()
    above = ours.sub(theirs.reindex(ours.index, fill_value=0)).clip(lower=0)
    rows = above.rename_axis(["payer_code", "economic"]).rename("amount_pence").reset_index()
    return rows.assign(received=received)
