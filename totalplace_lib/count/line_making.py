"""From published tables to lines of a count: who pays, who spends, on what, under whose control, shared by which key.

A line is one published amount. Lines of the central block come from the Treasury's regional analysis (one per
programme, region and current/capital), lines of the council block from the councils' returns (one per authority and
service). The words for each line are in config/lines/.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from totalplace_lib.count.pence import split_pence, to_pence
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.schema import flow

LINE = [*flow.LINE]

RULES_ON = ["department", "organisation", "segment", "programme", "economic"]
"""Columns of config/lines/central.csv that decide; segment is the code of the programme."""

COUNCILS = "councils: "
"""Before the group of a local body: what stands for the driver of its lines."""

_GIVEN = ["spender", "spender_group", "control", "driver", "exceptional", "key", "group"]


def central_lines(cra: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Lines of the central block from one year of `cra`, identifiable money in English regions only.

    cra    department, organisation, programme_code, programme, function_code, function, economic, sector, area_code,
           amount_gbp, provenance
    rules  config/lines/central.csv. Returns LINE columns; the sector LA is still among them (see consolidate).
    """
    english = cra["area_code"].str.startswith("E12") & cra["is_identifiable"]
    held = cra[english].assign(segment=cra["programme_code"])
    lines = apply_rules(held, rules, RULES_ON, _GIVEN, "lines/central.csv")
    lines["amount_pence"] = to_pence(lines["amount_gbp"])
    lines = lines.assign(
        block="central", payer=lines["department"], line="", catchment_code=lines["area_code"]
    )
    lines = lines.fillna({"group": "", "exceptional": ""})
    return lines[LINE].reset_index(drop=True)


def split_commissioned(lines: pd.DataFrame, group: str, share: float, rest: str) -> pd.DataFrame:
    """Split the lines of a control total into the part that local bodies commission and central budgets.

    share  the part commissioned, 0 to 1. The rest keeps key and catchment but leaves the group; its spender is `rest`.
    """
    chosen = lines["group"] == group
    amounts = lines.loc[chosen, "amount_pence"]
    local = (amounts * share).round().astype("int64")
    centre = lines[chosen].assign(
        amount_pence=amounts - local, group="", spender=rest, control="national body, local office"
    )
    kept = lines.copy()
    kept.loc[chosen, "amount_pence"] = local
    return pd.concat([kept, centre[centre["amount_pence"] != 0]], ignore_index=True)


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


def council_lines(
    returns: pd.DataFrame, names: pd.DataFrame, rules: pd.DataFrame, economic: str
) -> pd.DataFrame:
    """Lines of the council block from one year of council_revenue or council_capital, leaf lines only.

    returns  authority_code, authority_name, authority_class, line, amount_gbp, marker, provenance
    names    line, name, function_code, function: the leaf lines (totals are left behind because they are not here)
    rules    config/lines/councils.csv
    A gap stays out of the sums; authorities without any are named in the ledger.
    """
    held = returns[returns["amount_gbp"].notna() & returns["line"].isin(names["line"])]
    lines = held.merge(names[["line", "name", "function_code", "function"]], on="line").assign(
        economic=economic
    )
    lines["body_kind"] = _each(body_kind, lines[["authority_code", "authority_class", "authority_name"]])
    lines = apply_rules(
        lines,
        rules,
        ["body_kind", "line", "economic"],
        ["spender_group", "control", "payer", "key"],
        "lines/councils.csv",
    )
    lines["amount_pence"] = to_pence(lines["amount_gbp"])
    lines["spender"] = _each(spender_name, lines[["authority_name", "body_kind", "spender_group"]])
    lines = lines.assign(
        block="council",
        group="",
        driver=COUNCILS + lines["spender_group"].astype(str),
        exceptional="",
        department="",
        segment=lines["line"],
        sector="LA",
        programme=lines["name"],
        catchment_code=lines["authority_code"],
    )
    return lines[lines["amount_pence"] != 0][LINE].reset_index(drop=True)


def _each(word: Callable[..., str], frame: pd.DataFrame) -> pd.Series:
    """A word for each row of a frame, worked out once for each distinct row."""
    rows = list(zip(*(frame[column].to_numpy(dtype=object) for column in frame), strict=True))
    words = {row: word(*row) for row in set(rows)}
    return pd.Series([words[row] for row in rows], index=frame.index, dtype="str")


def body_kind(code: str, authority_class: str, name: str = "") -> str:
    """council, county, gla, police, fire, waste, transport, park or combined, from the CLG code and class.

    name  as in the return: the West Midlands combined authority kept the code of the transport authority before it
    """
    by_prefix = {
        "E51": "gla",
        "E60": "police",
        "E70": "police",
        "E61": "fire",
        "E62": "waste",
        "E64": "park",
        "E68": "park",
    }
    if code[:3] in by_prefix:
        return by_prefix[code[:3]]
    if code.startswith("E63"):
        return "combined" if code >= "E6348" or "Combined Authority" in name else "transport"
    return "county" if authority_class == "SC" else "council"


_TITLE = re.compile(r"^The (?=Medway)|(?: City)?(?: (?:UA\.?|CC|MBC|DC|BC|Council))?(?: \[note \d+\])?$")
"""What some years' returns add to the name of a council."""


def spender_name(name: str, kind: str, group: str) -> str:
    """What the body is called in a report: 'Kent County Council', 'Metropolitan Police', 'Kent Police Authority'."""
    plain = (
        _TITLE.sub("", name).strip() if kind in ("council", "county") else name.removesuffix(" UA").strip()
    )
    if kind == "gla":
        return {"Police": "Metropolitan Police", "Fire and rescue": "London Fire Brigade"}.get(group, plain)
    if group == "Parish and town councils":
        return f"Parish and town councils in {plain}"
    if kind == "county":
        return f"{plain} County Council"
    return f"{plain} council" if kind == "council" else plain
