"""What changed between two editions of a count: lines added, removed and changed; the changes are the difference.

A line is the same in both editions when payer, spender, programme, function, current or capital and rung of control
are the same; what was published in several figures is added up first.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.money import to_pence, to_pounds
from totalplace_lib.errors import ImbalanceError

KEY = ["payer", "spender", "programme", "function", "economic", "control"]
ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
CHANGES = [*KEY, "before_gbp", "after_gbp", "difference_gbp", "change"]


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """CHANGES columns, the largest difference first, of two frames with KEY and amount_gbp.

    A line that is only in one edition has nothing in the other (it is not there: no gap). Raises ImbalanceError when
    the differences do not add up to the difference of the totals, to the penny.
    """
    both = pd.concat({"before": _by_key(before), "after": _by_key(after)}, axis=1)
    was, now = both["before"].notna(), both["after"].notna()
    pence = both.fillna(0).astype("int64")
    gap = pence["after"] - pence["before"]
    if gap.sum() != to_pence(after["amount_gbp"]).sum() - to_pence(before["amount_gbp"]).sum():
        raise ImbalanceError(
            "The changes between the editions do not add up to the difference of their totals."
        )
    change = pd.Series(SAME, index=gap.index).mask(gap != 0, CHANGED).mask(~was, ADDED).mask(~now, REMOVED)
    frame = pd.DataFrame(
        {
            "before_gbp": to_pounds(pence["before"].to_numpy()),
            "after_gbp": to_pounds(pence["after"].to_numpy()),
            "difference_gbp": to_pounds(gap.to_numpy()),
            "change": change,
        }
    ).reset_index()
    order = frame["difference_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order, CHANGES].reset_index(drop=True)


def _by_key(lines: pd.DataFrame) -> pd.Series:
    """Pence by KEY; an absent word is the empty text."""
    words = lines[KEY].astype("string").fillna("").astype(str)
    return words.assign(pence=to_pence(lines["amount_gbp"])).groupby(KEY, sort=True)["pence"].sum()


def by_change(changed: pd.DataFrame) -> pd.DataFrame:
    """How many lines were added, removed, changed or stayed: change, lines, difference_gbp; in that order."""
    grouped = changed.groupby("change")["difference_gbp"]
    table = pd.DataFrame({"lines": grouped.size(), "difference_gbp": grouped.sum().round(2)})
    table = table.reindex([ADDED, REMOVED, CHANGED, SAME]).fillna(0.0)
    return table.rename_axis("change").reset_index().astype({"lines": int})


def by_word(changed: pd.DataFrame, column: str) -> pd.DataFrame:
    """before_gbp, after_gbp, difference_gbp by one word of the key, the largest difference first."""
    sums = changed.groupby(column)[["before_gbp", "after_gbp", "difference_gbp"]].sum().round(2).reset_index()
    order = sums["difference_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return sums.loc[order].reset_index(drop=True)
