"""The ledger from the place's side: what its councils returned, what others publish for it, its share of others.

The ledger of a count begins with all money of the bodies around the place, for that is what is shared. A reader begins
at the other end; these steps say how the place's own total is put together, and they add up to it to the penny.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Action, Method, StepKind

RETURNED = "Returned by the place's councils"
PUBLISHED = "Published for the place by others"
SHARED = "The place's share of wider bodies"
TRANSFERS = "Transfers between public bodies"
OUTSIDE = "Outside the definition of spending"
PARTS = {StepKind.LENS, StepKind.THEME, StepKind.SCOPE}
"""Steps after which a count is only a part of what there is for the place."""


def own_transfers(count: Count) -> pd.DataFrame:
    """The place's part of what was taken out: transfer, action, amount_gbp, reason; nothing that comes to nought.

    Of a line that a wider body reported and that was never counted no part is worked out: it is in no row here.
    """
    own = count.removed[count.removed["here_gbp"].notna()]
    by = ["transfer", "action", "reason"]
    sums = own.groupby(by, sort=True)["here_gbp"].sum().round(2).rename("amount_gbp").reset_index()
    return sums[sums["amount_gbp"] != 0].reset_index(drop=True)


def own_ledger(count: Count) -> pd.DataFrame:
    """step, amount_gbp: money in, then what is taken out (negative). The sum is the count.

    A part of a count (through a lens, of a theme, with something left out) has only the steps of what is in it.
    """
    steps = dict.fromkeys([RETURNED, PUBLISHED, SHARED], 0)
    _add(steps, _came(count.lines), count.lines["amount_gbp"])
    if not PARTS & set(count.ledger["kind"]):
        taken = own_transfers(count)
        by_return = taken["action"] == Action.DROP
        _add(steps, by_return.map({True: RETURNED, False: SHARED}), taken["amount_gbp"])
        _add(steps, _came(count.memo), count.memo["amount_gbp"])
        steps |= {TRANSFERS: -_pence(taken["amount_gbp"]), OUTSIDE: -_pence(count.memo["amount_gbp"])}
    rows = [(step, pence / 100) for step, pence in steps.items() if pence]
    return pd.DataFrame(rows, columns=["step", "amount_gbp"])


def _came(lines: pd.DataFrame) -> pd.Series:
    """How each line came to the place, in the words of the steps."""
    known = lines["method"].isin([str(Method.ACTUAL), str(Method.RETURNED)])
    how = known.map({True: PUBLISHED, False: SHARED}).astype("object")
    return how.mask(known & (lines["block"] == "council"), RETURNED)


def _add(steps: dict[str, int], step: pd.Series, amounts: pd.Series) -> None:
    pence = pd.Series(to_pence(amounts), index=amounts.index)
    for name, total in pence.groupby(step.to_numpy()).sum().items():
        steps[str(name)] += int(total)


def _pence(amounts: pd.Series) -> int:
    return int(to_pence(amounts).sum())
