"""How wide a range must be to hold the truth as often as it says, and how often it did where it was not fitted.

Half-width of a driver's range = multiplier x (its regional error + floor) ^ power, in log odds.

- A driver with figures of its own below the region has the multiplier of its family of tests: the bound that a further
  figure of the kind stays below nine times in ten (split conformal prediction). How often it holds is measured on each
  region with the bound of the others; where a family has one region, on each test with the bound of the others.
- A driver without has the multiplier of all families, each counting the same. What that is worth is measured on each
  family with the multiplier of the others, and said apart: it is evidence borrowed from other money.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Flags = npt.NDArray[np.bool_]
Z90 = 1.6448536269514722  # half-width of the middle 90% of a normal distribution, in standard deviations


def expected_size(regional: pd.Series, floor: float, power: float) -> pd.Series:
    """What the regional error lets one expect below the region, up to the multiplier."""
    return (regional.astype(float) + floor) ** power


def scores(tested: pd.DataFrame, size: pd.Series) -> pd.DataFrame:
    """Rows of backtests.TESTED with score = |error| / the expected size (by test)."""
    size = tested["test"].map(size)
    return tested.assign(score=tested["error"].abs() / size)


def multiplier(scored: pd.DataFrame, coverage: float) -> float:
    """The score below which `coverage` of the figures lie, each family weighing the same."""
    weight = 1 / scored.groupby("family")["score"].transform("size")
    ordered = scored.assign(weight=weight / weight.sum()).sort_values("score", kind="stable")
    reached = ordered["weight"].cumsum().searchsorted(coverage - 1e-12)
    return float(ordered["score"].iloc[min(int(reached), len(ordered) - 1)])


def bound(sizes: npt.NDArray[np.float64], coverage: float) -> float:
    """What a further size of the same kind stays below with this chance: the ceil((n + 1) x coverage)-th smallest of n,
    the largest where n is too small for that."""
    place = min(int(np.ceil((len(sizes) + 1) * coverage - 1e-9)), len(sizes))
    return float(np.partition(sizes, place - 1)[place - 1])


def held_without(sizes: npt.NDArray[np.float64], part: npt.NDArray[np.str_], coverage: float) -> Flags:
    """Whether each size is within the bound of all other parts (regions, or tests)."""
    held = np.zeros(len(sizes), dtype=bool)
    for name in np.unique(part):
        own = part == name
        held[own] = sizes[own] <= bound(sizes[~own], coverage)
    return held


def by_family(scored: pd.DataFrame, coverage: float) -> pd.DataFrame:
    """Per family of tests: multiplier (its own bound), inside (share held without the part judged), figures, places and
    left_out: region, or test where all figures lie in one region."""
    rows = []
    for family, own in scored.groupby("family", sort=True):
        part = "region_code" if own["region_code"].nunique() > 1 else "test"
        sizes = own["score"].to_numpy(dtype=np.float64)
        held = held_without(sizes, own[part].to_numpy(dtype=np.str_), coverage)
        rows.append(
            (
                family,
                bound(sizes, coverage),
                held.mean(),
                len(own),
                own["place"].nunique(),
                part.split("_")[0],
            )
        )
    return pd.DataFrame(rows, columns=["family", "multiplier", "inside", "figures", "places", "left_out"])


def held_out_coverage(scored: pd.DataFrame, coverage: float) -> pd.DataFrame:
    """Per family: multiplier of the other families, share of its figures inside the range, figures, places.

    Columns family, multiplier, inside, figures, places; the last row "All families" is their mean.
    """
    rows = []
    for family, own in scored.groupby("family", sort=True):
        found = multiplier(scored[scored["family"] != family], coverage)
        rows.append((family, found, float((own["score"] <= found).mean()), len(own), own["place"].nunique()))
    table = pd.DataFrame(rows, columns=["family", "multiplier", "inside", "figures", "places"])
    mean = (
        "All families",
        multiplier(scored, coverage),
        table["inside"].mean(),
        len(scored),
        scored["place"].nunique(),
    )
    return pd.concat([table, pd.DataFrame([mean], columns=table.columns)], ignore_index=True)


def uncertainty(inside: pd.Series, seed: int, draws: int = 2000) -> tuple[float, float]:
    """The middle 90% of mean coverage when families are drawn again with replacement: (low, high)."""
    values = inside.to_numpy(dtype=float)
    chosen = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    low, high = np.quantile(values[chosen].mean(axis=1), [0.05, 0.95])
    return float(low), float(high)
