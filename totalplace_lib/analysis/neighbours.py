"""Places like it: nearest in what drives spending and cannot be chosen by who spends (config/peers/drivers.csv).

Distance is Euclidean on standardised variables (mean and standard deviation of the candidates), each with its weight,
as in the nearest neighbour models of CIPFA and of the Department for Education. Mayoral areas stand beside mayoral
areas, districts beside districts, all else beside upper-tier areas; nothing across the border of London unless asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.count.names import slugify
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import keys
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, remembered

COMBINED, DISTRICT, REGION, UPPER = "combined authority", "district", "region", "upper tier"
KINDS = {
    COMBINED: "combined authorities",
    DISTRICT: "districts",
    REGION: "regions",
    UPPER: "upper-tier areas",
}
MANY = 4  # a group of more upper-tier areas than this is as large as a mayoral area
FEW = 20_000  # the City of London and the Isles of Scilly: much money there is not for their residents
LISTED = 10  # as many as the Department for Education lists


def drivers() -> pd.DataFrame:
    """config/peers/drivers.csv by variable; weight: parts of one."""
    table = read_config("peers/drivers.csv").fillna("").set_index("variable")
    return table.assign(weight=table["weight"].astype(float) / 100)


def variables(members: pd.DataFrame, year: Year) -> pd.DataFrame:
    """The variables of drivers() for groups of areas, and their people: one row for each group.

    members  group, area_code, and weight where a group holds a part of an area only
    """
    how = drivers()
    wanted = sorted({"population", *how["top"], *how["bottom"]} - {""})
    part = members.get("weight", 1.0)
    own = members[["area_code"]].join(_series(year, tuple(wanted)), on="area_code").drop(columns="area_code")
    sums = own.mul(part, axis=0).groupby(members["group"]).sum()
    found = {
        str(name): _ratio(sums[row["top"]], str(row["bottom"]), str(row["scale"]), sums)
        for name, row in how.iterrows()
    }
    return pd.DataFrame({**found, "population": sums["population"]})


def _ratio(top: pd.Series, bottom: str, scale: str, sums: pd.DataFrame) -> pd.Series:
    value = top / sums[bottom] if bottom else top
    return pd.Series(np.log(value.where(value > 0)), value.index) if scale == "log" else value


@remembered
def _series(year: Year, names: tuple[str, ...]) -> pd.DataFrame:
    """Keys by area, a column for each."""
    wide = keys(year, names).pivot(index="area_code", columns="key", values="value")
    return wide.astype("float64")


def nearest(
    candidates: pd.DataFrame, target: pd.Series, number: int = LISTED, weights: pd.Series | None = None
) -> pd.DataFrame:
    """The candidates nearest to the target: their variables and distance, nearest first; ties by index.

    candidates  one row per area, numeric variables; the place itself must not be among them
    target      the same variables of the place
    weights     of each variable, adding to one (default: all alike); distance is in standard deviations
    UsageError when a variable is missing or there is no candidate.
    """
    if candidates.empty or candidates.isna().to_numpy().any() or target.isna().any():
        raise UsageError("Neighbours: there is no place to compare with, or a variable of one is not known.")
    alike = pd.Series(1 / len(candidates.columns), candidates.columns)
    spread = candidates.std(ddof=0).replace(0.0, 1.0)
    gaps = (candidates - target[candidates.columns]) / spread
    square = (gaps**2 * (alike if weights is None else weights[candidates.columns])).sum(axis=1)
    found = candidates.assign(distance=np.sqrt(square)).rename_axis("area").reset_index()
    return found.sort_values(["distance", "area"], ignore_index=True).head(number)


def kind_of(place: Place) -> str:
    """With which kind of place it is compared: combined authority, district, region or upper tier."""
    areas = gazetteer(place.vintage).areas
    own = areas[areas["area_code"].isin(place.areas)]
    counties = areas.groupby("county_code")["area_code"].nunique()
    if place.kind in (COMBINED, REGION):
        return place.kind
    if len(own) == 1 and counties[own["county_code"].iloc[0]] > 1:
        return DISTRICT
    return COMBINED if own["county_code"].nunique() > MANY else UPPER


@remembered
def candidates(kind: str, year: Year) -> tuple[Place, ...]:
    """All places of a kind, on the areas of the year."""
    areas = gazetteer(geography.vintage_for(year)).areas
    if kind == COMBINED:
        register = read_config("places.csv")
        return tuple(find_place(slug, year) for slug in register.loc[register["kind"] == COMBINED, "slug"])
    level = {DISTRICT: "area", REGION: "region"}.get(kind, "county")
    shared = areas.groupby("county_code")["area_code"].transform("size") > 1
    rows = areas[shared] if kind == DISTRICT else areas
    vintage, before = geography.vintage_for(year), "region:" if kind == REGION else ""
    return tuple(
        Place(before + slugify(str(name)), str(name), tuple(own["area_code"]), vintage, kind)
        for (_, name), own in rows.groupby([f"{level}_code", f"{level}_name"])
    )


def members_of(places: Sequence[Place]) -> pd.DataFrame:
    """group (the slug), area_code of some places."""
    rows = [(place.slug, code) for place in places for code in place.areas]
    return pd.DataFrame(rows, columns=["group", "area_code"], dtype="str")


def alike(
    place: Place, year: Year, number: int = LISTED, others: Sequence[str] = (), across: bool = False
) -> tuple[list[Place], pd.DataFrame]:
    """The places most like a place, nearest first, and a row of variables for each, with population and distance.

    others  the place's own list instead: those, with their distance;  across: over the border of London too
    None shares ground with the place. UsageError where nothing of its kind is left.
    """
    kind = kind_of(place)
    found = candidates(kind, year)
    own = tuple(find_place(other, year) for other in others)
    if inside := [each.name for each in own if set(each.areas) & set(place.areas)]:
        raise UsageError(f"{', '.join(inside)}: shares ground with {place.name}, and cannot stand beside it.")
    pool = {each.slug: each for each in (*found, *own) if not set(each.areas) & set(place.areas)}
    table = variables(members_of([*pool.values(), replace(place, slug="")]), year)
    target, rest = table.loc[[""]].iloc[0], table.drop(index="")
    if rest.empty:
        raise UsageError(
            f"{place.name} has nothing of its kind to stand beside: none shares no ground with it."
        )
    rest = rest[(rest["population"] >= FEW) | rest.index.isin([each.slug for each in own])]
    chosen = {each.slug for each in own} if own else _allowed(pool, place, year, rest, across)
    if not chosen & set(rest.index):
        raise UsageError(
            f"{place.name} has nothing of its kind to stand beside on its side of the border of London."
        )
    beside = rest.drop(columns="population")
    near = nearest(beside, target.drop("population"), len(beside), drivers()["weight"])
    near = near[near["area"].isin(chosen)].head(len(chosen) if own else number)
    near = near.set_index("area").join(rest["population"])
    return [pool[str(slug)] for slug in near.index], near


def _allowed(pool: dict[str, Place], place: Place, year: Year, table: pd.DataFrame, across: bool) -> set[str]:
    """Candidates on the same side of the border of London."""
    areas = gazetteer(geography.vintage_for(year)).areas
    london = set(areas.loc[areas["region_name"] == "London", "area_code"])
    inside = set(place.areas) <= london
    return {slug for slug in table.index if across or (set(pool[slug].areas) <= london) == inside}


def distances(table: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """How far places are from each other: index and columns as the table's index, a gap on the diagonal and across the
    border of London. table: variables, and is_london."""
    values = table[weights.index]
    scaled = (values - values.mean()) / values.std(ddof=0) * np.sqrt(weights)
    found = cdist(scaled, scaled)
    side = table["is_london"].to_numpy(dtype=bool)
    found[(side[:, None] != side[None, :]) | np.eye(len(table), dtype=bool)] = np.nan
    return pd.DataFrame(found, index=table.index, columns=table.index)


@remembered
def described(kind: str, year: Year) -> pd.DataFrame:
    """All places of a kind with many residents: their variables, population and is_london, by slug."""
    areas = gazetteer(geography.vintage_for(year)).areas
    london = set(areas.loc[areas["region_name"] == "London", "area_code"])
    found = candidates(kind, year)
    inside = pd.Series({each.slug: set(each.areas) <= london for each in found})
    table = variables(members_of(found), year)
    return table.assign(is_london=inside)[table["population"] >= FEW]


def usual_distance(kind: str, year: Year) -> float:
    """How far half of all places of a kind are from the one nearest to them."""
    gaps = distances(described(kind, year), drivers()["weight"])
    return float(gaps.min(axis=1).median())


@asked
def neighbours(place: str | Place, year: str | Year = "2022-23", number: int = LISTED) -> list[Place]:
    """The places most like a place, nearest first; none where there is nothing of its kind.

    >>> [each.name for each in neighbours("blackpool", "2022-23", 2)]
    ['Hartlepool', 'South Tyneside']
    """
    when = check_year(year)
    where = find_place(place, when)
    try:
        return alike(where, when, number)[0]
    except UsageError:
        return []
