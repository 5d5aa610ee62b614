"""Sharing inside a body whose own money is known (a health board): which key is nearest to what its parts were given.

The body's total is the sum of its parts, so only the spread inside it is judged. Weights of a combination are in tenths
and misplace the least money; they are found again without each body, and only then judged on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from totalplace_lib.evidence.candidates import STEP, Array


def shared_within(parts: pd.DataFrame, value: pd.Series) -> pd.Series:
    """Each body's money in each year shared over its parts by value, GBP.

    parts  year, body_code, amount_gbp; one row per part;  value  the part's key, on the same index
    """
    by = [parts["year"], parts["body_code"]]
    return value / value.groupby(by).transform("sum") * parts["amount_gbp"].groupby(by).transform("sum")


def candidate(parts: pd.DataFrame, terms: pd.DataFrame) -> dict[str, object]:
    """How one key, or one combination with fitted weights, does inside bodies.

    parts  as for shared_within;  terms  one column per term, on the same index, each as shares of its total
    Returns label, misplaced and held_out (parts of the money; held_out with the body judged left out of the fit),
    median_error and wide_error (nine in ten; relative, all parts).
    """
    tried = list(_tenths(terms.shape[1]))
    values = [pd.Series(terms.to_numpy() @ np.array(weights), index=parts.index) for weights in tried]
    shared = [shared_within(parts, value) for value in values]
    apart = np.stack([(each - parts["amount_gbp"]).abs().to_numpy() / 2 for each in shared])
    best = int(apart.sum(axis=1).argmin())
    bodies, total = parts["body_code"].to_numpy(), float(parts["amount_gbp"].sum())
    relative = (shared[best] / parts["amount_gbp"] - 1).abs()
    return {
        "label": _label(tried[best], list(map(str, terms.columns))),
        "misplaced": float(apart[best].sum()) / total,
        "held_out": _held_out(apart, bodies) / total,
        "median_error": float(relative.median()),
        "wide_error": float(relative.quantile(0.9)),
    }


def _held_out(apart: Array, bodies: np.ndarray[tuple[int], np.dtype[np.object_]]) -> float:
    """Misplaced money where the weights for each body are those that suit the others best."""
    out = 0.0
    for body in np.unique(bodies):
        own = bodies == body
        out += float(apart[apart[:, ~own].sum(axis=1).argmin(), own].sum())
    return out


def _tenths(terms: int) -> list[tuple[float, ...]]:
    """All weights in tenths that add to one."""
    steps = round(1 / STEP)
    return [
        tuple(round(part * STEP, 10) for part in parts)
        for parts in itertools.product(range(steps + 1), repeat=terms)
        if sum(parts) == steps
    ]


def _label(weights: Sequence[float], terms: Sequence[str]) -> str:
    """ "0.8 population + 0.2 pensioners", or the key alone."""
    used = [(weight, term) for weight, term in zip(weights, terms, strict=True) if weight]
    return used[0][1] if len(used) == 1 else " + ".join(f"{weight:g} {term}" for weight, term in used)
