"""Years for which the Treasury publishes regions by function only: what councils spent of it, and the rest.

PESA chapter 9 gives identifiable spending by region, function and current or capital for all sectors together
(tables 9.5 to 9.14), and councils' part for each region in one figure (9.17). Councils are counted from their own
returns, so their part has to come out of each function. The total taken out of a region is the published one; how it
lies over the functions is estimated: current spending from the returns, as the last database (2017-18) shows how the
Treasury reads them; the rest of 9.17 is capital, laid over the functions as in the last database.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.money import split_pence
from totalplace_lib.errors import ImbalanceError

CELL = ["area_code", "hmt_function", "economic"]
REGION_FUNCTION = ["area_code", "hmt_function"]


def councils_current(returns: pd.DataFrame, base_returns: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """Councils' current spending by region and function, in the Treasury's terms.

    returns, base_returns  area_code, hmt_function, amount_gbp: from councils' returns, in the year and in the base year
    base                   area_code, hmt_function, economic, amount_gbp: councils in the last database
    A function that the returns hold moves as the returns do, from the Treasury's figure of the base year; any other
    stays at its amount of the base year.
    """
    then = base[base["economic"] == "current"].groupby(REGION_FUNCTION)["amount_gbp"].sum()
    before = base_returns.groupby(REGION_FUNCTION)["amount_gbp"].sum()
    after = returns.groupby(REGION_FUNCTION)["amount_gbp"].sum()
    growth = (after / before.where(before > 0)).reindex(then.index)
    moved = then * growth.where(growth > 0).fillna(1.0)
    return moved.round(2).rename("amount_gbp").reset_index()


def councils_part(
    tables: pd.DataFrame, sectors: pd.DataFrame, current: pd.DataFrame, base: pd.DataFrame
) -> pd.DataFrame:
    """Councils' part of every cell of the tables: area_code, hmt_function, economic, amount_pence, councils_pence.

    tables   area_code, hmt_function, economic, amount_gbp: all sectors, one year
    sectors  area_code, amount_gbp: councils in all, current and capital (table 9.17)
    current  councils_current;  base  area_code, hmt_function, economic, amount_gbp, total_gbp in the last database
    Councils' parts of a region add to its figure in `sectors` to the penny, or ImbalanceError.
    """
    cells = tables.groupby(CELL, as_index=False)["amount_gbp"].sum()
    cells["amount_pence"] = (cells["amount_gbp"] * 100).round().astype("int64")
    cells = cells.merge(base[[*CELL, "amount_gbp", "total_gbp"]], on=CELL, how="left", suffixes=("", "_then"))
    cells = cells.merge(
        current.assign(economic="current").rename(columns={"amount_gbp": "moved_gbp"}), on=CELL, how="left"
    )
    total = sectors.set_index("area_code")["amount_gbp"]
    parts = [_region(rows, float(total[str(code)])) for code, rows in cells.groupby("area_code", sort=True)]
    return pd.concat(parts, ignore_index=True)[[*CELL, "amount_pence", "councils_pence"]]


def _region(cells: pd.DataFrame, total_gbp: float) -> pd.DataFrame:
    """One region: current as moved, the rest of the total as capital."""
    is_capital = (cells["economic"] == "capital").to_numpy()
    part = np.rint(cells["moved_gbp"].fillna(0.0).to_numpy() * 100).astype(np.int64)
    rest = round(total_gbp * 100) - int(part[~is_capital].sum())
    seed = _capital_seed(cells[is_capital])
    if rest < 0 or seed.sum() <= 0:
        raise ImbalanceError(
            f"{cells['area_code'].iloc[0]}: councils' current spending is more than the Treasury's figure for their "
            f"current and capital spending together, {total_gbp:,.0f}. Check config/lines/functions.csv."
        )
    part[is_capital] = split_pence(np.array([rest]), seed / seed.sum())[0]
    return cells.assign(councils_pence=part)


def _capital_seed(cells: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How councils' capital lies over the functions: their share in the last database of this year's cell, or their
    amount then where the cell holds money that swings by itself (loan guarantees) and is no guide."""
    then, total = cells["amount_gbp_then"].fillna(0.0), cells["total_gbp"].fillna(0.0)
    share = (then / total.where(total > 0)).fillna(0.0).clip(0.0, 1.0)
    steady = (cells["amount_gbp"] > 0) & (cells["hmt_function"] != "Enterprise and economic development")
    return np.asarray((share * cells["amount_gbp"]).where(steady, then.clip(lower=0.0)), dtype=np.float64)
