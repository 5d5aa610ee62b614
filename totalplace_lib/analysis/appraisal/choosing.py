"""Which options to take within a pot: the set with the largest net present value (scipy milp, exact)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from totalplace_lib.errors import UsageError


def choose(
    worth_gbp: Sequence[float],
    needs_gbp: Sequence[float],
    pot_gbp: float,
    apart: Sequence[tuple[int, int]] = (),
) -> list[int]:
    """Positions of the options to take, in order.

    worth_gbp  net present value of each;  needs_gbp: what it takes from the pot (peak funding)
    apart      pairs that serve the same people: at most one of them
    Raises UsageError for a pot below nought or an unequal number of values.
    """
    if pot_gbp < 0 or len(worth_gbp) != len(needs_gbp):
        raise UsageError("A pot is an amount of at least nought, and each option has a worth and a need.")
    if not worth_gbp:
        return []
    rows = [np.asarray(needs_gbp, dtype=float), *(_pair(one, len(worth_gbp)) for one in apart)]
    limits = LinearConstraint(np.vstack(rows), ub=np.array([pot_gbp, *([1.0] * len(apart))]))
    found = milp(
        -np.asarray(worth_gbp, dtype=float),
        constraints=limits,
        integrality=np.ones(len(worth_gbp)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise UsageError(f"No choice could be made within the pot: {found.message}")
    return [int(place) for place in np.flatnonzero(found.x > 0.5)]


def _pair(pair: tuple[int, int], count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    row = np.zeros(count)
    row[list(pair)] = 1.0
    return row
