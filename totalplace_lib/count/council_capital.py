"""Lines from the Treasury's regional figures for councils' capital."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.line_making import LINE
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.model import Economic

DRIVER = "council_capital"
"""Its errors are measured on the councils' own returns as if unknown: evidence.council_errors."""


def capital_lines(capital: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Councils' capital as the Treasury gives it for a region, where no returns by authority are held.

    capital  area_code, hmt_function, function_code, function, amount_pence, provenance
    rules    config/lines/treasury_capital.csv. Returns LINE columns of the council block, marker e.
    """
    lines = apply_rules(
        capital.reset_index(drop=True), rules, ["area_code", "hmt_function"],
        ["line", "programme", "spender", "spender_group", "control", "payer", "key"], "lines/treasury_capital.csv",
    )  # fmt: skip
    lines = lines.assign(
        block="council", department="", segment=lines["line"], sector="LA", group="", exceptional="",
        economic=str(Economic.CAPITAL),
        driver=DRIVER,
        catchment_code=lines["area_code"], marker="e",
    )  # fmt: skip
    return lines[lines["amount_pence"] != 0][LINE].reset_index(drop=True)
