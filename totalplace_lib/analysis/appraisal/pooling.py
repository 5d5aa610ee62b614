"""Who invests and who gains, and how a pooled budget is shared so that no body is worse off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.analysis.appraisal.cash_flows import Flows
from totalplace_lib.analysis.appraisal.discounting import present_value
from totalplace_lib.count.pence import split_pence, to_pence, to_pounds

Vector = npt.NDArray[np.float64]


def wrong_pockets(flows: Flows, factors: Vector) -> pd.DataFrame:
    """Present values by body: body, invests_gbp, cash_gbp, capacity_gbp, net_cash_gbp, net_gbp; the mean of the draws.

    A body that invests more than it gains stands first.
    """
    worth = {
        name: present_value(money.mean(axis=1), factors).round(2)
        for name, money in (
            ("invests_gbp", flows.costs),
            ("cash_gbp", flows.cash),
            ("capacity_gbp", flows.capacity),
        )
    }
    table = pd.DataFrame({"body": flows.bodies, **worth})
    table["net_cash_gbp"] = (table["cash_gbp"] - table["invests_gbp"]).round(2)
    table["net_gbp"] = (table["net_cash_gbp"] + table["capacity_gbp"]).round(2)
    return table.sort_values(["net_gbp", "body"], ignore_index=True)


@dataclass(frozen=True)
class Split:
    """A way to share the cost of a pooled budget.

    table     body, gains_gbp, pays_gbp (below nought: it is paid), better_off_gbp; empty where no way exists
    short_gbp what the gains lack of the cost; 0 where a way exists
    """

    table: pd.DataFrame
    short_gbp: float

    @property
    def exists(self) -> bool:
        """Whether the pool leaves no body worse off."""
        return self.short_gbp == 0


def split(table: pd.DataFrame, gains: str = "cash_gbp") -> Split:
    """Share the cost so that each body keeps the same part of what it gains, to the penny.

    table  wrong_pockets;  gains: cash_gbp, or a column of cash and capacity
    What is left after the cost is shared in proportion to the gains, so that no body pays more than it gains. No way
    exists where the gains of all are below the cost of all.
    """
    cost, gain = (to_pence(table[name]) for name in ("invests_gbp", gains))
    left = int(gain.sum() - cost.sum())
    if left < 0:
        return Split(table.iloc[:0][["body"]], -left / 100)
    better = _shared(left, np.maximum(gain, 0))
    pays = gain - better
    shared = pd.DataFrame(
        {
            "body": table["body"],
            "gains_gbp": to_pounds(gain),
            "pays_gbp": to_pounds(pays),
            "better_off_gbp": to_pounds(better),
        }
    )
    return Split(shared.sort_values("pays_gbp", ascending=False, ignore_index=True), 0.0)


def _shared(pence: int, weights: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Whole pence in proportion to the weights; nothing where nobody gains."""
    if weights.sum() == 0:
        return np.zeros(len(weights), dtype=np.int64)
    shared: npt.NDArray[np.int64] = split_pence(np.array([pence]), weights / weights.sum())[0]
    return shared
