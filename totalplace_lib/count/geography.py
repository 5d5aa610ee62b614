"""Which areas each body serves: the sparse table of catchments and areas.

Everything is built from lower-tier and unitary areas of one boundary vintage. A council serves its own area, a county
council its districts, an authority abolished in 2009 the areas of its successors, a police force or fire authority the
county whose number its code carries; all others are in config/geography/catchments.csv.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.model import VINTAGES as VINTAGES
from totalplace_lib.model import Year

ENGLAND = "E92000001"
CATCHMENT = ["catchment_code", "area_code", "weight"]
Coded = tuple[
    list[tuple[str, str]], ...
]  # (code, area) by the codes of authorities, then by those of regions
COUNTY_NUMBERED = (
    "E60",
    "E61",
    "E63",
    "E70",
)  # police, fire, transport, police commissioners: then the county's number

# From mid-2014 on the people of areas are published on the areas of 2023 only.
PEOPLE_ON_2023 = 2014


def vintage_for(year: Year) -> int:
    """The vintage of areas on which a year's money is counted: the one on which its people are published.

    Before 2013 nothing but names changed since April 2009; money of 2007-08 and 2008-09 is brought onto the areas of
    April 2009, and money of 2014-15 to 2022-23 onto those of April 2023: older areas fit whole into them.
    """
    return VINTAGES[-1] if year.start >= PEOPLE_ON_2023 else in_force(year)


def in_force(year: Year) -> int:
    """The boundary vintage by which a year's councils are organised: the newest one not after its first day."""
    return max([vintage for vintage in VINTAGES if vintage <= max(year.start, VINTAGES[0])])


def region_catchments(areas: pd.DataFrame) -> pd.DataFrame:
    """Regions and England as catchments of the areas of one vintage (columns area_code, region_code)."""
    regions = areas[["region_code", "area_code"]].rename(columns={"region_code": "catchment_code"})
    england = areas[["area_code"]].assign(catchment_code=ENGLAND)
    return pd.concat([regions, england]).assign(weight=1.0)[CATCHMENT].reset_index(drop=True)


def authority_catchments(
    authorities: Iterable[str], areas: pd.DataFrame, changes: pd.DataFrame, special: pd.DataFrame, year: Year
) -> pd.DataFrame:
    """Catchments of councils and other local authorities by their E-code.

    areas    one vintage: area_code, authority_code, area_type
    changes  old_code, new_code: what became of authorities abolished in April 2009
    special  config/geography/catchments.csv
    Returns catchment_code, area_code, weight. ConfigError lists every authority that no rule places.
    """
    rules = special[_in_force(special, year)]
    areas = areas.astype(object)  # hundreds of patterns are held against its texts
    by_code = dict(zip(areas["authority_code"], areas["area_code"], strict=True))
    every, districts = _coded(areas), _coded(areas[areas["area_type"] == "district"])
    current = set(areas["area_code"])
    successors: dict[str, list[str]] = {}
    for old, new in zip(changes["old_code"], changes["new_code"], strict=True):
        if new in current:
            successors.setdefault(old, []).append(new)
    named = dict(zip(rules["body_code"], rules["members"], strict=True))
    rows, unplaced = [], []
    for code in dict.fromkeys(authorities):
        found = _areas_of(code, by_code, successors, named, every, districts)
        if not found:
            unplaced.append(code)
        rows += [(code, area, 1.0) for area in found]
    if unplaced:
        raise ConfigError(
            f"No catchment is known for {', '.join(unplaced)} in {year}. "
            "Add a row to config/geography/catchments.csv (or to config/geography/changes.csv for a former council)."
        )
    return pd.DataFrame(rows, columns=CATCHMENT)


def carried(catchments: pd.DataFrame, onward: pd.Series, people: pd.Series) -> pd.DataFrame:
    """Catchments of older areas on the newer ones that hold them whole.

    onward  new code by old code;  people  by old code, of the last year in which they were published
    The weight of a new area is the part of its people that lives in the older areas of the catchment.
    """
    new = onward.reindex(catchments["area_code"]).to_numpy()
    if pd.isna(new).any():
        lost = catchments["area_code"][pd.isna(new)].iloc[0]
        raise ConfigError(f"No row of config/geography/changes.csv says what became of {lost}.")
    whole = people.groupby(onward.reindex(people.index)).sum()
    inside = catchments["weight"].to_numpy() * people.reindex(catchments["area_code"]).to_numpy()
    pieces = pd.DataFrame(
        {"catchment_code": catchments["catchment_code"].to_numpy(), "area_code": new, "weight": inside}
    )
    together = pieces.groupby(["catchment_code", "area_code"], sort=False)["weight"].sum().reset_index()
    together["weight"] = (together["weight"] / together["area_code"].map(whole)).round(12)
    return together[CATCHMENT]


def _areas_of(
    code: str,
    by_code: dict[str, str],
    successors: dict[str, list[str]],
    named: dict[str, str],
    areas: Coded,
    districts: Coded,
) -> list[str]:
    if code in by_code:
        return [by_code[code]]
    if code in named:
        return _chosen(named[code], areas)
    if code in successors:
        return sorted(set(successors[code]))
    if code.startswith(COUNTY_NUMBERED):
        return _chosen(f"E{code[3:5]}*", areas)
    return _chosen(f"{code[:3]}*", districts)


def _in_force(special: pd.DataFrame, year: Year) -> pd.Series:
    begins = special["from"].fillna("0000-00") <= str(year)
    ends = special["to"].fillna("9999-00") >= str(year)
    return begins & ends


def members(patterns: str, areas: pd.DataFrame) -> list[str]:
    """Area codes whose authority's E-code (or whose region) fits any of the patterns; -pattern takes out."""
    return _chosen(patterns, _coded(areas))


def _coded(areas: pd.DataFrame) -> Coded:
    """(code, area) of authorities and of regions, as lists: cheap to walk for one body after another."""
    codes = areas["area_code"].tolist()
    return tuple(
        list(zip(areas[column].tolist(), codes, strict=True)) for column in ("authority_code", "region_code")
    )


def _chosen(patterns: str, coded: Coded) -> list[str]:
    wanted: set[str] = set()
    for pattern in patterns.split():
        found = _fitting(pattern.removeprefix("-"), coded[pattern.startswith("E12000")])
        wanted = wanted - found if pattern.startswith("-") else wanted | found
    return sorted(wanted)


def _fitting(pattern: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Areas of (code, area) whose code fits; a pattern that ends in its only star is a beginning, quick to compare."""
    if "*" in pattern[:-1] or "[" in pattern or "?" in pattern:
        return {area for code, area in pairs if fnmatch.fnmatchcase(str(code), pattern)}
    if pattern.endswith("*"):
        return {area for code, area in pairs if str(code).startswith(pattern[:-1])}
    return {area for code, area in pairs if code == pattern}
