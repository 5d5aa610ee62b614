"""Local returns: a body's own figure replaces the estimate for that body and line (ALL / SOME / NONE).

What is published of the body stays as it is. A figure for one service replaces the estimate of that service; a figure
for all services is a control total: less what is published and what was returned in parts, it stands in place of the
estimates that are left. The control total of the region stays; what is left of it for other areas moves the other way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from totalplace_lib.count.ledger import Ledger
from totalplace_lib.count.pence import split_pence, to_pence, to_pounds
from totalplace_lib.count.whole_area import REGION, Count
from totalplace_lib.model import Method, StepKind
from totalplace_lib.schema import flow

SOURCE = "local_return"
ALL_SERVICES, BOTH = "All services", "both"
REPLACES = "replaces the estimate"
PUBLISHED = "nothing to replace: all of it is published or returned already"
NO_LINE = "the count has no such line of this body"
TOO_SMALL = "less than what is published or returned of its parts"
TOO_LARGE = "more than the control total of the whole catchment"
ASKED = (
    "return_id",
    "body",
    "service",
    "function",
    "economic",
    "amount_gbp",
    "plus_minus",
    "sheet",
    "row",
    "column",
)
"""Columns of the figures that merge() takes; function "" = every function."""


@dataclass(frozen=True)
class _Told:
    """What one figure comes to: pence of it that are published or returned already, and what is left for the rest."""

    state: str
    amount: int
    known: int = 0
    estimate: int = 0
    control: int = 0

    @property
    def rest(self) -> int:
        return self.amount - self.known


def merge(count: Count, claimed: pd.Series, figures: pd.DataFrame) -> Count:
    """The count with returned figures in place of estimates; its ledger has a step for each and closes.

    claimed  for each line of the count the body that speaks for it, "" for none; each line has one
    figures  one row per figure returned (ASKED), amount_gbp net
    A figure that cannot replace anything is in Count.returned with the reason, and changes nothing.
    """
    lines = count.lines.assign(amount_pence=to_pence(count.lines["amount_gbp"]), return_id="")
    ledger, told = Ledger.reopen(count.ledger), []
    for row in _narrowest_first(figures).to_dict("records"):
        one = {str(name): value for name, value in row.items()}
        asked = _asked(lines, claimed, one)
        found = _told(lines, asked, int(to_pence(pd.Series([one["amount_gbp"]]))[0]))
        left = asked & _is_estimate(lines)
        if found.state == REPLACES:
            lines = _replaced(lines, left, found.rest, one)
            ledger.move(StepKind.RETURNED, found.rest - found.estimate, _reason(found, one), _name(one))
        told.append(_row(one, found, int(left.sum())))
    ledger.close(int(lines["amount_pence"].sum()), count.place.name)
    shown = lines.assign(amount_gbp=to_pounds(lines["amount_pence"].to_numpy(dtype="int64")))
    returned = pd.DataFrame(told, columns=[*flow.REPLACED]).astype({"row": "int32"})
    return dataclasses.replace(
        count, lines=shown[list(count.lines.columns)], ledger=ledger.frame(), returned=returned
    )


def _narrowest_first(figures: pd.DataFrame) -> pd.DataFrame:
    """Parts before the wholes that they are parts of, in the order of bodies and services."""
    width = (figures["service"] == ALL_SERVICES).astype(int) * 4
    width += (figures["function"] == "").astype(int) * 2 + (figures["economic"] == BOTH).astype(int)
    order = ["body", "width", "service", "function", "economic", "return_id"]
    return figures.assign(width=width).sort_values(order, kind="stable")


def _asked(lines: pd.DataFrame, claimed: pd.Series, one: Mapping[str, Any]) -> pd.Series:
    """The lines that a figure speaks of."""
    found: pd.Series = claimed == one["body"]
    for column, name, every in (
        ("service", "programme", ALL_SERVICES), ("function", "function", ""), ("economic", "economic", BOTH),
    ):  # fmt: skip
        if one[column] != every:
            found &= lines[name] == one[column]
    return found


def _is_estimate(lines: pd.DataFrame) -> pd.Series:
    return (lines["method"] == str(Method.APPORTIONED)) & (lines["return_id"] == "")


def _told(lines: pd.DataFrame, asked: pd.Series, amount: int) -> _Told:
    """What becomes of a figure, and why."""
    left = asked & _is_estimate(lines)
    pence = lines["amount_pence"]
    known, estimate = int(pence[asked & ~left].sum()), int(pence[left].sum())
    wide = left & lines["catchment_code"].str.startswith(REGION) | left & (lines["part"] < 1)
    control = int(to_pence(lines.loc[wide, "shared_gbp"]).sum())
    if not asked.any():
        return _Told(NO_LINE, amount)
    if not left.any():
        return _Told(PUBLISHED, amount, known)
    found = _Told(REPLACES, amount, known, estimate, control)
    if amount >= 0 > found.rest:
        return dataclasses.replace(found, state=TOO_SMALL)
    if wide.sum() == left.sum() and 0 < control < found.rest:
        return dataclasses.replace(found, state=TOO_LARGE)
    return found


def _replaced(lines: pd.DataFrame, left: pd.Series, pence: int, one: Mapping[str, Any]) -> pd.DataFrame:
    """The lines with the figure in place of the estimates: over several lines by what was estimated for each.

    Receipts among them (estimates of the other sign) get nothing: the figure is net of them.
    """
    sign = -1 if pence < 0 else 1
    weights = (lines.loc[left, "amount_pence"].to_numpy(dtype="float64") * sign).clip(min=0)
    weights = weights if weights.sum() else np.ones(len(weights))
    shares = split_pence(np.array([pence], dtype=np.int64), weights / weights.sum())[0]
    amounts = pd.Series(shares, index=lines.index[left])
    now = lines["amount_pence"].where(~left, amounts.reindex(lines.index)).astype("int64")
    pounds = now / 100
    origin = lines["source_id"] + ", " + lines["sheet"] + "!" + lines["column"] + lines["row"].astype(str)
    return lines.assign(
        amount_pence=now,
        method=lines["method"].mask(left, str(Method.RETURNED)),
        marker=lines["marker"].mask(left, ""),
        return_id=lines["return_id"].mask(left, str(one["return_id"])),
        shared_gbp=lines["shared_gbp"].mask(left, pounds),
        part=lines["part"].mask(left, 1.0),
        further_cells=lines["further_cells"].mask(left, origin),
        source_id=lines["source_id"].mask(left, SOURCE),
        sheet=lines["sheet"].mask(left, str(one["sheet"])),
        row=lines["row"].mask(left, int(one["row"])).astype(lines["row"].dtype),
        column=lines["column"].mask(left, str(one["column"])),
    )


def _name(one: Mapping[str, Any]) -> str:
    economic = "" if one["economic"] == BOTH else f", {one['economic']}"
    return f"{one['body']}, {one['service']}{economic}"


def _reason(found: _Told, one: Mapping[str, Any]) -> str:
    """Both figures, where the new one stands, and what is left of the region's control total."""
    parts = f" (its {found.amount / 100:,.2f} less {found.known / 100:,.2f} published or returned in parts)"
    moved = (
        f"; what is left of the control total for other areas moves from "
        f"{(found.control - found.estimate) / 100:,.2f} to {(found.control - found.rest) / 100:,.2f}"
    )
    return (
        f"The estimate of {found.estimate / 100:,.2f} is replaced by {found.rest / 100:,.2f}, returned by the "
        "body"
        f"{parts if found.known else ''}: {one['sheet']}, "
        f"{one['column']}{one['row']}{moved if found.control else ''}"
    )


def _row(one: Mapping[str, Any], found: _Told, lines: int) -> dict[str, Any]:
    """One row of Count.returned."""
    replaces = found.state == REPLACES
    return {
        **{name: one[name] for name in ("return_id", "body", "service", "plus_minus", "sheet", "row", "column")},
        "which": one["economic"],
        "state": found.state,
        "returned_gbp": found.amount / 100,
        "published_gbp": found.known / 100,
        "replaced_gbp": (found.rest if replaces else 0) / 100,
        "estimate_gbp": found.estimate / 100,
        "rest_before_gbp": (found.control - found.estimate if found.control else 0) / 100,
        "rest_after_gbp": (found.control - (found.rest if replaces else found.estimate) if found.control else 0) / 100,
        "lines": lines if replaces else 0,
        "source_id": SOURCE,
    }  # fmt: skip
