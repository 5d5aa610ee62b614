"""Lines from the Treasury's regional figures for councils' capital, and from regions by function without programmes."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.lines import LINE
from totalplace_lib.count.money import split_pence, to_pence
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.model import Economic

CELL = ["area_code", "hmt_function", "economic"]
ORIGIN = ["source_id", "sheet", "row", "column"]
NO_DEPARTMENT = "Central government (departments not published by region)"
SITES = "Sites with an address of their own (amount of the last year with programmes)"


def function_lines(cells: pd.DataFrame, sites: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Lines of the central block of a year that is published by region and function only.

    cells  area_code, hmt_function, economic, function_code, function, amount_pence (less the councils' part) and where
           it stands
    sites  area_code, hmt_function, economic, amount_pence: what went to sites with an address in the last year with
           programmes; so much of the cell, at most all of it, is never spread
    rules  config/lines/functions.csv. Returns count.lines.LINE columns, marker e: councils' part is an estimate.
    """
    held = cells.merge(sites.rename(columns={"amount_pence": "at_sites"}), on=CELL, how="left")
    at_sites = held["at_sites"].fillna(0).astype("int64").clip(lower=0)
    at_sites = at_sites.where(at_sites <= held["amount_pence"], held["amount_pence"].clip(lower=0))
    given = apply_rules(
        held, rules, ["hmt_function", "economic"], ["spender", "spender_group", "control", "key", "group"],
        "lines/functions.csv",
    )  # fmt: skip
    spread = given.assign(amount_pence=held["amount_pence"] - at_sites, programme=given["hmt_function"])
    fixed = given.assign(
        amount_pence=at_sites, programme=given["hmt_function"] + ": " + SITES, key="none", group=""
    )
    lines = pd.concat([spread, fixed[fixed["amount_pence"] != 0]], ignore_index=True)
    lines["group"] = lines["group"].fillna("")
    lines = lines.assign(
        block="central", payer="Central government", department=NO_DEPARTMENT, sector="CG", line="",
        catchment_code=lines["area_code"], marker="e",
    )  # fmt: skip
    return lines[lines["amount_pence"] != 0][LINE].reset_index(drop=True)


def capital_lines(capital: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Councils' capital as the Treasury gives it for a region, where no returns by authority are held.

    capital  area_code, hmt_function, function_code, function, amount_pence, provenance
    rules    config/lines/treasury_capital.csv. Returns LINE columns of the council block, marker e.
    """
    lines = apply_rules(
        capital.reset_index(drop=True), rules, ["area_code", "hmt_function"],
        ["line", "programme", "spender", "spender_group", "control", "payer", "key"], "lines/treasury_capital.csv",
    )  # fmt: skip
    lines = lines.assign(
        block="council", department="", sector="LA", group="", economic=str(Economic.CAPITAL),
        catchment_code=lines["area_code"], marker="e",
    )  # fmt: skip
    return lines[lines["amount_pence"] != 0][LINE].reset_index(drop=True)


def split_known(lines: pd.DataFrame, group: str, known: pd.DataFrame, rest: str) -> pd.DataFrame:
    """Split the lines of a control total so that what stays in the group is, in each catchment, exactly what is known.

    known  group, catchment_code, known_id, amount_pence (as for count.allocate.apportion)
    What is more than that leaves the group: money of the same services that is not handed out by place; its spender is
    `rest`. Used where every body of the group is known, so that nothing of the group is left to share.
    """
    wanted = (
        known[known["group"] == group]
        .drop_duplicates("known_id")
        .groupby("catchment_code")["amount_pence"]
        .sum()
    )
    chosen = (lines["group"] == group) & lines["catchment_code"].isin(wanted.index)
    local = lines["amount_pence"].where(chosen, 0)
    for code, rows in lines[chosen].groupby("catchment_code"):
        weights = rows["amount_pence"].clip(lower=0)
        pence = to_pence(pd.Series([wanted[code] / 100]))
        local.loc[rows.index] = split_pence(pence, (weights / weights.sum()).to_numpy())[0]
    kept = lines.assign(amount_pence=lines["amount_pence"].where(~chosen, local).astype("int64"))
    left = lines[chosen].assign(
        amount_pence=(lines["amount_pence"] - local)[chosen].astype("int64"), group="", spender=rest
    )
    return pd.concat([kept, left[left["amount_pence"] != 0]], ignore_index=True)
