"""Places side by side: spending per head, and how much of a difference is set nationally and how much locally.

Nationally set: entitlements (pensions, benefits, tax credits) and national bodies with a local office. Locally set:
councils and other local bodies. A place does not choose its entitlements; it chooses, within rules, the rest.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from totalplace_lib.analysis.neighbours import FEW, UPPER, alike
from totalplace_lib.analysis.peers import check_peers
from totalplace_lib.analysis.prices import factor
from totalplace_lib.analysis.whole_area_count import comparators, is_returned, population, whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.count.names import slugify
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.evidence.carried import Figure, figure_of, figures
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Control, Place, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import sharing
from totalplace_lib.national.places import gazetteer, places_with_reports
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_table, remembered

PILOTS, MOST = "pilots", 6
ASKED = "The other places are those that were asked for."
LIKE = "The other places are those most like it in what drives spending and cannot be chosen (report: Places like it)."
NAMED = "The other places are the pilots of 2009 and Cumbria, as asked for."
NONE_LIKE = "No place is held to be like it: the other places are the pilots of 2009 and Cumbria."


@dataclass(frozen=True)
class Comparison:
    """A place and what it is compared with, all in the same year and prices.

    wider   its region and England, without the place itself;  others: the other places asked for
    area_names  names of the place's own upper-tier areas, to find them on the map
    known   how well each total is known (cash), which decides what may be told of it
    count   the place's own count, with returns where they were asked for;  why: how the others were chosen
    """

    place: Counted
    wider: tuple[Counted, ...]
    others: tuple[Counted, ...]
    year: str
    prices: str
    upper_tier: pd.DataFrame
    area_names: tuple[str, ...]
    known: Known
    count: Count
    why: str

    @property
    def england(self) -> Counted:
        """England, or the place itself when the place is England."""
        return self.wider[-1] if self.wider else self.place

    @property
    def totals(self) -> pd.DataFrame:
        """The place and the others with their range, most first: TOTALS, GBP per head in the prices asked for."""
        rows, figures = [], (self.known.own, *self.known.others)
        for each, figure in zip((self.place, *self.others), figures, strict=True):
            sides = by_side(difference(each, each)).set_index("set_by")["place_gbp"]
            ends = (end * each.factor for end in figure.per_head[1:])
            rows.append(
                (each.name, each.total_per_head, *ends, sides[NATIONAL], sides[LOCAL], each.population)
            )
        table = pd.DataFrame(rows, columns=TOTALS)
        return table.sort_values("per_head_gbp", ascending=False, ignore_index=True)


@dataclass(frozen=True)
class Known:
    """Totals with range and measured share (evidence.carried), in cash.

    own, wider, others   as in Comparison;  ends: the lowest and the highest upper-tier area with many residents
    functions, controls  the place's own money by function and by rung of local control
    """

    own: Figure
    wider: tuple[Figure, ...]
    others: tuple[Figure, ...]
    ends: tuple[Figure, Figure]
    functions: tuple[Figure, ...]
    controls: tuple[Figure, ...]


@asked
def compare(
    place: str, year: str = "2008-09", others: Sequence[str] = (), prices: str = "cash", returns: str = "none"
) -> Comparison:
    """A place beside its region, England and others (by default the places most like it), per head.

    compare("kent", "2008-09").upper_tier

    others  places, or ["pilots"] for the thirteen pilots and Cumbria
    prices  "cash" or a financial year;  returns: as of whole_area_count, for the place and the others; the map of all
    areas and the totals of region and England do not know them. Raises UsageError for an unknown place, year or prices.
    """
    when = check_year(year)
    scale = factor(str(when), prices)
    home = find_place(place, when)
    own = whole_area_count(home, str(when), returns=returns)
    wider = [each for each in comparators(home, str(when)) if set(each.place.areas) > set(home.areas)]
    beside, why = _beside(home, others, when)
    return Comparison(
        counted(own, scale),
        tuple(counted(each, scale) for each in wider),
        tuple(_from_areas(each, when, scale, returns) for each in beside),
        str(when),
        prices,
        upper_tier(str(when)).assign(per_head_gbp=lambda frame: frame["per_head_gbp"] * scale),
        tuple(_upper_names(home, when)),
        _known(own, wider, beside, returns),
        own,
        why,
    )


def _beside(home: Place, others: Sequence[str], year: Year) -> tuple[list[Place], str]:
    """The places asked for or, where none is, those most like it, and why these; the pilots where none is like it."""
    if others and list(others) != [PILOTS]:
        found = [find_place(other, year) for other in others]
        return [each for each in found if each.areas != home.areas], ASKED
    if not others:
        with contextlib.suppress(UsageError):
            check_peers(year, home)
            return alike(home, year, MOST)[0], LIKE
    found = [find_place(slug, year) for slug in places_with_reports()]
    return [each for each in found if not set(each.areas) & set(home.areas)], NAMED if others else NONE_LIKE


def _known(own: Count, wider: Sequence[Count], beside: Sequence[Place], returns: str) -> Known:
    """How well the totals are known."""
    year, lines = str(own.year), errors_of(own)
    return Known(
        figure_of(own),
        tuple(figure_of(each) for each in wider),
        tuple(
            figure_of(whole_area_count(each, year, returns=returns))
            if is_returned(each, year, returns)
            else known_total(each, year)
            for each in beside
        ),
        ends(year),
        tuple(figures(lines, "function", own.population)),
        tuple(figures(lines, "control", own.population)),
    )


@remembered
def known_total(place: Place, year: str) -> Figure:
    """The total of a place with its range; a batch compares many places with the same ones."""
    return figure_of(whole_area_count(place, year))


@remembered
def ends(year: str) -> tuple[Figure, Figure]:
    """The upper-tier areas with the least and the most per head, without those of few residents."""
    every = upper_tier(year)
    table = every[every["population"] >= FEW].sort_values("per_head_gbp", kind="stable")
    areas = gazetteer(geography.vintage_for(Year.parse(year))).areas
    vintage = geography.vintage_for(Year.parse(year))
    found = []
    for row in table.iloc[[0, -1]].itertuples():
        own = areas.loc[areas["county_code"] == row.group_code, "area_code"]
        found.append(
            known_total(Place(slugify(str(row.name)), str(row.name), tuple(own), vintage, UPPER), year)
        )
    return found[0], found[1]


def prepare(year: str) -> None:
    """Make now what all comparisons of a year share, so that a batch makes it once (config/reports.csv)."""
    when = check_year(year)
    ends(str(when))


def counted(count: Count, scale: float = 1.0) -> Counted:
    """What a comparison needs of a count."""
    return Counted(count.place.name, count.lines, count.population, scale)


@remembered
def every_area(year: str) -> pd.DataFrame:
    """Every area of England by control and function (cash): area_code, control, function, amount_gbp."""
    return money_by_area(sharing(Year.parse(year)), ["control", "function"])


def _from_areas(place: Place, year: Year, scale: float, returns: str) -> Counted:
    """A place from the areas it is made of: the same money as its own count, without making it, unless a return of it
    stands in place of an estimate."""
    if is_returned(place, str(year), returns):
        return counted(whole_area_count(place, year, returns=returns), scale)
    areas = every_area(str(year))
    return Counted(place.name, areas[areas["area_code"].isin(place.areas)], population(place, year), scale)


@remembered
def upper_tier(year: str) -> pd.DataFrame:
    """Every upper-tier area of England: name, region_name, per_head_gbp (cash), population, easting_km, northing_km."""
    when = Year.parse(year)
    areas = gazetteer(geography.vintage_for(when)).areas
    people = key_series.people(when).reindex(areas["area_code"]).astype("float64")
    members = areas.rename(columns={"county_code": "group_code"})
    placed = positions(read_table("area_points"), members[["group_code", "area_code"]], people)
    sums = every_area(year).merge(members[["area_code", "group_code"]], on="area_code")
    placed["amount_gbp"] = placed["group_code"].map(sums.groupby("group_code")["amount_gbp"].sum())
    names = members.drop_duplicates("group_code").rename(columns={"county_name": "name"})
    placed = placed.merge(names[["group_code", "name", "region_name"]], on="group_code")
    return placed.assign(per_head_gbp=placed["amount_gbp"] / placed["population"])


def _upper_names(place: Place, year: Year) -> list[str]:
    areas = gazetteer(geography.vintage_for(year)).areas
    return sorted(areas.loc[areas["area_code"].isin(place.areas), "county_name"].unique())


NATIONAL, LOCAL = "Set nationally", "Set locally"
SET_BY = {
    str(Control.NATIONAL_ENTITLEMENT): NATIONAL,
    str(Control.NATIONAL_LOCAL_OFFICE): NATIONAL,
    str(Control.OTHER_LOCAL_BODY): LOCAL,
    str(Control.COUNCIL_RING_FENCED): LOCAL,
    str(Control.COUNCIL_DISCRETIONARY): LOCAL,
}
TOTALS = ["name", "per_head_gbp", "low_gbp", "high_gbp", "national_gbp", "local_gbp", "population"]
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
