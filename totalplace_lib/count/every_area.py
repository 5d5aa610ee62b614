"""Every area of the country in one pass: the same arithmetic as a count of one place, without its ledger.

For rankings and maps. The money of each area is, to the penny, what count_place gives for that area alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from totalplace_lib.count.allocate import apportion
from totalplace_lib.count.pence import to_pounds
from totalplace_lib.count.sharing import Sharing


def money_by_area(sharing: Sharing, columns: Sequence[str] = ()) -> pd.DataFrame:
    """area_code, the given columns of the lines (count.lines.LINE), amount_gbp. What cannot be placed is not in it.

    Raises ImbalanceError when a line is lost or a share does not sum to one.
    """
    money, lines = sharing.money, sharing.lines
    sizes = money.catchments.groupby("catchment_code")["area_code"].agg(["size", "first"])
    single = lines["catchment_code"].map(sizes["size"]) == 1
    own = lines[single].assign(area_code=lines.loc[single, "catchment_code"].map(sizes["first"]))
    shared = apportion(lines[~single], money.catchments, money.keys, money.known).placed
    every = pd.concat([own, shared], ignore_index=True)[["line_id", "area_code", "amount_pence"]]
    return _added_up(every, lines, list(columns))


def _added_up(every: pd.DataFrame, lines: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums by area and kind of line; kinds are numbered first, because a million texts are slow to group."""
    kinds = lines[["line_id", *columns]].assign(all=0)
    number = kinds.groupby([*columns, "all"], observed=True, dropna=False).ngroup()
    names = kinds.assign(kind=number).drop_duplicates("kind")[["kind", *columns]]
    kind = every["line_id"].map(pd.Series(number.to_numpy(), index=kinds["line_id"]))
    code, areas = pd.factorize(every["area_code"])
    sums = (
        every["amount_pence"]
        .groupby([code, kind.to_numpy()])
        .sum()
        .rename_axis(["area", "kind"])
        .reset_index()
    )
    sums["area_code"] = areas[sums["area"].to_numpy()]
    sums["amount_gbp"] = to_pounds(sums["amount_pence"].to_numpy(dtype="int64"))
    done = sums.merge(names, on="kind")[["area_code", *columns, "amount_gbp"]]
    return done.sort_values(["area_code", *columns], ignore_index=True)
