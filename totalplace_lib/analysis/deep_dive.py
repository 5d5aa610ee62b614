"""One theme of one place: who spends, on what, prevention against reaction, over time and beside others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from totalplace_lib.analysis.prices import Deflator, in_prices
from totalplace_lib.analysis.themes import TAGS

COUNTERED = ("reaction", "enforcement")
AIMS = {
    "prevention": "prevention",
    "reaction": "reaction and enforcement",
    "enforcement": "reaction and enforcement",
    "administration": "administration",
    "universal": "services for everybody",
}


def sums(parts: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """amount_gbp and share by the given columns, largest first; rows that come to nothing are left out."""
    total = float(parts["amount_gbp"].sum())
    table = parts.groupby(list(columns), observed=True)["amount_gbp"].sum().round(2).reset_index()
    table = table[table["amount_gbp"] != 0]
    table["share"] = table["amount_gbp"] / total if total else 0.0
    order = [False, *[True] * len(columns)]
    return table.sort_values(["amount_gbp", *columns], ascending=order, ignore_index=True)


def by_tag(parts: pd.DataFrame) -> pd.DataFrame:
    """tag, amount_gbp, share for all tags in their order, zero where there is no money."""
    total = float(parts["amount_gbp"].sum())
    amounts = parts.groupby("tag")["amount_gbp"].sum().round(2).reindex(list(TAGS), fill_value=0.0)
    table = amounts.rename_axis("tag").reset_index()
    return table.assign(share=table["amount_gbp"] / total if total else 0.0)


def reaction_per_pound(parts: pd.DataFrame) -> float | None:
    """Pounds of reaction and enforcement for each pound of prevention; None where nothing is tagged prevention."""
    amounts = by_tag(parts).set_index("tag")["amount_gbp"]
    if amounts["prevention"] <= 0:
        return None
    return float(sum(amounts[tag] for tag in COUNTERED) / amounts["prevention"])


def trend(by_year: Mapping[str, tuple[pd.DataFrame, float]], deflator: Deflator, prices: str) -> pd.DataFrame:
    """The theme year by year: year, aim, amount_gbp, real_gbp, population; aim is one of AIMS or "all".

    An aim that no part of a year has is a gap, not a zero: nothing published for that year shows it by itself.
    by_year  {year: (parts of the theme, residents)}; real_gbp is in the asked prices (a year, or "cash").
    """
    rows = []
    for year, (parts, people) in sorted(by_year.items()):
        aims = parts["tag"].map(AIMS)
        amounts = parts.groupby(aims)["amount_gbp"].sum().round(2)
        rows += [(year, aim, float(amounts.get(aim, np.nan)), people) for aim in dict.fromkeys(AIMS.values())]
        rows.append((year, "all", round(float(parts["amount_gbp"].sum()), 2), people))
    table = pd.DataFrame(rows, columns=["year", "aim", "amount_gbp", "population"])
    spent = table.groupby("aim")["amount_gbp"].transform(lambda amounts: (amounts.fillna(0) != 0).any())
    table = table[spent].reset_index(drop=True)
    return in_prices(table.assign(real_gbp=table["amount_gbp"]), ["real_gbp"], deflator, prices)


def known_how(parts: pd.DataFrame) -> pd.DataFrame:
    """How each pound came to the place and to the theme: method, basis, amount_gbp, share, largest first."""
    return sums(parts.assign(method=parts["method"].astype(str)), "method", "basis")
