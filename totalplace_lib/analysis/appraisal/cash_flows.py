"""Cash flows of an option by body and year, for many draws at once.

One call computes all draws: an effect is an amount per draw times a profile per year, so that 10,000 draws of 20
bodies over 15 years take well under a second. The central case is a call with one draw of the central values.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from totalplace_lib.analysis.appraisal.option import FISCAL, Cost, Effect, Option

Vector = npt.NDArray[np.float64]
Inputs = Mapping[str, Vector]


@dataclass(frozen=True)
class Flows:
    """Money by body, draw and year, GBP of one year's prices; bodies in their order.

    costs, cash, capacity   shape (bodies, draws, years): what each pays, saves in its budget, is freed of
    wider, health           shape (draws, years): economic and social gains; those that are health, apart
    """

    bodies: tuple[str, ...]
    costs: npt.NDArray[np.float64]
    cash: npt.NDArray[np.float64]
    capacity: npt.NDArray[np.float64]
    wider: npt.NDArray[np.float64]
    health: npt.NDArray[np.float64]

    @functools.cached_property
    def together(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Costs, cash and capacity of all bodies together, each of shape (draws, years)."""
        return self.costs.sum(axis=0), self.cash.sum(axis=0), self.capacity.sum(axis=0)

    def net(self, with_capacity: bool = True) -> npt.NDArray[np.float64]:
        """Fiscal gains less costs of all bodies together, shape (draws, years); without capacity: cash alone."""
        costs, cash, capacity = self.together
        return cash + capacity - costs if with_capacity else cash - costs


def central(option: Option) -> Inputs:
    """The central value of every input, one draw."""
    return {name: np.array([span.central]) for name, span in option.inputs()}


def drawn(option: Option, count: int, seed: int) -> Inputs:
    """Draws of every input; the same seed gives the same draws."""
    random = np.random.default_rng(seed)
    return {name: span.draw(count, random) for name, span in option.inputs()}


def flows(option: Option, inputs: Inputs) -> Flows:
    """The cash flows for the given inputs, all of the same number of draws."""
    names = dict.fromkeys(
        [*(one.body for one in option.costs), *(one.body for one in option.effects if one.kind == FISCAL)]
    )
    bodies, draws, years = tuple(names), len(inputs["cohort"]), option.years
    costs, cash, capacity = (np.zeros((len(bodies), draws, years)) for _ in range(3))
    wider, health = np.zeros((draws, years)), np.zeros((draws, years))
    for number, cost in enumerate(option.costs):
        costs[bodies.index(cost.body)] += _cost(option, cost, number, inputs)
    for number, effect in enumerate(option.effects):
        gain = gained(option, number, inputs)
        if effect.kind == FISCAL:
            in_cash = gain * inputs[f"effect {number} cashable"][:, None]
            cash[bodies.index(effect.body)] += in_cash
            capacity[bodies.index(effect.body)] += gain - in_cash
        elif effect.is_health:
            health += gain
        else:
            wider += gain
    return Flows(bodies, costs, cash, capacity, wider, health)


def _cost(option: Option, cost: Cost, number: int, inputs: Inputs) -> npt.NDArray[np.float64]:
    """Shape (draws, years)."""
    amount = inputs[f"cost {number} amount"] * (1 + cost.optimism)
    if cost.each_person:
        return np.outer(amount * inputs["cohort"], option.starts)
    when = np.arange(option.years)
    scale = inputs["cohort"] / option.cohort.central if option.cohort.central else inputs["cohort"] * 0
    return np.outer(amount * scale, (when >= cost.first) & (when <= cost.last))


def gained(option: Option, number: int, inputs: Inputs) -> npt.NDArray[np.float64]:
    """What one effect brings in each year, cash and capacity together, shape (draws, years)."""
    effect = option.effects[number]
    one = {name: inputs[f"effect {number} {name}"] for name in ("value", "volume", "impact", "attribution")}
    people = inputs["cohort"]
    if not effect.each_person:  # the value is that of the whole central cohort
        people = people / option.cohort.central if option.cohort.central else people * 0
    left = 1 - inputs[f"effect {number} deadweight"]
    amount = people * one["volume"] * one["impact"] * left * one["attribution"] * one["value"]
    return (amount * (1 - effect.optimism))[:, None] * _profile(
        effect, option, inputs[f"effect {number} drop_off"]
    )


def _profile(effect: Effect, option: Option, drop_off: Vector) -> npt.NDArray[np.float64]:
    """How much of the effect of all who have started is there in each year, shape (draws or 1, years)."""
    ages = np.arange(option.years)
    is_on = (ages >= effect.lag) & (ages < effect.lag + effect.lasts)
    known = drop_off[:1] if effect.drop_off.is_certain and (drop_off == drop_off[0]).all() else drop_off
    fading = (1 - known)[:, None] ** np.maximum(ages - effect.lag, 0)[None, :] * is_on
    started = np.zeros((option.years, option.years))  # row: age, column: year
    for age in ages:
        started[age, age:] = option.starts[: option.years - age]
    return fading @ started
