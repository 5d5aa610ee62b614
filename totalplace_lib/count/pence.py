"""Pennies: money as whole pence, and sharing whole pence so that nothing is lost.

Amounts travel between modules as pounds (amount_gbp, float64 rounded to pence); inside a calculation they are
integers of pence, because only integers add up exactly in any order.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Pence = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

# Beyond this, float64 pounds can no longer tell one penny from the next.
LARGEST_GBP = 2.0**46


def to_pence(pounds: pd.Series | npt.NDArray[np.float64]) -> Pence:
    """Pounds to whole pence; raises ValueError on a gap or an amount too large to hold pence."""
    values = np.asarray(pounds, dtype=np.float64)
    if not np.isfinite(values).all() or (np.abs(values) > LARGEST_GBP).any():
        raise ValueError(
            "Only finite amounts below 70 trillion pounds can be counted in pence; a gap is not an amount."
        )
    return np.rint(values * 100).astype(np.int64)


def to_pounds(pence: Pence) -> npt.NDArray[np.float64]:
    """Whole pence to pounds."""
    return np.asarray(pence, dtype=np.float64) / 100


def split_pence(amounts: Pence, shares: Shares) -> Pence:
    """Split each amount over the shares by largest remainder: rows x shares, each row sums to its amount.

    amounts  whole pence, any sign, shape (n,)
    shares   non-negative, summing to one, shape (m,) - or (n, m) where each amount has shares of its own
    Ties go to the earlier share, so the result depends on nothing but its inputs.
    """
    matrix = np.broadcast_to(np.atleast_2d(shares), (len(amounts), np.atleast_2d(shares).shape[1]))
    if (matrix < 0).any() or not np.allclose(matrix.sum(axis=1), 1.0, rtol=0, atol=1e-9):
        raise ValueError("Shares must be non-negative and sum to one.")
    exact = np.abs(amounts)[:, None] * matrix
    whole = np.floor(exact).astype(np.int64)
    left = np.abs(amounts) - whole.sum(axis=1)
    if (left < 0).any():  # a share a hair above the whole penny: take back from the smallest fractions
        whole, left = _take_back(whole, left)
    order = np.argsort(-(exact - whole), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(matrix.shape[1])[None, :], axis=1)
    whole += _extra(left, rank, matrix.shape[1])
    return np.sign(amounts)[:, None] * whole


def _extra(left: Pence, rank: npt.NDArray[np.int64], width: int) -> Pence:
    """One penny for each of the `left` largest remainders (more than one when float error left whole rounds)."""
    rounds, rest = np.divmod(left, width)
    return rounds[:, None] + (rank < rest[:, None])


def _take_back(whole: Pence, left: Pence) -> tuple[Pence, Pence]:
    """Where rounding up has given out more than there is, take it back from the largest holder."""
    mended = whole.copy()
    rows = np.flatnonzero(left < 0)
    mended[rows, mended[rows].argmax(axis=1)] += left[rows]
    return mended, np.maximum(left, 0)
