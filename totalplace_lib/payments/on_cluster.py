"""The same adding up on a Dask cluster: each worker sums the pieces of the store that it is given, once.

Workers see the store under the same path (a shared folder). A worker that dies costs only time: its pieces are summed
again elsewhere. The sums are whole pence, so the answer is the same in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.payments import store, suppliers

WAIT = 30
"""Seconds that a scheduler has to answer."""


def summed_piece(piece: str, payers: Sequence[str], year: str | None) -> dict[str, pd.DataFrame]:
    """What stands in one piece of the store, summed (suppliers.summed). Runs on a worker."""
    with store.connection() as con:
        store.open_pieces(con, [piece])
        return suppliers.summed(con, payers, year)


sums_of = summed_piece
"""What is sent to the workers."""


def summed(address: str, payers: Sequence[str], year: str | None) -> dict[str, pd.DataFrame]:
    """suppliers.summed with the adding up done by the workers of a scheduler.

    UsageError where the scheduler does not answer, or dask is not installed.
    """
    parts = _gathered(address, [str(path) for path in store.pieces()], payers, year)
    return suppliers.together(parts)


def _gathered(
    address: str, pieces: Sequence[str], payers: Sequence[str], year: str | None
) -> list[dict[str, pd.DataFrame]]:
    try:
        from distributed import Client
    except ImportError as fault:
        raise UsageError("--cluster needs Dask: pip install 'totalplace[cluster]'.") from fault
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, TimeoutError, ValueError) as fault:
        raise UsageError(f"--cluster {address}: no scheduler answers ({fault}).") from fault
    with client:
        asked = client.map(sums_of, pieces, payers=list(payers), year=year, retries=3, pure=False)
        found: list[dict[str, pd.DataFrame]] = client.gather(asked)
    return found
