"""All the money of England in one year: what a count is made from, before and after each line is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from totalplace_lib.count.consolidate import remove_transfers
from totalplace_lib.count.definition import MEMO, ON, set_apart
from totalplace_lib.model import Year

RULES = [*ON, *MEMO, "amount_gbp"]
NO_RULES = pd.DataFrame({column: pd.Series(dtype="str") for column in RULES})

NOTE = ["step", "catchment_code", "reason"]
NO_NOTES = pd.DataFrame({column: pd.Series(dtype="str") for column in NOTE})


@dataclass(frozen=True)
class Money:
    """What a count is made from, for one year.

    lines       all lines (count.lines.LINE), before transfers, for the whole of England or for the catchments needed
    offsets     negative lines with transfer and reason (count.consolidate.offsets)
    catchments  catchment_code, area_code, weight;  keys: key, area_code, value;  known: see count.allocate.apportion
    transfers   config/transfers.csv
    definition  the rules of config/definition.csv that apply to the year (count.definition.set_apart)
    notes       step, catchment_code, reason: what a reader must know of the year ("" = everywhere) or of a body
    """

    year: Year
    lines: pd.DataFrame
    offsets: pd.DataFrame
    catchments: pd.DataFrame
    keys: pd.DataFrame
    known: pd.DataFrame
    transfers: pd.DataFrame
    notes: pd.DataFrame = field(default_factory=lambda: NO_NOTES)
    definition: pd.DataFrame = field(default_factory=lambda: NO_RULES)


@dataclass(frozen=True)
class DecidedMoney:
    """The money of one year with each line counted, set aside or beside the total: what places are counted from.

    lines    what is counted, numbered by line_id: lines without transfers, then the offsets (those have a transfer)
    removed  what was set aside as a transfer (count.consolidate.remove_transfers)
    memo     what stands outside the definition of spending (count.definition.set_apart)
    read     all lines as published, by catchment: catchment_code, lines (how many), amount_pence
    catchments, keys, known, notes  see Money
    """

    year: Year
    lines: pd.DataFrame
    removed: pd.DataFrame
    memo: pd.DataFrame
    read: pd.DataFrame
    catchments: pd.DataFrame
    keys: pd.DataFrame
    known: pd.DataFrame
    notes: pd.DataFrame


def decide(money: Money) -> DecidedMoney:
    """What becomes of each line, by config/transfers.csv and config/definition.csv."""
    once, removed = remove_transfers(money.lines, money.transfers)
    counted, memo = set_apart(once, money.definition)
    offsets = money.offsets.astype({"row": money.lines["row"].dtype})
    lines = pd.concat([counted, offsets], ignore_index=True)
    read = money.lines.groupby("catchment_code")["amount_pence"].agg(["size", "sum"]).reset_index()
    return DecidedMoney(
        money.year,
        lines.assign(line_id=range(len(lines))),
        removed,
        memo,
        read.set_axis(["catchment_code", "lines", "amount_pence"], axis="columns"),
        money.catchments,
        money.keys,
        money.known,
        money.notes,
    )
