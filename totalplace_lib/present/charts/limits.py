"""What can be read: limits on categories, and the way out of them."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.present.numbers import plural


class ChartError(UsageError):
    """More than can be read, or something that cannot be drawn: says what to do instead."""


def at_most(number: int, limit: int, chart: str, what: str, instead: str) -> None:
    """ChartError when there are more than the limit, or none at all."""
    if number == 0:
        raise ChartError(f"{chart}: there is nothing to show; the table has no {what}.")
    if number > limit:
        raise ChartError(f"{chart}: {plural(number, what)} cannot be read; at most {limit}. {instead}")


def group_small(
    table: pd.DataFrame, label: str, value: str, keep: int, other: str = "All other"
) -> pd.DataFrame:
    """The largest rows by value and one row for the rest, so that at most `keep` rows are left.

    Gives label and value only, largest first and the rest last, named with how many it holds. A row without a
    value cannot be added to others: ChartError names it. Nothing is grouped when the rows already fit.
    """
    if keep < 2:
        raise ChartError("Grouping needs at least two rows: one to keep and one for the others.")
    absent = table.loc[table[value].isna(), label].astype(str).tolist()
    if absent:
        raise ChartError(f"No figure for {', '.join(absent)}: show or leave out these rows before grouping.")
    ranked = table[[label, value]].sort_values(value, ascending=False, kind="stable", ignore_index=True)
    if len(ranked) <= keep:
        return ranked
    rest = ranked.iloc[keep - 1 :]
    last = pd.DataFrame({label: [f"{other} ({len(rest)})"], value: [rest[value].sum()]})
    return pd.concat([ranked.iloc[: keep - 1], last], ignore_index=True)
