"""Uncertain inputs: a value with its range, and draws from it that a seed repeats.

Shapes: triangular (low, most likely, high); normal (low and high are the 5th and 95th percentile, nothing beyond);
beta (PERT: the most likely value weighs four times an end); range (anything between low and high is as likely).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from totalplace_lib.errors import UsageError

SHAPES = ("triangular", "normal", "beta", "range")
Vector = npt.NDArray[np.float64]
_NORMAL_90 = 1.6448536269514722  # standard deviations from the mean to the 95th percentile
_PERT = 4.0  # weight of the most likely value, Malcolm and others 1959


@dataclass(frozen=True)
class Span:
    """One input: low, central, high, in that order; a certain one has the same value three times."""

    low: float
    central: float
    high: float
    shape: str = "triangular"

    def __post_init__(self) -> None:
        if not self.low <= self.central <= self.high or self.shape not in SHAPES:
            raise UsageError(
                f"A range is low, central, high in that order, of shape {' | '.join(SHAPES)}; "
                f"not {self.low:g}, {self.central:g}, {self.high:g} ({self.shape})."
            )

    @classmethod
    def of(cls, given: float | Sequence[float], shape: str = "triangular") -> Span:
        """A number, or a list of low, central and high."""
        if isinstance(given, int | float):
            return cls(float(given), float(given), float(given), shape)
        if len(given) != 3:
            raise UsageError(f"A range has three numbers: low, central, high; not {list(given)}.")
        return cls(float(given[0]), float(given[1]), float(given[2]), shape)

    @property
    def is_certain(self) -> bool:
        """Whether nothing is drawn."""
        return self.low == self.high

    def times(self, factor: float) -> Span:
        """The range multiplied by a positive number."""
        return Span(self.low * factor, self.central * factor, self.high * factor, self.shape)

    def draw(self, count: int, random: np.random.Generator) -> Vector:
        """So many values, shape (count,)."""
        if self.is_certain:
            return np.full(count, self.central)
        width = self.high - self.low
        if self.shape == "range":
            return random.uniform(self.low, self.high, count)
        if self.shape == "normal":
            spread = width / (2 * _NORMAL_90)
            return np.clip(random.normal((self.low + self.high) / 2, spread, count), self.low, self.high)
        if self.shape == "beta":
            first = 1 + _PERT * (self.central - self.low) / width
            return self.low + width * random.beta(first, 2 + _PERT - first, count)
        return random.triangular(self.low, self.central, self.high, count)
