"""Segments that no rule of config/lines/central.csv names: what stands under its last row, and what is too much."""

from __future__ import annotations

import difflib

import pandas as pd

from totalplace_lib.errors import ConfigError, Faults, TotalPlaceError

MOST = 0.001
"""Part of a year's money that one segment may have under the last row of central.csv."""

SEGMENT = ["department", "segment", "programme"]


def unruled(rest: pd.DataFrame, total_gbp: float, rules: pd.DataFrame) -> pd.DataFrame:
    """Segments under the last rule, largest first: SEGMENT, amount_gbp, share (of total_gbp), nearest (rule).

    rest  the central lines of a year that stand under the last row: SEGMENT, amount_gbp
    rules  config/lines/central.csv
    """
    sums = rest.groupby(SEGMENT, observed=True)["amount_gbp"].sum().reset_index()
    sums["share"] = sums["amount_gbp"].abs() / total_gbp
    sums["nearest"] = [
        _nearest(*words, rules) for words in zip(sums["department"], sums["programme"], strict=True)
    ]
    return sums.sort_values("share", ascending=False, ignore_index=True)


def _nearest(department: str, programme: str, rules: pd.DataFrame) -> str:
    """The rule whose words are nearest to a segment's, as its department and programme."""
    words = [
        f"{one}: {other}"
        for one, other in rules[["department", "programme"]].itertuples(index=False, name=None)
    ]
    found = difflib.get_close_matches(f"{department}: {programme}", words[:-1], n=1, cutoff=0)
    return found[0] if found else ""


def check_ruled(lines: pd.DataFrame, rules: pd.DataFrame, year: str) -> None:
    """Faults (ConfigError each) for every segment without a rule that has more than MOST of the year's money.

    lines  the central block of a year (count.lines.LINE)
    """
    rest = lines[lines["spender"] == rules["spender"].iloc[-1]]
    size = rest.groupby(["payer", "segment", "programme"])["amount_pence"].sum().abs()
    total = lines["amount_pence"].sum()
    if size.empty or size.max() <= MOST * total:
        return
    rest = rest.assign(department=rest["payer"], amount_gbp=rest["amount_pence"] / 100)
    found = unruled(rest, total / 100, rules)
    faults: list[TotalPlaceError] = [
        ConfigError(
            f"{row.department}, segment {row.segment}, '{row.programme}': {row.amount_gbp:,.0f} GBP, {row.share:.1%} "
            f"of {year}, has no rule. Nearest: '{row.nearest}'. Add a row to config/lines/central.csv."
        )
        for row in found[found["share"] > MOST].itertuples()
    ]
    raise Faults("Money without a rule", faults)
