"""Is a published figure plausible? Per head against the region, share of England, unit cost against total / volume."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.errors import ConfigError

CHECK = ["place_name", "item", "check", "published", "expected", "ratio", "is_plausible"]
PER_HEAD = "per head against the region"
UNIT_COST = "unit cost against total over volume"
SHARE = "share of England against share of people"


def check_totals(
    totals: pd.DataFrame, england_gbp: float, england_people: float, limits: pd.DataFrame
) -> pd.DataFrame:
    """Published totals per head against the region's, and as a share of England against the share of people.

    totals  place_name, item, published_gbp, population, region_per_head_gbp
    limits  config/evidence/plausibility.csv: check, low, high
    Returns CHECK columns, two rows per total; GBP a head, or parts of one.
    """
    per_head = totals.assign(
        check=PER_HEAD,
        published=totals["published_gbp"] / totals["population"],
        expected=totals["region_per_head_gbp"],
    )
    share = totals.assign(
        check=SHARE,
        published=totals["published_gbp"] / england_gbp,
        expected=totals["population"] / england_people,
    )
    return _judged(pd.concat([per_head, share], ignore_index=True), limits)


def check_unit_costs(printed: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """A printed cost for each person against the printed total divided by the number of people.

    printed  place_name, item, total_gbp, volume, unit_gbp. Returns CHECK columns, GBP for each.
    """
    found = printed.assign(
        check=UNIT_COST, published=printed["unit_gbp"], expected=printed["total_gbp"] / printed["volume"]
    )
    return _judged(found, limits)


def _judged(found: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    missing = set(found["check"]) - set(limits["check"])
    if missing:
        raise ConfigError(f"config/evidence/plausibility.csv: no row for '{sorted(missing)[0]}'.")
    ratio = found["published"] / found["expected"]
    low = found["check"].map(limits.set_index("check")["low"]).astype(float)
    high = found["check"].map(limits.set_index("check")["high"]).astype(float)
    return found.assign(ratio=ratio, is_plausible=(ratio >= low) & (ratio <= high))[CHECK].reset_index(
        drop=True
    )
