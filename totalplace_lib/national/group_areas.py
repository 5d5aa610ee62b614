"""Commissioning groups (2013-14 to 2019-20) on the areas of today: what each was given and which areas it served."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import geography, groups
from totalplace_lib.project import read_config, read_table, remembered


@remembered
def allocations() -> pd.DataFrame:
    """What groups were given: year, place (a group, or the sub-location that groups were merged into), amount_gbp."""
    held = read_table("health_allocations", body_kind="ccg")
    return groups.merged(held[held["amount_gbp"].notna()], mergers())


@remembered
def areas() -> pd.DataFrame:
    """The areas of 2023 that each served: year, place, area_code, weight (the part of the area's people)."""
    special = read_config("geography/group_areas.csv").rename(columns={"body_code": "place"})
    special["weight"] = special["weight"].astype(float)
    held = read_table("area_membership", kind="sub_icb", vintage=geography.VINTAGES[-1])
    return groups.served(allocations(), special, held, mergers())


def mergers() -> dict[str, str]:
    """config/geography/group_mergers.csv: group -> sub-location."""
    table = read_config("geography/group_mergers.csv")
    return dict(zip(table["body_code"], table["successor_code"], strict=True))
