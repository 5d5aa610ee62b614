"""Where a table differs from what the last build wrote: to name the place of a fault, never to judge by."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.project import read_table
from totalplace_lib.schema import contract

SHOWN = 3


def first_differences(table: str, rows: pd.DataFrame, value: str) -> str:
    """The first few figures that are others than in data/processed, in words; "" where that cannot be told."""
    key = list(contract(table).unique or [])
    try:
        before = read_table(table)
    except TotalPlaceError:
        return ""
    if not value or not {*key, value} <= set(before.columns):
        return ""
    if "source_id" in before and "source_id" in rows:
        before = before[before["source_id"].isin(rows["source_id"].unique())]
    both = rows.merge(before[[*key, value]], on=key, how="outer", suffixes=("", "_before"), indicator=True)
    now, then = both[value], both[f"{value}_before"]
    changed = both[~((now == then) | (now.isna() & then.isna()))]
    words = [_words(row, key, value) for row in changed.head(SHOWN).to_dict("records")]
    more = f", and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return f" Not as in the last build: {'; '.join(words)}{more}." if words else ""


def _words(row: Mapping[Hashable, Any], key: list[str], value: str) -> str:
    """One figure: whose, where it stands, what it was."""
    what = ", ".join(str(row[column]) for column in key)
    if row["_merge"] == "right_only":
        return f"{what} is gone (was {row[f'{value}_before']})"
    place = " ".join(str(row[column]) for column in ("sheet", "column", "row") if row.get(column, "") != "")
    was = "new" if row["_merge"] == "left_only" else f"was {row[f'{value}_before']}"
    return f"{what} is {row[value]}{f' in {place}' if place else ''} ({was})"
