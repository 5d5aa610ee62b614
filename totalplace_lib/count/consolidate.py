"""Counting at the final spender: the transfers table says which side of each payment is set aside, and why."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError

REMOVING = ("set aside", "drop")
MATCH_ON = ["block", "department", "programme", "sector", "line"]


def remove_transfers(lines: pd.DataFrame, transfers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split lines into those counted and those removed.

    lines      one row per published line; columns block, department, programme, sector, line, amount_pence ...
    transfers  config/transfers.csv
    Returns (counted, removed); removed has the columns transfer and reason. Offsets are separate (see offsets).
    """
    rules = transfers[transfers["action"].isin(REMOVING)].reset_index(drop=True)
    position = first_fit(lines, rules, MATCH_ON)
    out = position >= 0
    removed = lines[out].copy()
    chosen = rules.iloc[position[out].to_numpy()].reset_index(drop=True)
    removed["transfer"] = chosen["transfer"].to_numpy()
    removed["action"] = chosen["action"].to_numpy()
    removed["reason"] = chosen["reason"].to_numpy()
    return lines[~out].copy(), removed


def offsets(received: pd.DataFrame, payer_lines: pd.DataFrame, transfers: pd.DataFrame) -> pd.DataFrame:
    """Negative lines at the payer for money that the receivers' own returns already contain.

    received     columns line, amount_pence: what receivers report as financed by the payer
    payer_lines  the payer's line that each offset comes off, one row per line name in `received`, column offsets_line
    Returns rows shaped like payer_lines with amount_pence negative, transfer and reason; ConfigError when the payer's
    line is missing.
    """
    rules = transfers[transfers["action"] == "offset"]
    rows = []
    for rule in rules.itertuples():
        amount = int(received.loc[received["line"] == rule.line, "amount_pence"].sum())
        payer = payer_lines[payer_lines["offsets_line"] == rule.line]
        if amount and payer.empty:
            raise ConfigError(
                f"config/transfers.csv, {rule.transfer}: no line of the payer '{rule.payer}' "
                f"to take {amount / 100:,.0f} from."
            )
        if amount:
            rows.append(
                payer.head(1).assign(
                    amount_pence=-amount, transfer=str(rule.transfer), reason=str(rule.reason)
                )
            )
    return pd.concat(rows, ignore_index=True) if rows else payer_lines.iloc[:0].assign(transfer="", reason="")
