"""What a case of an option says, as tables: options beside each other, money by body and year, chances, what matters.

Input: cases (analysis/options.py). Present values in GBP of the year of the case's count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from totalplace_lib.analysis.appraisal import discounting
from totalplace_lib.analysis.appraisal.choosing import choose
from totalplace_lib.analysis.appraisal.tornado import tornado
from totalplace_lib.analysis.options import Case
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.model import Year


def compared(cases: list[Case]) -> pd.DataFrame:
    """One row a case: option, name, people, cost_gbp, gain_gbp, low_gbp, high_gbp, cash_share, net_gbp, net_cash_gbp,
    net_public_gbp, wider_gbp (economic and social gains), bcr, fiscal_return, payback, payback_cash (NaN: never),
    peak_gbp, invests, gains, grade, status, is_over.

    Present values; low and high: the 5th and 95th of a hundred draws of the gain to public budgets.
    """
    return pd.DataFrame([_row(one) for one in cases])


def _row(one: Case) -> dict[str, Any]:
    middle, draws = one.appraised.central, one.appraised.draws
    gain = float(middle.cash[0] + middle.capacity[0])
    low, high = np.percentile(draws.cash + draws.capacity, [5, 95])
    years, in_cash = int(middle.payback[0]), int(middle.payback_cash[0])
    return {
        "option": one.slug,
        "name": one.name,
        "people": one.people,
        "cost_gbp": round(float(middle.costs[0]), 2),
        "gain_gbp": round(gain, 2),
        "low_gbp": round(float(low), 2),
        "high_gbp": round(float(high), 2),
        "cash_share": float(middle.cash[0]) / gain if gain else np.nan,
        "net_gbp": round(float(middle.net_fiscal[0]), 2),
        "net_cash_gbp": round(float(middle.net_cash[0]), 2),
        "net_public_gbp": round(float(middle.net_public[0]), 2),
        "wider_gbp": round(float(middle.wider[0]), 2),
        "bcr": float(middle.bcr[0]),
        "fiscal_return": float(middle.fiscal_return[0]),
        "payback": float(years + 1) if years != discounting.NEVER else np.nan,
        "payback_cash": float(in_cash + 1) if in_cash != discounting.NEVER else np.nan,
        "peak_gbp": round(float(middle.peak[0]), 2),
        "invests": "; ".join(largest(one.pockets, one.pockets["invests_gbp"])),
        "gains": "; ".join(largest(one.pockets, one.pockets["cash_gbp"] + one.pockets["capacity_gbp"])),
        "grade": str(one.data["grade"]),
        "status": str(one.data["status"]),
        "is_over": one.is_over,
    }


def chosen(cases: list[Case], pot_gbp: float) -> pd.DataFrame:
    """`compared` with is_chosen: the set with the largest net present value to public budgets that a pot can fund."""
    table = compared(cases)
    taken = choose(table["net_gbp"].tolist(), table["peak_gbp"].tolist(), pot_gbp)
    return table.assign(is_chosen=[place in taken for place in range(len(table))])


def largest(pockets: pd.DataFrame, amounts: pd.Series) -> list[str]:
    """The body with the largest amount, and others within a hundredth of it; none where all are nothing."""
    most = float(amounts.max())
    return [str(body) for body in pockets.loc[(amounts > 0) & (amounts >= 0.99 * most), "body"]]


def what_matters(one: Case, most: int = 10) -> pd.DataFrame:
    """The inputs that move the net present value to public budgets most: appraisal.tornado."""
    return tornado(one.appraised.option, lambda money: money.net() @ one.appraised.factors, most)


def chances(one: Case) -> pd.DataFrame:
    """year (of the option, from 1), all, cash: the share of draws that is paid back by its end."""
    years = range(1, one.appraised.option.years + 1)
    found = one.appraised.chance_of_payback(), one.appraised.chance_of_payback(cash_only=True)
    return pd.DataFrame({"year": years, "all": found[0], "cash": found[1]})


def by_body_and_year(one: Case, prices: str = "real") -> pd.DataFrame:
    """The central case as money: body, year, costs_gbp, cash_gbp, capacity_gbp, net_gbp; the first year is the count's.

    prices  real: those of the count's year; cash: by the deflator held, its last growth carried on after it ends
    """
    money, first = one.appraised.central_flows, Year.parse(one.year).start
    rows = [
        (
            body, str(Year(first + year)),
            *(float(part[number, 0, year]) for part in (money.costs, money.cash, money.capacity)),
        )
        for number, body in enumerate(money.bodies)
        for year in range(one.appraised.option.years)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["body", "year", "costs_gbp", "cash_gbp", "capacity_gbp"])
    if prices == "cash":
        factor = table["year"].map(lambda year: cash_factor(one.year, str(year)))
        table[["costs_gbp", "cash_gbp", "capacity_gbp"]] = table[
            ["costs_gbp", "cash_gbp", "capacity_gbp"]
        ].mul(factor, axis=0)
    table = table.round(2)
    return table.assign(net_gbp=(table["cash_gbp"] + table["capacity_gbp"] - table["costs_gbp"]).round(2))


def cash_factor(base: str, year: str) -> float:
    """What a pound of real money of `base` is in the money of a later year; beyond the deflator by its last growth."""
    held = deflator().index
    last = str(held.index[-1])
    if year <= last:
        return deflator().factor(base, year)
    growth = float(held.iloc[-1]) / float(held.iloc[-2])
    return deflator().factor(base, last) * growth ** (Year.parse(year).start - Year.parse(last).start)
