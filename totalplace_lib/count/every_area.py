"""Every area of the country in one pass: the same arithmetic as a count of one place, without its ledger.

For rankings and maps. The money of each area is, to the penny, what count_place gives for that area alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from totalplace_lib.count.allocate import apportion
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.pence import to_pounds
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import actual_or_estimated
from totalplace_lib.model import Method


def money_by_area(sharing: Sharing, columns: Sequence[str] = ()) -> pd.DataFrame:
    """area_code, the given columns of the lines (count.lines.LINE), amount_gbp. What cannot be placed is not in it.

    Raises ImbalanceError when a line is lost or a share does not sum to one.
    """
    sums = _pence_by_area(sharing, list(columns))
    return _in_pounds(sums, ["area_code", *columns])


def money_by_place(sharing: Sharing, members: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
    """place, the given columns of the lines, amount_gbp: to the penny what a count of each place alone gives.

    members  place, area_code. A site whose money is never spread is in a place that holds all its catchment.
    """
    areas = _pence_by_area(sharing, list(columns)).merge(members, on="area_code")
    every = pd.concat([areas, _sites(sharing, members, columns)], ignore_index=True)
    by = ["place", *columns]
    return _in_pounds(every.groupby(by, dropna=False)["amount_pence"].sum().reset_index(), by)


def lines_by_place(sharing: Sharing, members: pd.DataFrame) -> pd.DataFrame:
    """place, line_id, method, amount_pence: the lines of each place as a count of it alone has them.

    members  place, area_code. A line whose catchment lies inside a place is the place's in full, as it is published.
    """
    ground = sharing.money.catchments[["catchment_code", "area_code"]]
    here = ground.merge(members, on="area_code").groupby(["place", "catchment_code"]).size()
    inside = here.rename("here").reset_index()
    whole = ground.groupby("catchment_code").size()
    inside["is_inside"] = inside["here"] == inside["catchment_code"].map(whole)
    own = sharing.lines.merge(inside[inside["is_inside"]], on="catchment_code")
    own = own.assign(method=actual_or_estimated(own))[["place", "line_id", "method", "amount_pence"]]
    every = pd.concat([own, _shared_by_place(sharing, members, inside)], ignore_index=True)
    return every.groupby(["place", "line_id", "method"])["amount_pence"].sum().reset_index()


def _shared_by_place(sharing: Sharing, members: pd.DataFrame, inside: pd.DataFrame) -> pd.DataFrame:
    """What is shared of the catchments that reach beyond a place; a body's published amount is actual for a place that
    holds all its areas, and a part of it a share by key."""
    money, lines = sharing.money, sharing.lines
    wide = lines[lines["catchment_code"].isin(sharing.wide)]
    placed = apportion(wide, money.catchments, money.keys, money.known).placed
    homes = lines.set_index("line_id")["catchment_code"]
    found = placed.assign(catchment_code=placed["line_id"].map(homes)).merge(members, on="area_code")
    found = found.merge(inside.drop(columns="here"), on=["place", "catchment_code"], how="left")
    found = found[found["is_inside"] != True]  # noqa: E712 - a gap is no inside either
    known = money.known[["known_id", "area_code"]].drop_duplicates()
    held = (
        known.merge(members, on="area_code")
        .groupby(["place", "known_id"])
        .size()
        .rename("held")
        .reset_index()
    )
    found = found.merge(held, on=["place", "known_id"], how="left")
    whole = (
        found["known_id"].map(known.groupby("known_id").size()).astype("float64")
    )  # none at all has no type
    is_part = whole.notna() & (found["held"].astype("float64").fillna(0.0) < whole)
    found["method"] = found["method"].mask(is_part, str(Method.APPORTIONED))
    return found[["place", "line_id", "method", "amount_pence"]]


def _sites(sharing: Sharing, members: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """What is never spread below catchments of several areas, in the places that hold all of these."""
    fixed = sharing.lines[
        (sharing.lines["key"] == NEVER_SPREAD) & sharing.lines["catchment_code"].isin(sharing.wide)
    ]
    ground = sharing.money.catchments.groupby("catchment_code")["area_code"].agg(frozenset)
    whole = [
        (place, code)
        for place, areas in members.groupby("place")["area_code"].agg(frozenset).items()
        for code in fixed["catchment_code"].unique()
        if ground[code] <= areas
    ]
    held = pd.DataFrame(whole, columns=["place", "catchment_code"], dtype="str")
    return fixed.merge(held, on="catchment_code")[["place", *columns, "amount_pence"]]


def _in_pounds(sums: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    sums["amount_gbp"] = to_pounds(sums["amount_pence"].to_numpy(dtype="int64"))
    return sums[[*by, "amount_gbp"]].sort_values(by, ignore_index=True)


def _pence_by_area(sharing: Sharing, columns: list[str]) -> pd.DataFrame:
    """area_code, the columns, amount_pence."""
    money, lines = sharing.money, sharing.lines
    single = ~lines["catchment_code"].isin(sharing.wide)
    homes = money.catchments.drop_duplicates("catchment_code").set_index("catchment_code")["area_code"]
    own = lines[single].assign(area_code=lines.loc[single, "catchment_code"].map(homes))
    shared = apportion(lines[~single], money.catchments, money.keys, money.known).placed
    every = pd.concat([own, shared], ignore_index=True)[["line_id", "area_code", "amount_pence"]]
    return _added_up(every, lines, columns)


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
    return sums.merge(names, on="kind")[["area_code", *columns, "amount_pence"]]
