"""Compared with whom: the places like a place, what they are alike in, and its services beside theirs and beside what
the pattern of all England gives for such a place (neighbours.py, expected.py).

import totalplace_lib as tp
tp.peers("blackpool", "2022-23").near
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.expected import actual, expected, formula_shares, spent
from totalplace_lib.analysis.neighbours import (
    FEW,
    KINDS,
    LISTED,
    alike,
    drivers,
    kind_of,
    members_of,
    usual_distance,
    variables,
)
from totalplace_lib.analysis.peer_tests import held, predicted
from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_table

FIRST = "2022-23"
"""The year that is meant where none is said: the last in which the health service is placed by actual allocations and
every council's return is held."""


@dataclass(frozen=True)
class Peers:
    """A place and the places that it is compared with.

    kind      the kind of place that it is compared with (neighbours.KINDS);  is_own: the list is the place's own
    others    the places, nearest first
    near      slug, name, population, distance (standard deviations), is_listed: the department lists it for children
    alike     variable, name, group, weight, shown, place, peers (middle of theirs), england
    listed    the department's neighbours for children's services: position, name, closeness, is_ours
    formulas  expected.formula_shares()
    services  expected.expected() with peers_gbp (mean of the places like it), region_gbp (its region without it) and
              formula_gbp; GBP for each resident
    usual     how far the nearest place is from half of all places of the kind
    """

    place: Place
    year: Year
    kind: str
    is_own: bool
    others: tuple[Place, ...]
    near: pd.DataFrame
    alike: pd.DataFrame
    listed: pd.DataFrame
    formulas: pd.DataFrame
    services: pd.DataFrame
    usual: float


@asked
def peers(
    place: str | Place,
    year: str | Year = FIRST,
    others: Sequence[str] = (),
    number: int = LISTED,
    across: bool = False,
) -> Peers:
    """The places like a place, and its services beside theirs.

    others  the place's own list instead;  number: how many are listed;  across: over the border of London too

    >>> peers("york", "2022-23", number=1).near["name"].tolist()
    ['Bath and North East Somerset']

    Raises UsageError for an unknown place or year, or where there is no place of its kind.
    """
    check_peers(year, place)
    when = Year.parse(year)
    where = find_place(place, when)
    found, table = alike(where, when, number, others, across)
    listed, formulas = listed_for_children(where, when), formula_shares(where, when)
    return Peers(
        where, when, KINDS[kind_of(where)], bool(others), tuple(found),
        _near(found, table, listed),
        _alike(where, found, when),
        listed.assign(is_ours=listed["name"].isin([each.name for each in found])),
        formulas,
        _services(where, found, when, formulas),
        usual_distance(kind_of(where), when),
    )  # fmt: skip


def check_peers(year: str | Year, place: str | Place) -> None:
    """UsageError for a year or a place that cannot be compared so: England, or a place of few residents."""
    where = find_place(place, check_year(year))
    people = float(key_series.people(Year.parse(year)).reindex(list(where.areas)).sum())
    if where.kind == "country":
        raise UsageError("England is the whole: there is nothing of its kind to stand beside.")
    if people < FEW:
        raise UsageError(
            f"{where.name} has {people:,.0f} residents. Much of what is spent there is for others, so that figures for "
            "each resident are not set beside those of other places."
        )
    alike(where, check_year(year), 1)


def _near(found: Sequence[Place], table: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    names = [each.name for each in found]
    near = table[["population", "distance"]].rename_axis("slug").reset_index()
    return near.assign(name=names, is_listed=pd.Series(names).isin(listed["name"]))


def _alike(place: Place, found: Sequence[Place], year: Year) -> pd.DataFrame:
    """What the place and its neighbours are alike in, with all of England; logarithms are turned back."""
    everywhere = Place(
        "england", "England", tuple(gazetteer(place.vintage).areas["area_code"]), place.vintage
    )
    table = variables(members_of([place, *found, everywhere]), year)
    own, rest, all_of_it = (
        table.loc[place.slug],
        table.loc[[each.slug for each in found]],
        table.loc["england"],
    )
    how = drivers()
    columns = {"place": own, "peers": rest.median(), "england": all_of_it}
    values = pd.DataFrame({name: series.reindex(how.index) for name, series in columns.items()})
    is_log = how["scale"] == "log"
    values[is_log] = np.exp(values[is_log])
    return how.join(values)[["name", "group", "weight", "shown", *values]].reset_index()


def listed_for_children(place: Place, year: Year) -> pd.DataFrame:
    """The Department for Education's neighbours of a council for children's services (2025): position, name, closeness.

    Empty for a place that is not one upper-tier council of today.
    """
    now = gazetteer(geography.VINTAGES[-1]).areas
    named = now.drop_duplicates("county_authority_code").set_index("county_authority_code")["county_name"]
    held = gazetteer(geography.vintage_for(year)).areas
    own = held[held["area_code"].isin(place.areas)]
    whole = held[held["county_code"].isin(own["county_code"])]
    is_one = own["county_code"].nunique() == 1 and len(own) == len(whole)
    code = str(own["county_authority_code"].iloc[0]) if is_one else ""
    rows = read_table("statistical_neighbours", authority_code=code).sort_values("place")
    found = rows.assign(position=rows["place"], name=rows["neighbour_code"].map(named))
    return found[["position", "name", "closeness"]].reset_index(drop=True)


def _services(place: Place, found: Sequence[Place], year: Year, formulas: pd.DataFrame) -> pd.DataFrame:
    """Services of the place beside those of places like it, of its region, and what a formula gave."""
    table = expected(place, year)
    kinds = list(zip(table["service"], table["published"], strict=True))
    beside = [[actual(each, year, service, published) for each in found] for service, published in kinds]
    return table.assign(
        peers_gbp=[float(pd.Series(each).mean()) for each in beside],  # without those that made no return
        region_gbp=table["service"].map(_of_region(place, year)),
        formula_gbp=table["formula"].map(formulas.set_index("formula")["per_head_gbp"]).astype("float64"),
    )


def _of_region(place: Place, year: Year) -> pd.Series:
    """Each service for each resident of the region that most of the place's areas lie in, without the place."""
    areas = gazetteer(place.vintage).areas
    region = areas.loc[areas["area_code"].isin(place.areas), "region_code"].mode().iloc[0]
    rest = areas.loc[(areas["region_code"] == region) & ~areas["area_code"].isin(place.areas), "area_code"]
    people = float(key_series.people(year).reindex(rest).sum())
    own = spent(year)
    sums = own[own["area_code"].isin(rest)].groupby("service")["amount_gbp"].sum()
    return sums / people if people else sums * float("nan")


def prepare(year: str) -> None:
    """Make now what the reports of a year share, so that a batch makes it once (config/reports.csv)."""
    when = check_year(year)
    predicted(when)
    held(when)
