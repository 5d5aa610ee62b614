"""Commissioning groups that were merged later: their money added up, and the areas that each year's groups served."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.errors import ConfigError

AREAS = ["year", "place", "area_code", "weight"]
SLIVER = (
    0.1  # the part of an area that may lie in a sub-location without money and go to the area's other groups
)


def merged(amounts: pd.DataFrame, mergers: Mapping[str, str]) -> pd.DataFrame:
    """Money by year and place, merged groups under their successor: year, place, amount_gbp.

    amounts  year, body_code, amount_gbp
    """
    place = amounts["body_code"].map(lambda code: mergers.get(code, code)).rename("place")
    return amounts.groupby([amounts["year"], place])["amount_gbp"].sum().reset_index()


def served(
    amounts: pd.DataFrame, special: pd.DataFrame, held: pd.DataFrame, mergers: Mapping[str, str]
) -> pd.DataFrame:
    """The areas of every place in every year: AREAS; each area's weights add to one.

    amounts  year, place (merged);  special  place, area_code, weight: areas of groups that differ from sub-locations
    held     body_code, area_code, share: areas of sub-locations. A sub-location has what the year's special groups
    leave of its areas. Raises ConfigError where money has no area, or more than a sliver of an area no money.
    """
    later = held.assign(place=held["body_code"].map(lambda code: mergers.get(code, code)))
    parts = [
        _of_year(str(year), set(rows["place"]), special, later) for year, rows in amounts.groupby("year")
    ]
    return pd.concat(parts, ignore_index=True)[AREAS]


def _of_year(year: str, places: set[str], special: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    own = special[special["place"].isin(places)]
    taken = own.groupby("area_code")["weight"].sum()
    left = 1 - later["area_code"].map(taken).fillna(0.0)
    rest = later.assign(weight=later["share"] * left)
    rest = rest[(rest["weight"] > 1e-9) & ~rest["place"].isin(own["place"])]
    both = (
        pd.concat([own, rest], ignore_index=True)
        .groupby(["place", "area_code"])["weight"]
        .sum()
        .reset_index()
    )
    paid = both[both["place"].isin(places)]
    covered = paid.groupby("area_code")["weight"].sum().reindex(both["area_code"].unique(), fill_value=0.0)
    lost = sorted(places - set(paid["place"])) + sorted(covered.index[covered < 1 - SLIVER])
    if lost:
        raise ConfigError(
            f"config/geography/group_areas.csv and group_mergers.csv: in {year} {lost[0]} has "
            f"{'money, but no area' if lost[0] in places else 'no group with money'} ({len(lost)} such in all)."
        )
    return paid.assign(year=year, weight=paid["weight"] / paid["area_code"].map(covered))
