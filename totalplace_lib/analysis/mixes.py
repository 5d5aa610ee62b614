"""Mixes: a line that is a whole function, cut into the parcels of the last year whose lines name programmes.

From 2018-19 the Treasury publishes a region by function only. What a function's programmes were to each other in the
same region in the last database is the nearest published measure of what they are now; a programme that was below
zero then counts as nothing. Current and capital are cut apart.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.money import split_pence, to_pence, to_pounds
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.errors import ConfigError

MIXED = ["mix", "economic", "catchment_code", "parcel", "share"]
NONE = pd.DataFrame({column: pd.Series(dtype="object") for column in MIXED})
_CELL = ["mix", "economic", "catchment_code"]


def measured(
    base: pd.DataFrame, rules: pd.DataFrame, table: pd.DataFrame, counted_as: pd.DataFrame, on: list[str]
) -> pd.DataFrame:
    """MIXED for each region, and for England under "".

    base   lines of the last year with programmes: the `on` columns, catchment_code, amount_pence
    rules  config/themes/theme_lines.csv;  table  config/themes/mixes.csv: mix, function_code
    counted_as  config/themes/mix_parcels.csv: parcels that are one in a mix
    """
    lines = base.merge(table[["mix", "function_code"]], on="function_code")
    tagged = apply_rules(lines, rules, on, ["parcel"], "themes/theme_lines.csv")
    coarser = dict(zip(counted_as["parcel"], counted_as["counted_as"], strict=True))
    tagged["parcel"] = tagged["parcel"].replace(coarser)
    everywhere = pd.concat([tagged, tagged.assign(catchment_code="")], ignore_index=True)
    sums = everywhere.groupby([*_CELL, "parcel"])["amount_pence"].sum().clip(lower=0).reset_index()
    return sums.assign(share=sums["amount_pence"] / sums.groupby(_CELL)["amount_pence"].transform("sum"))[
        MIXED
    ]


def spread(tagged: pd.DataFrame, mixed: pd.DataFrame) -> pd.DataFrame:
    """Lines with a parcel, those of a mix cut into its parcels to the penny; is_mixed says which were."""
    is_mixed = tagged["parcel"].isin(mixed["mix"])
    pieces = [tagged[~is_mixed].assign(is_mixed=False)]
    for (mix, economic), lines in tagged[is_mixed].groupby(["parcel", "economic"], observed=True, sort=True):
        own = mixed[(mixed["mix"] == mix) & (mixed["economic"] == economic)]
        pieces.append(_cut(lines, own, f"{mix}, {economic}"))
    return pd.concat(pieces, ignore_index=True)


def _cut(lines: pd.DataFrame, own: pd.DataFrame, name: str) -> pd.DataFrame:
    table = own.pivot_table(index="catchment_code", columns="parcel", values="share", fill_value=0.0)
    if "" not in table.index:
        raise ConfigError(f"config/themes/mixes.csv: no programmes are held for '{name}'.")
    codes = lines["catchment_code"].where(lines["catchment_code"].isin(table.index), "")
    pence = split_pence(to_pence(lines["amount_gbp"]), table.loc[codes].to_numpy())
    parcel, line = np.nonzero(pence.T)
    return lines.iloc[line].assign(
        parcel=table.columns.to_numpy()[parcel], amount_gbp=to_pounds(pence[line, parcel]), is_mixed=True
    )
