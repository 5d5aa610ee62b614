"""Lines from the councils' own capital returns: what is spent, what sales of assets bring in, what is only lent.

One definition in every year, that of the Treasury's regional analysis: spending on assets and grants, less sales of
assets; shares and loans are outside. In 2008-09 to 2016-17 this is the Treasury's figure for councils to the million in
fire, police and public health and within 2% in housing and culture, so that years counted from the returns compare with
years counted from the Treasury.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.line_making import council_lines
from totalplace_lib.model import Economic

SPENT, LENT, SOLD, REPAID = "expenditure", "share_loan_capital", "receipts", "share_loan_receipts"
MEASURES = [SPENT, LENT, SOLD, REPAID]
"""Measures of council_capital that the lines are made of."""
KEY = ["authority_code", "line"]


def capital_lines(capital: pd.DataFrame, names: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Lines (count.lines.LINE) of one year of council_capital.

    capital  authority columns, line, measure, amount_gbp, marker, provenance;  names, rules  as for council_lines
    A service has a line of what was spent, one of sales of assets (negative), and one of shares and loans with the
    line share_loan_capital, which config/transfers.csv takes out. The three add up to expenditure less sales.
    """
    lent = _measure(capital, LENT)
    spent = _less(_measure(capital, SPENT), lent)
    sold = _less(_measure(capital, SOLD), _measure(capital, REPAID))
    sold["amount_gbp"] = -sold["amount_gbp"]
    parts = [
        council_lines(spent, names, rules, Economic.CAPITAL),
        council_lines(sold, _called(names, "sales of assets"), rules, Economic.CAPITAL),
        council_lines(lent, _called(names, "shares and loans"), rules, Economic.CAPITAL).assign(line=LENT),
    ]
    return pd.concat(parts, ignore_index=True)


def _measure(capital: pd.DataFrame, measure: str) -> pd.DataFrame:
    return capital[capital["measure"] == measure]


def _less(amounts: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """The amounts less a part of them that is printed beside them; a gap in the amounts stays one."""
    taken = amounts[KEY].merge(part[[*KEY, "amount_gbp"]], on=KEY, how="left")["amount_gbp"].fillna(0.0)
    return amounts.assign(amount_gbp=(amounts["amount_gbp"] - taken.to_numpy()).round(2))


def _called(names: pd.DataFrame, words: str) -> pd.DataFrame:
    return names.assign(name=names["name"] + ": " + words)
