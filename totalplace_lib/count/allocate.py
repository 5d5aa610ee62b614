"""Apportioning: each catchment's money shared over its areas, after what is known by place (ALL / SOME / NONE).

Three arguments that are kept apart: the relationship (who lies in which catchment), the weights (the key), the data
(the money). For a control total T of which X is known by place, X is used as it is and T - X is shared over the rest
of the catchment; if all of it is known, nothing is shared and the difference from T is reported as unallocated.
Money is whole pence; every line's placed and unallocated pence add to the line, or ImbalanceError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.count.keys import NEVER_SPREAD, Pieces, by_key, shares
from totalplace_lib.count.pence import Pence, split_pence
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


_Names = npt.NDArray[np.object_]
_Keys = Mapping[str, Mapping[str, float]]


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
    homes = _homes(catchments)
    values = by_key(keys)
    facts = {pair: _bodies(frame) for pair, frame in known.groupby(["catchment_code", "group"])}
    result = _Pile()
    for part in _parts(lines):
        if part.catchment not in homes:
            raise ImbalanceError(
                f"The catchment {part.catchment} has no areas, but {len(part.ids)} lines of money."
            )
        home, bodies = homes[part.catchment], facts.get((part.catchment, part.group)) if part.group else None
        if bodies is None:
            _place_rest(part, home, values, result, one_is_actual=True)
        else:
            rest = _place_known(part, bodies, values, result)
            _place_rest(rest, home.less(_covered(bodies)), values, result, one_is_actual=False)
    return _nothing_lost(lines, result.apportioned())


def _homes(catchments: pd.DataFrame) -> dict[str, Pieces]:
    areas = catchments["area_code"].to_numpy(dtype=object)
    weight = catchments["weight"].to_numpy(dtype=float)
    rows_of = catchments.groupby("catchment_code").indices
    return {str(code): Pieces.of(areas[rows], weight[rows]) for code, rows in rows_of.items()}


@dataclass(frozen=True)
class _Part:
    """The lines of one catchment and control total, as arrays."""

    catchment: str
    group: str
    ids: Pence
    keys: _Names
    amounts: Pence

    def by_key(self) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
        """Each key with the lines that it shares."""
        for key in sorted(set(self.keys)):
            yield key, self.keys == key


@dataclass(frozen=True)
class _Body:
    """A body whose whole amount is known, and the areas that it covers."""

    known_id: str
    pence: int
    pieces: Pieces


def _parts(lines: pd.DataFrame) -> Iterator[_Part]:
    ids, amounts = lines["line_id"].to_numpy(), lines["amount_pence"].to_numpy(dtype=np.int64)
    keys = lines["key"].to_numpy(dtype=object)
    for pair, rows in sorted(lines.groupby(["catchment_code", "group"]).indices.items()):
        catchment, group = map(str, cast(tuple[str, str], pair))
        yield _Part(catchment, group, ids[rows], keys[rows], amounts[rows])


def _bodies(known: pd.DataFrame) -> list[_Body]:
    areas, weight = known["area_code"].to_numpy(dtype=object), known["weight"].to_numpy(dtype=float)
    amounts = known["amount_pence"].to_numpy()
    rows_of = known.groupby("known_id").indices
    return [
        _Body(str(name), int(amounts[rows[0]]), Pieces.of(areas[rows], weight[rows]))
        for name, rows in sorted(rows_of.items())
    ]


def _covered(bodies: list[_Body]) -> Pieces:
    codes, weights = zip(*((body.pieces.codes, body.pieces.weight) for body in bodies), strict=True)
    return Pieces.of(np.concatenate(codes), np.concatenate(weights))


class _Pile:
    """Collects pieces of the result as arrays; one frame is made at the end."""

    def __init__(self) -> None:
        self._placed: list[tuple[Pence, _Names, Pence]] = []
        self._labels: list[tuple[str, str, int]] = []  # method and known_id of so many rows
        self._left: list[tuple[Pence, Pence, str]] = []

    def place(self, ids: Pence, areas: _Names, matrix: Pence, method: Method, known_id: str = "") -> None:
        """A lines x areas matrix of pence; empty cells (0 pence) are left out, they add nothing."""
        row, column = np.nonzero(matrix)
        self._placed.append((ids[row], areas[column], matrix[row, column]))
        self._labels.append((str(method), known_id, len(row)))

    def leave(self, ids: Pence, amounts: Pence, why: str) -> None:
        """Money that stays unallocated."""
        self._left.append((ids, amounts, why))

    def apportioned(self) -> Apportioned:
        """All pieces, in the order in which they came."""
        ids, areas, pence = _columns(self._placed)
        times = [number for *_, number in self._labels]
        method, known_id = (
            np.repeat(np.array([label[which] for label in self._labels], dtype=object), times)
            for which in (0, 1)
        )
        placed = pd.DataFrame(
            {
                "line_id": ids,
                "area_code": _text(areas),
                "amount_pence": pence,
                "method": _text(method),
                "known_id": _text(known_id),
            }
        )
        left = [(one, np.full(len(one), why, dtype=object), amounts) for one, amounts, why in self._left]
        ids, reason, pence = _columns(left)
        return Apportioned(
            placed, pd.DataFrame({"line_id": ids, "amount_pence": pence, "reason": _text(reason)})
        )


def _columns(pieces: list[tuple[Pence, _Names, Pence]]) -> tuple[Pence, _Names, Pence]:
    none = np.array([], dtype=np.int64)
    ids, names, pence = zip((none, none.astype(object), none), *pieces, strict=True)
    return np.concatenate(ids), np.concatenate(names), np.concatenate(pence)


def _text(values: _Names) -> pd.Series:
    return pd.Series(values, dtype="str")


def _place_rest(part: _Part, home: Pieces, values: _Keys, result: _Pile, *, one_is_actual: bool) -> None:
    """Share what is left of each line over what is left of the catchment, each line by its own key."""
    for key, chosen in part.by_key():
        ids, amounts = part.ids[chosen], part.amounts[chosen]
        if not len(home.areas):
            if amounts.any():
                result.leave(ids, amounts, ALL_KNOWN)
        elif len(home.areas) == 1 and one_is_actual:
            result.place(ids, home.areas, amounts[:, None], Method.ACTUAL)
        elif key == NEVER_SPREAD:
            result.leave(ids, amounts, OWN_ADDRESS)
        else:
            pence = split_pence(amounts, shares(home, _series(values, key), key))
            result.place(ids, home.areas, pence, Method.APPORTIONED)


def _place_known(part: _Part, bodies: list[_Body], values: _Keys, result: _Pile) -> _Part:
    """Place what is known; returns the lines less that."""
    _plausible(bodies, part)
    rest = part.amounts.copy()
    for body in bodies:
        per_line = _in_proportion(body.pence, part.amounts)
        rest -= per_line
        for key, chosen in part.by_key():
            pence = split_pence(per_line[chosen], shares(body.pieces, _series(values, key), key))
            result.place(part.ids[chosen], body.pieces.areas, pence, Method.ACTUAL, body.known_id)
    return replace(part, amounts=rest)


def _series(values: _Keys, key: str) -> Mapping[str, float]:
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


def _plausible(bodies: list[_Body], part: _Part) -> None:
    """More known than the control total means that the two do not measure the same thing."""
    known, total = sum(body.pence for body in bodies), int(part.amounts.sum())
    if total <= 0 or known > total:
        where = f"{part.catchment}, control total '{part.group}'"
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
