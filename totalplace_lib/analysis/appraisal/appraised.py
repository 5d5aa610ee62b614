"""An option appraised: the measures of HM Treasury's guidance for local partnerships, central and over draws.

Source of the method: HM Treasury and Public Service Transformation Network, Supporting public service transformation:
cost benefit analysis guidance for local partnerships (2014); Greater Manchester cost benefit model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from totalplace_lib.analysis.appraisal import discounting
from totalplace_lib.analysis.appraisal.cash_flows import Flows, central, drawn, flows
from totalplace_lib.analysis.appraisal.discounting import Rates
from totalplace_lib.analysis.appraisal.option import Option

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measures:
    """What a case says, a value for each draw; present values in GBP.

    costs, cash, capacity, wider   present values;  net_fiscal = cash + capacity - costs;  net_cash = cash - costs
    net_public adds economic and social gains;  bcr, fiscal_return: gains for each pound of cost
    payback, payback_cash          year from 0, discounting.NEVER where it is not paid back; peak: funding before gains
    """

    costs: Vector
    cash: Vector
    capacity: Vector
    wider: Vector
    payback: npt.NDArray[np.int64]
    payback_cash: npt.NDArray[np.int64]
    peak: Vector

    @property
    def net_fiscal(self) -> Vector:
        """Net present value to public budgets, capacity released in."""
        return self.cash + self.capacity - self.costs

    @property
    def net_cash(self) -> Vector:
        """Net present value in cash alone."""
        return self.cash - self.costs

    @property
    def net_public(self) -> Vector:
        """Net present value with economic and social gains."""
        return self.net_fiscal + self.wider

    @property
    def bcr(self) -> Vector:
        """Benefit-cost ratio."""
        return discounting.ratio(self.cash + self.capacity + self.wider, self.costs)

    @property
    def fiscal_return(self) -> Vector:
        """Fiscal gains for each pound of cost."""
        return discounting.ratio(self.cash + self.capacity, self.costs)


@dataclass(frozen=True)
class Appraised:
    """The central case and the draws: flows of the central inputs, measures of both."""

    option: Option
    factors: Vector
    central_flows: Flows
    central: Measures
    draws: Measures

    def chance_of_payback(self, cash_only: bool = False) -> Vector:
        """The share of draws that is paid back by the end of each year."""
        years = self.draws.payback_cash if cash_only else self.draws.payback
        return discounting.paid_back_by(years, self.option.years)


def measured(money: Flows, standard: Vector, health: Vector) -> Measures:
    """The measures of flows; standard, health: discount factors by year."""
    costs, cash, capacity = (discounting.present_value(part, standard) for part in money.together)
    wider = money.wider @ standard + money.health @ health
    all_net, cash_net = money.net(), money.net(with_capacity=False)
    return Measures(
        costs,
        cash,
        capacity,
        wider,
        discounting.payback_year(all_net, standard),
        discounting.payback_year(cash_net, standard),
        discounting.peak_funding(cash_net),
    )


def appraise(option: Option, standard: Rates, health: Rates, draws: int = 10_000, seed: int = 1) -> Appraised:
    """The central case and so many draws; the same seed gives the same result."""
    factors = standard.factors(option.years), health.factors(option.years)
    middle = flows(option, central(option))
    spread = measured(flows(option, drawn(option, draws, seed)), *factors)
    return Appraised(option, factors[0], middle, measured(middle, *factors), spread)
