"""Apportioning: each catchment's money shared over its areas, after what is known by place (ALL / SOME / NONE).

Three arguments that are kept apart: the relationship (who lies in which catchment), the weights (the key), the data
(the money). For a control total T of which X is known by place, X is used as it is and T - X is shared over the rest
of the catchment; if all of it is known, nothing is shared and the difference from T is reported as unallocated.
Money is whole pence; every line's placed and unallocated pence add to the line, or ImbalanceError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.count.keys import NEVER_SPREAD, shares
from totalplace_lib.count.money import Pence, split_pence
from totalplace_lib.errors import ImbalanceError
from totalplace_lib.model import Method

OWN_ADDRESS = "has an address of its own, which the publication does not give: never spread"
ALL_KNOWN = "published control total less what is known by place"


@dataclass(frozen=True)
class Apportioned:
    """Lines by area.

    placed       line_id, area_code, amount_pence, method, known_id ("" where no published figure by place was used)
    unallocated  line_id, amount_pence, reason
    """

    placed: pd.DataFrame
    unallocated: pd.DataFrame


def apportion(
    lines: pd.DataFrame, catchments: pd.DataFrame, keys: pd.DataFrame, known: pd.DataFrame
) -> Apportioned:
    """Share every line over the areas of its catchment.

    lines       line_id, catchment_code, key, group (text; "" = no control total), amount_pence
    catchments  catchment_code, area_code, weight
    keys        key, area_code, value
    known       group, catchment_code, known_id, area_code, weight, amount_pence: one row per known body and area that
                it covers; amount_pence is the body's whole amount, repeated on its rows
    Raises ImbalanceError when a line is lost, a share does not sum to one, or more is known than the control total.
    """
    homes = {str(code): frame for code, frame in catchments.groupby("catchment_code")}
    values = {str(key): frame for key, frame in keys.groupby("key")}
    facts = {
        (str(code), str(group)): frame for (code, group), frame in known.groupby(["catchment_code", "group"])
    }
    result = _Pile()
    for pair, part in lines.groupby(["catchment_code", "group"], sort=True):
        catchment, group = map(str, pair)
        if catchment not in homes:
            raise ImbalanceError(f"The catchment {catchment} has no areas, but {len(part)} lines of money.")
        bodies = facts.get((catchment, group)) if group else None
        rest, home = part, homes[catchment]
        if bodies is not None:
            rest, home = _place_known(part, home, bodies, values, result)
        _place_rest(rest, home, values, result)
    return _nothing_lost(lines, result.apportioned())


class _Pile:
    """Collects pieces of the result as arrays; one frame is made at the end."""

    def __init__(self) -> None:
        self.placed: list[tuple[Pence, Sequence[str], Pence, Method, str]] = []
        self.left: list[tuple[Pence, Pence, str]] = []

    def apportioned(self) -> Apportioned:
        placed = [_long(*piece) for piece in self.placed]
        left = [
            pd.DataFrame({"line_id": ids, "amount_pence": pence, "reason": why})
            for ids, pence, why in self.left
        ]
        return Apportioned(
            pd.concat(placed, ignore_index=True)
            if placed
            else _long(np.array([], dtype=np.int64), [], np.zeros((0, 0), dtype=np.int64), Method.ACTUAL),
            pd.concat(left, ignore_index=True)
            if left
            else pd.DataFrame(
                {
                    "line_id": np.array([], dtype=np.int64),
                    "amount_pence": np.array([], dtype=np.int64),
                    "reason": pd.Series([], dtype="str"),
                }
            ),
        )


def _long(
    ids: Pence, areas: Sequence[str], matrix: Pence, method: Method, known_id: str = ""
) -> pd.DataFrame:
    """A lines x areas matrix of pence as rows; empty cells (0 pence) are left out, they add nothing."""
    row, column = np.nonzero(matrix)
    return pd.DataFrame(
        {
            "line_id": np.asarray(ids)[row],
            "area_code": np.asarray(areas, dtype=object)[column],
            "amount_pence": matrix[row, column],
            "method": str(method),
            "known_id": known_id,
        }
    )


def _place_rest(
    part: pd.DataFrame, home: pd.DataFrame, values: dict[str, pd.DataFrame], result: _Pile
) -> None:
    """Share what is left of each line over what is left of the catchment, each line by its own key."""
    for key, lines in part.groupby("key", sort=True):
        ids, amounts = lines["line_id"].to_numpy(), lines["amount_pence"].to_numpy(dtype=np.int64)
        if home.empty and not amounts.any():
            continue
        if home.empty:
            result.left.append((ids, amounts, ALL_KNOWN))
        elif home["area_code"].nunique() == 1 and "was_known" not in home:
            result.placed.append((ids, [home["area_code"].iloc[0]], amounts[:, None], Method.ACTUAL, ""))
        elif key == NEVER_SPREAD:
            result.left.append((ids, amounts, OWN_ADDRESS))
        else:
            share = shares(home, _series(values, str(key)), str(key))
            result.placed.append(
                (ids, list(share.index), split_pence(amounts, share.to_numpy()), Method.APPORTIONED, "")
            )


def _place_known(
    part: pd.DataFrame,
    home: pd.DataFrame,
    bodies: pd.DataFrame,
    values: dict[str, pd.DataFrame],
    result: _Pile,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place what is known; returns the lines less that, and the pieces of the catchment not yet known."""
    amounts = part["amount_pence"].to_numpy(dtype=np.int64)
    _plausible(bodies, int(amounts.sum()), part)
    rest = amounts.copy()
    for known_id, body in bodies.groupby("known_id", sort=True):
        per_line = _in_proportion(int(body["amount_pence"].iloc[0]), amounts)
        rest = rest - per_line
        for key in part["key"].unique():
            chosen = (part["key"] == key).to_numpy()
            share = shares(body, _series(values, str(key)), str(key))
            pence = split_pence(per_line[chosen], share.to_numpy())
            result.placed.append(
                (part["line_id"].to_numpy()[chosen], list(share.index), pence, Method.ACTUAL, str(known_id))
            )
    return part.assign(amount_pence=rest), _not_yet_known(home, bodies)


def _series(values: dict[str, pd.DataFrame], key: str) -> pd.DataFrame:
    if key not in values:
        raise ImbalanceError(
            f"The key '{key}' has no series; config/keys.csv and the processed tables must hold it."
        )
    return values[key]


def _in_proportion(pence: int, amounts: Pence) -> Pence:
    """A known amount spread over the lines of its control total in proportion, signs kept, to the penny."""
    exact = pence * (amounts / amounts.sum())
    whole: Pence = np.floor(exact).astype(np.int64)
    left = pence - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:left]] += 1
    return whole


def _not_yet_known(home: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """The catchment's areas with the weight that no known body covers."""
    covered = bodies.groupby("area_code")["weight"].sum()
    weight = home["weight"] - home["area_code"].map(covered).fillna(0.0)
    left = home.assign(weight=weight, was_known=True)
    return left[left["weight"] > 1e-9]


def _plausible(bodies: pd.DataFrame, total: int, part: pd.DataFrame) -> None:
    """More known than the control total means that the two do not measure the same thing."""
    known = int(bodies.drop_duplicates("known_id")["amount_pence"].sum())
    if total <= 0 or known > total:
        where = f"{part['catchment_code'].iloc[0]}, control total '{part['group'].iloc[0]}'"
        raise ImbalanceError(
            f"{where}: {known / 100:,.0f} is known by place, more than the control total of {total / 100:,.0f}. "
            "The two figures cannot measure the same thing: check the group in config/lines/."
        )


def _nothing_lost(lines: pd.DataFrame, result: Apportioned) -> Apportioned:
    """Placed and unallocated pence of each line add to the line, or ImbalanceError."""
    out = pd.concat(
        [result.placed[["line_id", "amount_pence"]], result.unallocated[["line_id", "amount_pence"]]]
    )
    got = out.groupby("line_id")["amount_pence"].sum()
    want = lines.set_index("line_id")["amount_pence"]
    gap = want.sub(got.reindex(want.index, fill_value=0))
    if (gap != 0).any():
        line = gap[gap != 0].index[0]
        raise ImbalanceError(
            f"Line {line} went in with {want[line] / 100:,.2f} and came out with {got.get(line, 0) / 100:,.2f}."
        )
    return result
