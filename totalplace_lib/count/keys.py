"""Keys: a series over areas by which a catchment's money is shared.

share(area | catchment, key) = weight x key(area) / sum over the catchment. Extensive series only (people, money):
a rate is never a key. Shares of a catchment sum to one or it is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.count.pence import Shares
from totalplace_lib.errors import ImbalanceError

NEVER_SPREAD = "none"


@dataclass(frozen=True)
class Pieces:
    """The areas of one catchment or body. Plain arrays, because a count asks for the shares of hundreds of them.

    areas   the codes, each once, in their order
    codes   the code of each piece (an area may have several);  weight: the part of the area that lies in it, 1 = all
    """

    areas: npt.NDArray[np.object_]
    codes: npt.NDArray[np.object_]
    weight: npt.NDArray[np.float64]
    _area: npt.NDArray[np.intp]

    @classmethod
    def of(cls, codes: Any, weight: Any) -> Pieces:
        """From two columns of the same length, such as area_code and weight of a catchment."""
        each = np.asarray(codes, dtype=object)
        areas, area = np.unique(each, return_inverse=True)
        return cls(areas, each, np.asarray(weight, dtype=float), area)

    def less(self, covered: Pieces) -> Pieces:
        """What others do not cover; areas that they cover wholly are gone."""
        taken = dict(zip(covered.areas, covered.added_up(covered.weight), strict=True))
        left = self.weight - np.array([taken.get(code, 0.0) for code in self.codes], dtype=float)
        return Pieces.of(self.codes[left > 1e-9], left[left > 1e-9])

    def added_up(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Values of the pieces, by area."""
        return np.asarray(
            np.bincount(self._area, weights=values, minlength=len(self.areas)), dtype=np.float64
        )


def by_key(keys: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Each key's series (key, area_code, value) in the shape that shares() takes.

    ImbalanceError on an area that has two values.
    """
    areas, values = keys["area_code"].to_numpy(dtype=object), keys["value"].to_numpy(dtype=float)
    found: dict[str, dict[str, float]] = {}
    for key, rows in keys.groupby("key").indices.items():
        found[str(key)] = series = dict(zip(areas[rows].tolist(), values[rows].tolist(), strict=True))
        if len(series) < len(rows):
            twice = pd.Series(areas[rows])
            raise ImbalanceError(
                f"The key '{key}' has more than one value for {twice[twice.duplicated()].iloc[0]}: "
                "it must have one for each area."
            )
    return found


def shares(pieces: Pieces, key: Mapping[str, float], name: str) -> Shares:
    """Shares of the areas of one catchment, in the order of pieces.areas.

    key  value by area code, not negative
    Raises ImbalanceError on an area without a value, a negative value, or values that add to nothing.
    """
    value = np.array([key.get(code, np.nan) for code in pieces.codes], dtype=float)
    if np.isnan(value).any():
        missing = sorted(str(code) for code in pieces.codes[np.isnan(value)])
        named = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        raise ImbalanceError(f"The key '{name}' has no value for {named}.")
    weighted = pieces.weight * value
    total = weighted.sum()
    if (weighted < 0).any() or total <= 0:
        raise ImbalanceError(
            f"The key '{name}' cannot share a catchment of {len(value)} areas: its values add to {total:g}."
        )
    share = pieces.added_up(weighted / total)
    if abs(share.sum() - 1.0) > 1e-9:
        raise ImbalanceError(f"Shares by '{name}' add to {share.sum():.12f}, not to one.")
    return share
