"""The file of an option with other values: what sliders change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def moved(
    data: Mapping[str, Any],
    people: float = 1,
    impact: float = 1,
    anyway: float = 0,
    cost: float = 1,
    years: int = 0,
) -> dict[str, Any]:
    """The file of an option with other values, for `of_count`: what five sliders say.

    people, impact, cost  factors on the cohort, on every impact (never above 1) and on every cost
    anyway   deadweight added to every gain (never above 1);  years: the horizon, 0 leaves it
    """
    cohort = "cohort" if "cohort" in data else "cohort_rate"
    horizon = years or int(data["horizon"])
    effects = [
        {
            **one,
            "impact": _times(one["impact"], impact, 1.0),
            "deadweight": _times(one.get("deadweight", 0.0), 1, 1.0, anyway),
        }
        for one in data["effects"]
    ]
    costs = [
        {**one, **{name: _times(one.get(name, 1.0), cost) for name in ("gbp" if "gbp" in one else "units",)},
         **({"last": min(int(one["last"]), horizon)} if "last" in one else {})}
        for one in data["costs"]
    ]  # fmt: skip
    most = np.inf if cohort == "cohort" else 1.0
    return {
        **data,
        cohort: _times(data[cohort], people, most),
        "effects": effects,
        "costs": costs,
        "horizon": horizon,
    }


def _times(given: Any, factor: float, most: float = np.inf, added: float = 0.0) -> Any:
    """A number or a range multiplied and moved, never above the most."""
    if isinstance(given, list):
        return [_times(each, factor, most, added) for each in given]
    return min(float(given) * factor + added, most)
