"""Reconciliation: a published figure against ours, the difference split by cause so that the parts add up exactly.

published - ours = scope + gross + range + unexplained

scope        what the published figure leaves out or takes in, as far as its scope is known
gross        costs that a body's accounts show and ours do not (borrowing, levies); a gap where the source does not say
range        as much of the rest as lies within the range of our apportioned figures
unexplained  what is left; never spread over the others
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.pence import to_pence, to_pounds
from totalplace_lib.errors import ImbalanceError

PARTS = ["scope_gbp", "gross_gbp", "range_gbp", "unexplained_gbp"]


def reconcile(figures: pd.DataFrame) -> pd.DataFrame:
    """Add difference_gbp and its PARTS to each published figure.

    figures  published_gbp, ours_gbp, matching_gbp (ours under the matching scope), low_gbp and high_gbp (the range of
             matching_gbp), gross_gbp (a gap, not nought, where the source does not say whether it is gross)
    Raises ImbalanceError where low <= matching <= high does not hold.
    """
    names = ["published_gbp", "ours_gbp", "matching_gbp", "low_gbp", "high_gbp"]
    published, ours, matching, low, high = (pd.Series(to_pence(figures[name])) for name in names)
    if ((low > matching) | (matching > high)).any():
        raise ImbalanceError(
            "A range does not hold the figure it belongs to: low, figure and high are out of order."
        )
    gross = pd.Series(to_pence(figures["gross_gbp"].fillna(0.0)))
    rest = published - matching - gross
    within = rest.clip(low - matching, high - matching)
    parts = {
        "difference_gbp": published - ours,
        "scope_gbp": matching - ours,
        "range_gbp": within,
        "unexplained_gbp": rest - within,
    }
    pounds = {name: to_pounds(pence.to_numpy(dtype="int64")) for name, pence in parts.items()}
    return figures.assign(**pounds)
