"""Checks that catch a printed figure which cannot be right."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence.plausibility import PER_HEAD, SHARE, UNIT_COST, check_totals, check_unit_costs

LIMITS = pd.DataFrame(
    [(PER_HEAD, 0.75, 1.33), (SHARE, 0.75, 1.33), (UNIT_COST, 0.9, 1.1)], columns=["check", "low", "high"]
)


def printed(unit: float) -> pd.DataFrame:
    return pd.DataFrame(
        [("Luton", "offenders", 112e6, 250.0, unit)],
        columns=["place_name", "item", "total_gbp", "volume", "unit_gbp"],
    )


def test_luton_is_caught() -> None:
    row = check_unit_costs(printed(44_000), LIMITS).iloc[0]
    assert row["expected"] == 448_000 and not row["is_plausible"]
    assert check_unit_costs(printed(448_000), LIMITS)["is_plausible"].all()


def test_a_total_far_above_its_region_is_caught() -> None:
    totals = pd.DataFrame(
        [("Cumbria", "total", 7.1e9, 500_000.0, 8_000.0)],
        columns=["place_name", "item", "published_gbp", "population", "region_per_head_gbp"],
    )
    found = check_totals(totals, england_gbp=400e9, england_people=50e6, limits=LIMITS).set_index("check")
    assert found.loc[PER_HEAD, "ratio"] == pytest.approx(1.775) and not found["is_plausible"].any()


def test_a_check_without_limits_is_an_error() -> None:
    with pytest.raises(ConfigError, match="plausibility"):
        check_unit_costs(printed(1), LIMITS[LIMITS["check"] != UNIT_COST])
