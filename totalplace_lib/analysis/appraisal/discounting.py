"""Discounting: present values by a schedule of rates, and what follows from a stream of net money.

Source of the method: HM Treasury, The Green Book: 3.5% to year 30, 3.0% after; health 1.5%. Rates are cumulative:
the lower rate holds for the later years only. Year 0 is the year of the decision and is not discounted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
NEVER = -1
"""The payback year of money that is never paid back."""


@dataclass(frozen=True)
class Rates:
    """A schedule: from which year (counted from 0) which rate holds; the first begins at year 0."""

    steps: tuple[tuple[int, float], ...]

    def factors(self, years: int) -> Vector:
        """What a pound of each year is worth in year 0, shape (years,).

        The rate of a step discounts from its first year on: with a step at 31, year 31 is year 30 less one year at
        the new rate.
        """
        yearly = np.array([self._of(year) for year in range(years)])
        yearly[:1] = 0.0
        factors: Vector = 1 / np.cumprod(1 + yearly)
        return factors

    def _of(self, year: int) -> float:
        return next(rate for first, rate in reversed(self.steps) if year >= first)


def present_value(flows: npt.NDArray[np.float64], factors: Vector) -> npt.NDArray[np.float64]:
    """The last axis of flows (years) added up at their worth in year 0."""
    return flows @ factors


def repaid(interest: float, years: int) -> float:
    """The loan that £1 a year, paid at the end of each year, repays with interest in so many years."""
    return float(years) if interest == 0 else (1 - (1 + interest) ** -years) / interest


def ratio(gains: npt.NDArray[np.float64], costs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Gains for each pound of cost; NaN where nothing is spent."""
    found: Vector = np.divide(gains, costs, out=np.full(np.shape(gains), np.nan), where=np.asarray(costs) > 0)
    return found


def payback_year(net: npt.NDArray[np.float64], factors: Vector) -> npt.NDArray[np.int64]:
    """The year (from 0) from which the discounted running total is never below nought again; NEVER where it is.

    net  shape (..., years). Half a penny counts as nothing.
    """
    below = np.cumsum(net * factors, axis=-1) < -0.005
    years = below.shape[-1]
    last_below = years - 1 - np.argmax(below[..., ::-1], axis=-1)
    first_clear = np.where(below.any(axis=-1), last_below + 1, 0)
    return np.where(first_clear < years, first_clear, NEVER)


def peak_funding(net: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The deepest that the running total of net money falls below nought, as a positive amount; shape (...)."""
    deepest: Vector = np.maximum(-np.cumsum(net, axis=-1).min(axis=-1), 0.0)
    return deepest


def paid_back_by(years: npt.NDArray[np.int64], horizon: int) -> Vector:
    """The share of draws that is paid back by the end of each year, shape (horizon,)."""
    counts = np.bincount(years[years >= 0], minlength=horizon)[:horizon]
    return np.cumsum(counts) / max(len(years), 1)


def schedule(rows: Sequence[tuple[int, float]]) -> Rates:
    """Rates from (first year, rate) in any order."""
    return Rates(tuple(sorted(rows)))
