"""The money of one year, cleaned of transfers, each catchment's part shared over its areas when first asked for.

A count of a place needs a handful of catchments; a session that counts many places meets the same ones again. What
one catchment's lines are worth in each of its areas depends on nothing but the catchment, so it is worked out once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count.allocate import Apportioned, apportion
from totalplace_lib.count.year_money import DecidedMoney


@dataclass(frozen=True)
class Reach:
    """The catchments that touch a place: those that lie inside it and those that are wider."""

    inside: list[str]
    wider: list[str]

    @property
    def every(self) -> list[str]:
        """Both, in the order of the codes."""
        return sorted([*self.inside, *self.wider])


class Sharing:
    """Lines of one year by catchment, and what each catchment's lines come to in its areas."""

    def __init__(self, money: DecidedMoney) -> None:
        self.money, self.lines = money, money.lines
        self._rows = self.lines.groupby("catchment_code").indices
        areas = money.catchments["area_code"].to_numpy(dtype=object)
        homes = money.catchments.groupby("catchment_code").indices
        self._areas = {str(code): frozenset(areas[rows]) for code, rows in homes.items()}
        self._parts: dict[str, Apportioned] = {}
        self._outside: Sharing | None = None

    def with_keys(self, changed: Mapping[int, str], keys: pd.DataFrame) -> Sharing:
        """The same money with other keys for some lines (line_id -> key); only what they touch is shared again.

        keys  key, area_code, value: the series of all keys that may be used
        """
        return _Rekeyed(self, changed, keys)

    def outside(self) -> Sharing:
        """What stands outside the definition, to be shared as the rest is: kept, for all places have the same."""
        if self._outside is None:
            memo = self.money.memo.reset_index(drop=True)
            lines = memo.assign(line_id=range(len(memo)))
            self._outside = Sharing(dataclasses.replace(self.money, lines=lines))
        return self._outside

    def reach(self, areas: Collection[str]) -> Reach:
        """The catchments that hold at least one of the areas."""
        wanted = frozenset(areas)
        near = {code: home for code, home in self._areas.items() if home & wanted}
        inside = [code for code, home in near.items() if home <= wanted]
        return Reach(inside, [code for code in near if code not in set(inside)])

    def lines_of(self, catchments: Collection[str]) -> pd.DataFrame:
        """The counted lines of these catchments."""
        rows = [row for code in catchments for row in self._rows.get(code, ())]
        return self.lines.iloc[sorted(rows)]

    @property
    def wide(self) -> list[str]:
        """Catchments of several areas: those whose money may have to be shared."""
        return sorted(code for code, home in self._areas.items() if len(home) > 1)

    def shared(self, catchments: Collection[str]) -> Apportioned:
        """The lines of these catchments over all their areas (count.allocate.Apportioned)."""
        missing = [code for code in sorted(catchments) if code not in self._parts]
        if missing:
            self._parts |= self._by_catchment(self._share(missing), missing)
        parts = [self._parts[code] for code in sorted(catchments)]
        return _together(parts) if parts else self._share([])

    def _share(self, catchments: Collection[str]) -> Apportioned:
        return self._apportioned(self.lines_of(catchments))

    def _apportioned(self, lines: pd.DataFrame) -> Apportioned:
        """These lines over the areas of their catchments."""
        catchments, known = (
            frame[frame["catchment_code"].isin(lines["catchment_code"])]
            for frame in (self.money.catchments, self.money.known)
        )
        keys = self.money.keys[self.money.keys["key"].isin(lines["key"])]
        return apportion(lines, catchments, keys, known)

    def _by_catchment(self, shared: Apportioned, catchments: Collection[str]) -> dict[str, Apportioned]:
        home = self.lines["catchment_code"]
        placed, left = (
            {
                code: frame.iloc[rows]
                for code, rows in frame.groupby(frame["line_id"].map(home)).indices.items()
            }
            for frame in (shared.placed, shared.unallocated)
        )
        none = Apportioned(shared.placed.iloc[:0], shared.unallocated.iloc[:0])
        return {
            code: Apportioned(placed.get(code, none.placed), left.get(code, none.unallocated))
            for code in catchments
        }


class _Rekeyed(Sharing):
    """A sharing with other keys for some lines, which takes the rest from the one it was made from."""

    def __init__(self, base: Sharing, changed: Mapping[int, str], keys: pd.DataFrame) -> None:
        lines = base.lines
        key = lines["line_id"].map(changed).fillna(lines["key"])
        # The lines of a control total share what is known by place, so they are shared again together.
        pair = lines["catchment_code"] + "\n" + lines["group"]
        partners = (lines["group"] != "") & pair.isin(pair[lines["line_id"].isin(changed)])
        vars(self).update(vars(base))
        self.money = dataclasses.replace(base.money, keys=keys)
        self.lines = lines.assign(key=key)
        self._again = lines["line_id"].isin(changed) | partners
        self._base = base
        self._parts = {}

    def _share(self, catchments: Collection[str]) -> Apportioned:
        before = self._base.shared(catchments)
        lines = self.lines_of(catchments)
        touched = lines[self._again[lines.index]]
        again = set(touched["line_id"])
        kept = Apportioned(
            before.placed[~before.placed["line_id"].isin(again)],
            before.unallocated[~before.unallocated["line_id"].isin(again)],
        )
        return _together([kept, self._apportioned(touched)])


def _together(parts: Sequence[Apportioned]) -> Apportioned:
    return Apportioned(
        pd.concat([part.placed for part in parts], ignore_index=True),
        pd.concat([part.unallocated for part in parts], ignore_index=True),
    )
