"""Figures that the pilots published about themes beside ours: the difference, and why.

Our figure is a sum of parts or a share of two sums, picked by patterns (config/published_checks.csv). A check of
arithmetic puts the published total over the published number of people, beside the published cost of one.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.rules import first_fit

COLUMNS = ["what", "published", "ours", "difference", "unit", "ours_is", "why", "source"]
_TOP, _OF = ["theme", "tag", "part"], ["of_theme", "of_tag", "of_part"]


def beside(checks: pd.DataFrame, parts: pd.DataFrame, overlap: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS for each check: published and ours in the unit (gbp or share), difference = ours / published - 1.

    checks   kind (amount, share, arithmetic), view (exclusive, overlapping), patterns on _TOP separated by |, for a
             share also on _OF; times: a factor on an amount; for arithmetic total_gbp and volume
    """
    rows = []
    for row in checks.astype("string").fillna("").to_dict("records"):
        check = {str(name): str(value) for name, value in row.items()}
        ours = _ours(check, parts, overlap)
        published = float(check["published"])
        gap = ours / published - 1
        rows.append(
            (
                check["what"],
                published,
                ours,
                gap,
                check["unit"],
                check["ours_is"],
                check["why"],
                check["source"],
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _ours(check: dict[str, str], parts: pd.DataFrame, overlap: pd.DataFrame) -> float:
    if check["kind"] == "arithmetic":
        return float(check["total_gbp"]) / float(check["volume"])
    money = overlap if check["view"] == "overlapping" else parts
    top = _picked(money, check, _TOP)
    if check["kind"] == "share":
        return top / _picked(money, check, _OF)
    return round(top * float(check["times"] or 1), 2)


def _picked(money: pd.DataFrame, check: dict[str, str], names: list[str]) -> float:
    """The sum of the money that the patterns pick; alternatives of one column are separated by |."""
    fits = pd.Series(True, index=money.index)
    for name, column in zip(names, _TOP, strict=True):
        if check[name]:
            rules = pd.DataFrame({column: check[name].split("|")})
            fits &= first_fit(money, rules, [column]) >= 0
    return float(money.loc[fits, "amount_gbp"].sum())
