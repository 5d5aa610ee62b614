"""The councils' own returns beside the Treasury's lines for councils, by function, with the reason for each gap.

The two measure the same spending on different bases; nothing is forced to agree. What the transfers table takes out of
the Treasury's analysis because the returns hold it (council housing, the Underground) stands in a column of its own.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.errors import ImbalanceError

BY = ["function_code", "function", "economic"]
HELD_BY_RETURNS = ("housing-revenue-account-capital", "london-underground-capital")
SET_ASIDE = "treasury-lines-for-councils"


def beside_treasury(counted: pd.DataFrame, removed: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """One row per function and current/capital.

    counted  lines of a count (block, function_code, function, economic, amount_gbp)
    removed  what the count set aside: transfer, function_code, function, economic, amount_gbp
    reasons  config/controls/council_block.csv
    Returns BY, counted_gbp, treasury_gbp, moved_gbp, difference_gbp, kind, reason. Raises ImbalanceError when the
    columns do not add up or a gap has no reason.
    """
    parts = {
        "counted_gbp": counted[counted["block"] == "council"],
        "treasury_gbp": removed[removed["transfer"] == SET_ASIDE],
        "moved_gbp": removed[removed["transfer"].isin(HELD_BY_RETURNS)],
    }
    sums = {name: frame.groupby(BY)["amount_gbp"].sum() for name, frame in parts.items()}
    table = pd.DataFrame(sums).fillna(0.0).round(2)
    table["difference_gbp"] = (table["counted_gbp"] - table["treasury_gbp"] - table["moved_gbp"]).round(2)
    table = table.reset_index().merge(reasons, on=["function_code", "economic"], how="left")
    silent = table[table["reason"].isna() & (table["difference_gbp"] != 0)]
    if not silent.empty:
        first = silent.iloc[0]
        raise ImbalanceError(
            f"config/controls/council_block.csv has no reason for {first['function']} ({first['economic']}), "
            f"difference GBP {first['difference_gbp']:,.0f}. Add a row."
        )
    return table
