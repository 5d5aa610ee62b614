"""Customer journeys: reads the journeys of config/journeys/ and the published unit costs for analysis.journeys."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import pandas as pd

from totalplace_lib.analysis import journeys as analysis
from totalplace_lib.bench.prices import deflator
from totalplace_lib.count import geography
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.project import config_path, read_table, read_toml
from totalplace_lib.workbench import find_place, gazetteer

FOLDER = "journeys"
CARE_YEAR = "2008-09"
_WORDS = ("name", "person", "basis", "redesign")


@dataclass(frozen=True)
class Journey:
    """A journey with its costs.

    words     name, person, basis (of the volumes), redesign;  contacts: analysis.journeys.priced
    base      the year of the prices;  place_name, local: whose own unit costs of adult care were used, if any
    """

    slug: str
    words: dict[str, str]
    contacts: pd.DataFrame
    base: str
    place_name: str
    local: tuple[str, ...]


def journeys() -> dict[str, str]:
    """Slug and name of every journey that can be shown."""
    return {slug: str(_read(slug)["name"]) for slug in _slugs()}


def journey(slug: str, prices: str = "2008-09", place: str = "england") -> Journey:
    """A journey by the name of its file, in the prices of a year, with the place's own unit costs where published.

    Raises UsageError for an unknown journey, place or year, ConfigError (Faults) for a file that contradicts itself.
    """
    if slug not in _slugs():
        near = difflib.get_close_matches(slug, _slugs(), n=1, cutoff=0.4)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"There is no journey '{slug}'.{hint} There are: {', '.join(_slugs())}.")
    base, where = str(Year.parse(prices)), f"config/{FOLDER}/{slug}.toml"
    data, home = _read(slug), find_place(place, CARE_YEAR)
    costs, local = _costs(home)
    contacts = analysis.priced(_contacts(data), costs, deflator(), base, where)
    own = sorted(set(contacts.loc[contacts["unit_cost"].isin(local), "service"]))
    return Journey(slug, {word: str(data[word]) for word in _WORDS}, contacts, base, home.name, tuple(own))


def _slugs() -> list[str]:
    return sorted(path.stem for path in config_path(FOLDER).glob("*.toml"))


def _read(slug: str) -> dict[str, Any]:
    return read_toml(f"{FOLDER}/{slug}.toml")


def _contacts(data: dict[str, Any]) -> pd.DataFrame:
    """The contacts of both versions in order of time."""
    rows = [{"version": one, **row} for one in (analysis.NOW, analysis.REDESIGNED) for row in data[one]]
    frame = pd.DataFrame(rows)[analysis.CONTACT].astype({"volume": float})
    return frame.sort_values(["version", "month"], kind="stable", ignore_index=True)


def _costs(place: Place) -> tuple[pd.DataFrame, set[str]]:
    """Every published unit cost by code; adult care as the place's own councils report it, else as in England."""
    events = read_table("unit_costs")[analysis.COST]
    care = read_table("adult_care_costs")
    own = analysis.rates(care, CARE_YEAR, _councils(place)) if place.kind != "country" else care.iloc[:0]
    local = set(own["code"]) if "code" in own else set()
    england = analysis.rates(care, CARE_YEAR)
    frames = [events, own[analysis.COST]] if local else [events]
    return pd.concat([*frames, england[~england["code"].isin(local)]], ignore_index=True), local


def _councils(place: Place) -> set[str]:
    """E-codes of the upper-tier councils of a place."""
    areas = gazetteer(geography.vintage_for(Year.parse(CARE_YEAR))).areas
    return set(areas.loc[areas["area_code"].isin(place.areas), "county_authority_code"])
