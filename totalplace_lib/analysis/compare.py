"""Places side by side: spending per head, and how much of a difference is set nationally and how much locally.

Nationally set: entitlements (pensions, benefits, tax credits) and national bodies with a local office. Locally set:
councils and other local bodies. A place does not choose its entitlements; it chooses, within rules, the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from totalplace_lib.count.money import to_pence
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.model import Control

NATIONAL, LOCAL = "Set nationally", "Set locally"
SET_BY = {
    str(Control.NATIONAL_ENTITLEMENT): NATIONAL,
    str(Control.NATIONAL_LOCAL_OFFICE): NATIONAL,
    str(Control.OTHER_LOCAL_BODY): LOCAL,
    str(Control.COUNCIL_RING_FENCED): LOCAL,
    str(Control.COUNCIL_DISCRETIONARY): LOCAL,
}
DIFFERENCE = ["control", "set_by", "place_gbp", "other_gbp", "difference_gbp"]
# One degree of latitude, and the latitude at which England is drawn without stretching.
_KM, _MIDDLE = 111.2, math.radians(53.0)


@dataclass(frozen=True)
class Counted:
    """What a comparison needs of a count: name, lines with amount_gbp, residents; factor brings it to other prices."""

    name: str
    lines: pd.DataFrame
    population: float
    factor: float = 1.0

    def per_head(self, column: str) -> pd.Series:
        """GBP for each resident by a column of the lines."""
        return self.lines.groupby(column, observed=True)["amount_gbp"].sum() * self.factor / self.population

    @property
    def total_per_head(self) -> float:
        """GBP for each resident in all."""
        return float(self.lines["amount_gbp"].sum()) * self.factor / self.population


def side_by_side(places: Mapping[str, Counted], column: str) -> pd.DataFrame:
    """Per head by a column of the lines, one column for each key of `places`; largest in the first place first.

    A place without any line of a group has a true nil there: everything that is counted is counted for all places.
    """
    if not places:
        raise UsageError("No place to compare. Name at least one.")
    table = pd.DataFrame({key: place.per_head(column) for key, place in places.items()}).fillna(0.0)
    first = next(iter(places))
    return table.sort_values(first, ascending=False, kind="stable").rename_axis(column).reset_index()


def difference(place: Counted, other: Counted) -> pd.DataFrame:
    """The difference per head between two places by rung of local control: DIFFERENCE columns, exactly additive.

    place_gbp and other_gbp are GBP per head. Raises ImbalanceError when the parts are not the whole, to the penny of
    either total; worked in whole pence and residents, so that no rounding can hide a gap.
    """
    ours, theirs = _exact(place), _exact(other)
    rungs = [rung for rung in SET_BY if rung in ours or rung in theirs]
    unknown = set(ours) | set(theirs)
    if unknown - set(rungs):
        raise UsageError(
            f"No side is given for {', '.join(sorted(unknown - set(rungs)))}: national or local?"
        )
    rows = [
        (rung, SET_BY[rung], ours.get(rung, Fraction(0)), theirs.get(rung, Fraction(0))) for rung in rungs
    ]
    parts = sum((mine - its for _, _, mine, its in rows), Fraction(0))
    if parts != _whole(place) - _whole(other):
        raise ImbalanceError(
            f"{place.name} against {other.name}: the parts of the difference do not add up to it."
        )
    table = [(rung, side, float(mine), float(its), float(mine - its)) for rung, side, mine, its in rows]
    return pd.DataFrame(table, columns=DIFFERENCE)


def by_side(differences: pd.DataFrame) -> pd.DataFrame:
    """The difference as two parts: set_by, place_gbp, other_gbp, difference_gbp; national first."""
    sums = differences.groupby("set_by")[["place_gbp", "other_gbp", "difference_gbp"]].sum()
    return sums.reindex([NATIONAL, LOCAL]).fillna(0.0).rename_axis("set_by").reset_index()


def _exact(place: Counted) -> dict[str, Fraction]:
    """Per head by rung as an exact fraction."""
    pence = place.lines.assign(pence=to_pence(place.lines["amount_gbp"])).groupby("control", observed=True)[
        "pence"
    ]
    return {str(rung): int(amount) * _for_each(place) for rung, amount in pence.sum().items()}


def _whole(place: Counted) -> Fraction:
    return int(to_pence(place.lines["amount_gbp"]).sum()) * _for_each(place)


def _for_each(place: Counted) -> Fraction:
    """What one penny of the place is in pounds per head."""
    return Fraction(place.factor) / Fraction(place.population) / 100


def positions(points: pd.DataFrame, members: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Where groups of areas lie: group_code, easting_km, northing_km, population, from the centres of their areas.

    points  area_code, longitude, latitude;  members: group_code, area_code;  people: residents by area_code
    Weighted by residents. UsageError names an area without a centre.
    """
    joined = members.merge(points[["area_code", "longitude", "latitude"]], on="area_code", how="left")
    lost = joined.loc[joined["longitude"].isna(), "area_code"].tolist()
    if lost:
        raise UsageError(f"No centre is held for {', '.join(lost)}.")
    joined["population"] = joined["area_code"].map(people).astype(float)
    joined["easting_km"] = joined["longitude"] * _KM * math.cos(_MIDDLE) * joined["population"]
    joined["northing_km"] = joined["latitude"] * _KM * joined["population"]
    sums = joined.groupby("group_code")[["easting_km", "northing_km", "population"]].sum()
    sums[["easting_km", "northing_km"]] = sums[["easting_km", "northing_km"]].div(sums["population"], axis=0)
    return sums.reset_index()
