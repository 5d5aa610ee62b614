"""The whole-area count: every public pound that reaches a place, once, with the ledger that proves it.

Steps: read, leaf selection, classify, transfers removed, actuals placed, apportioned, unallocated. The count is made
for the catchments that touch the place and then cut to its areas, so that places add up exactly, in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count.allocate import apportion
from totalplace_lib.count.consolidate import remove_transfers
from totalplace_lib.count.ledger import Ledger
from totalplace_lib.count.money import to_pounds
from totalplace_lib.model import Lens, Method, Place, Year

COUNTED = [
    "payer", "spender", "spender_group", "programme", "function_code", "function", "economic", "control", "block",
    "catchment_code", "amount_gbp", "method", "key", "marker", "source_id", "sheet", "row", "column",
]  # fmt: skip


@dataclass(frozen=True)
class Money:
    """What a count is made from, for one year.

    lines       all lines (count.lines.LINE), before transfers, for the whole of England or for the catchments needed
    offsets     negative lines with transfer and reason (count.consolidate.offsets)
    catchments  catchment_code, area_code, weight;  keys: key, area_code, value;  known: see count.allocate.apportion
    transfers   config/transfers.csv
    """

    year: Year
    lines: pd.DataFrame
    offsets: pd.DataFrame
    catchments: pd.DataFrame
    keys: pd.DataFrame
    known: pd.DataFrame
    transfers: pd.DataFrame


@dataclass(frozen=True)
class Count:
    """A finished count.

    lines        one row per line and method (COUNTED columns), amount_gbp to the penny
    unallocated  lines that reach the place's catchments but cannot be placed, with reason
    removed      what was set aside as a transfer: transfer, spender, programme, amount_gbp, reason
    ledger       step, in_gbp, out_gbp, difference_gbp, reason
    """

    place: Place
    year: Year
    lines: pd.DataFrame
    unallocated: pd.DataFrame
    removed: pd.DataFrame
    ledger: pd.DataFrame
    population: float
    lens: Lens = Lens.ALL

    @property
    def total_gbp(self) -> float:
        """All money counted for the place, GBP."""
        return round(float(self.lines["amount_gbp"].sum()), 2)

    @property
    def unallocated_gbp(self) -> float:
        """Money of the place's catchments that cannot be placed, GBP."""
        return round(float(self.unallocated["amount_gbp"].sum()), 2)

    @property
    def per_head_gbp(self) -> float:
        """Total per resident, GBP."""
        return self.total_gbp / self.population

    def by(self, *columns: str) -> pd.DataFrame:
        """amount_gbp and share of the total by the given columns, largest first."""
        sums = self.lines.groupby(list(columns), observed=True)["amount_gbp"].sum().round(2).reset_index()
        sums["share"] = sums["amount_gbp"] / self.total_gbp
        return sums.sort_values(
            ["amount_gbp", *columns], ascending=[False, *[True] * len(columns)]
        ).reset_index(drop=True)


def count_place(money: Money, place: Place, population: float) -> Count:
    """Count one place. Raises ImbalanceError when any step does not close to the penny."""
    near = money.catchments[money.catchments["catchment_code"].isin(_touching(money.catchments, place))]
    lines = _numbered(money.lines[money.lines["catchment_code"].isin(near["catchment_code"])])
    counted, removed = remove_transfers(lines, money.transfers)
    taken_off = money.offsets[money.offsets["catchment_code"].isin(near["catchment_code"])]
    counted = pd.concat(
        [counted, taken_off.assign(line_id=-1 - pd.RangeIndex(len(taken_off)))], ignore_index=True
    )
    wider = near.loc[~near["area_code"].isin(place.areas), "catchment_code"].unique()
    inside = ~counted["catchment_code"].isin(wider)
    shared = apportion(counted[~inside], near, money.keys, money.known)
    here = _here(counted[inside], shared.placed, place)
    elsewhere = shared.placed[~shared.placed["area_code"].isin(place.areas)]
    left = shared.unallocated.assign(method=str(Method.UNALLOCATED))
    ledger = _ledger(lines, removed, taken_off, here, elsewhere, left, place)
    return Count(
        place,
        money.year,
        _finish(here, counted, money.known),
        _finish(left.assign(known_id=""), counted, money.known),
        _removed(removed, taken_off),
        ledger,
        population,
    )


def _touching(catchments: pd.DataFrame, place: Place) -> pd.Series:
    """Catchments that hold at least one area of the place."""
    return catchments.loc[catchments["area_code"].isin(place.areas), "catchment_code"].drop_duplicates()


def _numbered(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.reset_index(drop=True).rename_axis("line_id").reset_index()


def _here(inside: pd.DataFrame, placed: pd.DataFrame, place: Place) -> pd.DataFrame:
    """The place's money by line and method.

    A line whose whole catchment lies inside the place is the place's in full, whatever the key says: it is actual.
    """
    own = inside[["line_id", "amount_pence"]].assign(method=str(Method.ACTUAL), known_id="")
    share = placed[placed["area_code"].isin(place.areas)]
    together = (
        pd.concat([own, share], ignore_index=True)
        .groupby(["line_id", "method", "known_id"])["amount_pence"]
        .sum()
    )
    return together.reset_index()


def _ledger(
    lines: pd.DataFrame, removed: pd.DataFrame, taken_off: pd.DataFrame, here: pd.DataFrame, elsewhere: pd.DataFrame,
    left: pd.DataFrame, place: Place,
) -> pd.DataFrame:  # fmt: skip
    """The steps from all money of the catchments to the place's money."""
    ledger = Ledger()
    ledger.move(
        "read",
        _sum(lines),
        f"All published money of the bodies and regions that serve {place.name}",
    )
    aside = removed[removed["action"] == "set aside"]
    ledger.move(
        "leaf selection",
        -_sum(aside),
        "; ".join(aside["reason"].drop_duplicates()) or "No totals among the lines",
    )
    ledger.move(
        "classify",
        0,
        f"{len(lines) - len(aside):,} lines given a spender, a function, a rung of local control and a key",
    )
    for transfer, rows in removed[removed["action"] == "drop"].groupby("transfer", sort=True):
        ledger.move(f"transfers removed: {transfer}", -_sum(rows), str(rows["reason"].iloc[0]))
    for transfer, rows in taken_off.groupby("transfer", sort=True):
        ledger.move(f"transfers removed: {transfer}", _sum(rows), str(rows["reason"].iloc[0]))
    known = elsewhere["method"] == str(Method.ACTUAL)
    ledger.move(
        "actuals placed",
        -_sum(elsewhere[known]),
        "Money that publications place in other areas of the same catchments",
    )
    ledger.move(
        "apportioned",
        -_sum(elsewhere[~known]),
        "Shares of other areas in the money that is shared by key",
    )
    ledger.move(
        "unallocated",
        -_sum(left),
        "; ".join(left["reason"].drop_duplicates()) or "Nothing left over",
    )
    ledger.close(_sum(here), place.name)
    return ledger.frame()


def _sum(lines: pd.DataFrame) -> int:
    return int(lines["amount_pence"].sum())


def _finish(amounts: pd.DataFrame, lines: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Amounts joined to the words of their lines, in pounds.

    Apportioned figures carry the marker e; a figure that was published by place names that publication, not the
    regional one whose control total it belongs to.
    """
    words = lines.drop(columns=["amount_pence", "transfer", "reason"], errors="ignore")
    frame = amounts.merge(words, on="line_id", how="left")
    frame["amount_gbp"] = to_pounds(frame["amount_pence"].to_numpy(dtype="int64"))
    estimated = (frame["method"] == str(Method.APPORTIONED)) & (frame["marker"].fillna("") == "")
    frame.loc[estimated, "marker"] = "e"
    frame = _with_origin(frame, known)
    columns = [*COUNTED, "reason"] if "reason" in amounts else COUNTED
    order = ["block", "spender", "programme", "function_code", "economic", "method", "source_id", "row"]
    return frame[columns].sort_values(order, kind="stable").reset_index(drop=True)


def _with_origin(frame: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Lines placed by a published figure, with where that figure stands."""
    chosen = frame["known_id"] != ""
    origin = known.drop_duplicates("known_id").set_index("known_id")
    for column in ("source_id", "sheet", "row", "column"):
        frame[column] = frame[column].astype(object)
        frame.loc[chosen, column] = frame.loc[chosen, "known_id"].map(origin[column].astype(object))
    return frame


def _removed(removed: pd.DataFrame, taken_off: pd.DataFrame) -> pd.DataFrame:
    """What was set aside, by transfer: transfer, spender, programme, amount_gbp, reason."""
    both = pd.concat([removed, taken_off.assign(amount_pence=-taken_off["amount_pence"])], ignore_index=True)
    both["amount_gbp"] = (
        to_pounds(both["amount_pence"].to_numpy(dtype="int64")) if len(both) else pd.Series(dtype="float64")
    )
    return both[
        ["transfer", "spender", "programme", "amount_gbp", "reason", "source_id", "sheet", "row", "column"]
    ]
