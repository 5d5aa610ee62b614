"""Each GBP 100 of public money that is spent for residents: who spends how much of it, in pounds that add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from totalplace_lib.evidence.carried import Figure, enough, limits

SMALLEST = 0.01  # of the whole: what is less is put together
OTHERS = "All others, and those whose part is not measured well enough to be told alone"
HUNDRED = ["name", "pounds", "low", "high", "amount_gbp"]


def hundred(own: Sequence[Figure]) -> pd.DataFrame:
    """HUNDRED, a row for each figure that is measured enough to be told, in their order, and one for the rest.

    pounds: of each 100, whole ones that add up to 100; low, high: the ends of the range of each, missing for the rest
    """
    whole = sum(one.amount_gbp for one in own)
    told = [one for one in own if one.amount_gbp >= whole * SMALLEST and enough([one], limits()).may]
    rows = [(one.name, one.amount_gbp, one.low_gbp, one.high_gbp) for one in told]
    if len(told) < len(own):
        rest = whole - sum(one.amount_gbp for one in told)
        rows.append((OTHERS, rest, np.nan, np.nan))
    table = pd.DataFrame(rows, columns=["name", "amount_gbp", "low", "high"])
    ends = table[["low", "high"]] / whole * 100
    return table.assign(**ends, pounds=whole_pounds(table["amount_gbp"] / whole * 100))[HUNDRED]


def whole_pounds(parts: pd.Series) -> pd.Series:
    """Parts of 100 as whole numbers that add up to 100: the largest fractions are rounded up."""
    down = parts // 1
    up = (parts - down).sort_values(ascending=False, kind="stable").index[: round(100 - float(down.sum()))]
    return (down + parts.index.isin(up)).astype(int)
