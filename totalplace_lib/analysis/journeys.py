"""A customer journey: what one person's contacts cost each body, now and redesigned, in the prices of one year.

Source of the method: Greater Manchester cost benefit model (fiscal cost by agency; who pays and who gains; cash apart
from capacity). Unit costs are published; volumes are assumptions.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from totalplace_lib.analysis.prices import Deflator, deflator, in_prices
from totalplace_lib.count import geography
from totalplace_lib.count.pence import split_pence, to_pence, to_pounds
from totalplace_lib.errors import ConfigError, Faults, TotalPlaceError, UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import config_path, read_table, read_toml

FOLDER = "journeys"
CARE_YEAR = "2008-09"
_WORDS = ("name", "person", "basis", "redesign")


@dataclass(frozen=True)
class Journey:
    """A journey with its costs.

    words     name, person, basis (of the volumes), redesign;  contacts: journeys.priced
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
    return {slug: str(written(slug)["name"]) for slug in _slugs()}


def journey(slug: str, year: str = CARE_YEAR, place: str = "england") -> Journey:
    """A journey by the name of its file, in the prices of a year, with the place's own unit costs where published.

    Raises UsageError for an unknown journey, place or year, ConfigError (Faults) for a file that contradicts itself.
    """
    if slug not in _slugs():
        near = difflib.get_close_matches(slug, _slugs(), n=1, cutoff=0.4)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"There is no journey '{slug}'.{hint} There are: {', '.join(_slugs())}.")
    base, where = str(Year.parse(year)), f"config/{FOLDER}/{slug}.toml"
    data, home = written(slug), find_place(place, year)
    costs, local = _costs(home, read_table("unit_costs")[COST], read_table("adult_care_costs"))
    contacts = priced(_contacts(data), costs, deflator(), base, where)
    own = sorted(set(contacts.loc[contacts["unit_cost"].isin(local), "service"]))
    return Journey(slug, {word: str(data[word]) for word in _WORDS}, contacts, base, home.name, tuple(own))


def of_theme(theme: str, year: str, place: Place) -> Journey | None:
    """The journey of a theme in the prices of a year, for a place. None where no journey is of the theme."""
    slug = next((each for each in _slugs() if theme in written(each)["themes"]), "")
    return journey(slug, year, place.slug) if slug else None


def _slugs() -> list[str]:
    return sorted(path.stem for path in config_path(FOLDER).glob("*.toml"))


def written(slug: str) -> dict[str, Any]:
    """The file of a journey."""
    return read_toml(f"{FOLDER}/{slug}.toml")


def _contacts(data: dict[str, Any]) -> pd.DataFrame:
    """The contacts of both versions in order of time."""
    rows = [{"version": one, **row} for one in (NOW, REDESIGNED) for row in data[one]]
    frame = pd.DataFrame(rows)[CONTACT].astype({"volume": float})
    return frame.sort_values(["version", "month"], kind="stable", ignore_index=True)


def _costs(place: Place, events: pd.DataFrame, care: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
    """Every published unit cost by code; adult care as the place's own councils report it, else as in England."""
    own = rates(care, CARE_YEAR, _councils(place)) if place.kind != "country" else care.iloc[:0]
    local = set(own["code"]) if "code" in own else set()
    england = rates(care, CARE_YEAR)
    frames = [events, own[COST]] if local else [events]
    return pd.concat([*frames, england[~england["code"].isin(local)]], ignore_index=True), local


def _councils(place: Place) -> set[str]:
    """E-codes of the upper-tier councils of a place; none for one made of later councils."""
    areas = gazetteer(geography.vintage_for(Year.parse(CARE_YEAR))).areas
    if not set(place.areas) <= set(areas["area_code"]):
        return set()
    return set(areas.loc[areas["area_code"].isin(place.areas), "county_authority_code"])


CONTACT = ["version", "month", "body", "service", "kind", "volume", "unit", "unit_cost", "saves"]
NOW, REDESIGNED = "now", "redesigned"
COST = ["code", "description", "unit", "cost_gbp", "price_year", "agency", "source_id"]
MONTHS, WEEKS, QUARTERS = 12, 52, 4
LASTS = {"week": 1.0, "month": WEEKS / MONTHS, "year": float(WEEKS)}


def priced(
    contacts: pd.DataFrame, costs: pd.DataFrame, deflator: Deflator, base: str, where: str
) -> pd.DataFrame:
    """The contacts with their published unit cost and amount_gbp in the prices of `base`.

    contacts  CONTACT columns, unit_cost is the code of a row of costs;  costs: COST columns, one row for each code
    where     the file of the journey, for messages
    Raises ConfigError (Faults for several) for an unknown code, another unit than the published one, a bad volume.
    """
    faults = [*_faults(contacts, costs, where)]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(where, faults)
    joined = contacts.merge(costs.drop(columns="unit"), left_on="unit_cost", right_on="code", how="left")
    joined["unit_gbp"] = joined["cost_gbp"]
    real = in_prices(joined, ["unit_gbp"], deflator, base, "price_year")
    return real.assign(amount_gbp=(real["volume"] * real["unit_gbp"]).round(2))


def _faults(contacts: pd.DataFrame, costs: pd.DataFrame, where: str) -> list[TotalPlaceError]:
    units = dict(zip(costs["code"], costs["unit"], strict=True))
    found: list[TotalPlaceError] = []
    for row in contacts.to_dict("records"):
        what = f"{where}, {row['version']}, month {row['month']}, {row['service']}"
        if row["unit_cost"] not in units:
            found.append(ConfigError(f"{what}: no published unit cost is called '{row['unit_cost']}'."))
        elif units[row["unit_cost"]] != row["unit"]:
            published = units[row["unit_cost"]]
            found.append(
                ConfigError(f"{what}: the unit is '{row['unit']}', but the cost is published '{published}'.")
            )
        if not row["volume"] > 0:
            found.append(ConfigError(f"{what}: the volume is {row['volume']}; it must be more than zero."))
        if row["month"] not in range(1, MONTHS + 1):
            found.append(ConfigError(f"{what}: the month must be 1 to {MONTHS}."))
        if row["saves"] not in ("cash", "capacity"):
            found.append(ConfigError(f"{what}: saves must be cash or capacity, not '{row['saves']}'."))
    return found


def by_body(contacts: pd.DataFrame) -> pd.DataFrame:
    """Who pays and who gains: body, now_gbp, redesigned_gbp, difference_gbp (below zero: the body gains).

    A body without a contact in one version spends a true nil there. The body that gains most comes first.
    """
    wide = contacts.pivot_table(index="body", columns="version", values="amount_gbp", aggfunc="sum")
    wide = wide.reindex(columns=[NOW, REDESIGNED]).fillna(0.0).round(2)
    table = wide.rename(columns={NOW: "now_gbp", REDESIGNED: "redesigned_gbp"}).reset_index()
    table["difference_gbp"] = (table["redesigned_gbp"] - table["now_gbp"]).round(2)
    return table.sort_values(["difference_gbp", "body"], ignore_index=True).rename_axis(columns=None)


def cash_and_capacity(contacts: pd.DataFrame) -> pd.DataFrame:
    """The difference in cash and in capacity: saves, now_gbp, redesigned_gbp, difference_gbp; cash first."""
    table = by_body(contacts.assign(body=contacts["saves"])).rename(columns={"body": "saves"})
    return table.set_index("saves").reindex(["cash", "capacity"]).fillna(0.0).reset_index()


def duplicates(contacts: pd.DataFrame) -> pd.DataFrame:
    """Kinds of contact that more than one body makes now: kind, bodies, body_names, contacts, amount_gbp."""
    now = contacts[contacts["version"] == NOW]
    grouped = now.groupby("kind")
    table = pd.DataFrame(
        {
            "bodies": grouped["body"].nunique(),
            "body_names": grouped["body"].agg(lambda names: "; ".join(sorted(set(names)))),
            "contacts": grouped.size(),
            "amount_gbp": grouped["amount_gbp"].sum().round(2),
        }
    )
    several = table[table["bodies"] > 1].sort_values(["amount_gbp", "bodies"], ascending=False)
    return several.reset_index()


def by_quarter(contacts: pd.DataFrame, version: str) -> pd.DataFrame:
    """The timeline of one version: body, quarter_1 to quarter_4, amount_gbp; it adds up to the contacts to the penny.

    What goes on for weeks (its unit is a week, month or year) is spread over them from the month in which it begins;
    what would run beyond the year counts in it, at its end. A quarter without a contact is a true nil. The body that
    spends most comes first.
    """
    chosen = contacts[contacts["version"] == version]
    pence = split_pence(to_pence(chosen["amount_gbp"]), _by_time(chosen))
    names = [f"quarter_{number}" for number in range(1, QUARTERS + 1)]
    wide = pd.DataFrame(pence, columns=names).groupby(chosen["body"].to_numpy()).sum().rename_axis("body")
    wide["amount_gbp"] = wide.sum(axis=1)
    wide = wide.apply(lambda column: to_pounds(column.to_numpy()))
    return wide.sort_values("amount_gbp", ascending=False, kind="stable").reset_index()


def _by_time(contacts: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The part of each contact (rows) that falls into each quarter (columns); rows sum to one."""
    lasts = contacts["unit"].map(_weeks) * contacts["volume"].to_numpy(float)
    start = (contacts["month"].to_numpy(float) - 1) * WEEKS / MONTHS
    end = np.minimum(start + np.maximum(lasts.to_numpy(float), 1e-6), WEEKS)
    edges = np.linspace(0, WEEKS, QUARTERS + 1)
    inside = np.clip(np.minimum(end[:, None], edges[1:]) - np.maximum(start[:, None], edges[:-1]), 0, None)
    return np.asarray(inside / inside.sum(axis=1, keepdims=True))


def _weeks(unit: str) -> float:
    """How many weeks one unit lasts; 0 for a unit that is no stretch of time."""
    words = unit.lower().split()
    return next((weeks for word, weeks in LASTS.items() if word in words), 0.0)


def rates(table: pd.DataFrame, year: str, authorities: set[str] | None = None) -> pd.DataFrame:
    """Published adult social care costs as COST rows: total cost over total activity of the councils that gave both.

    table  adult_care_costs: year, authority_code, service, client_group, unit, gross_gbp, activity, source_id
    authorities  only these councils; None for all of England. Codes are "PSS-EX1 service, client group".
    """
    rows = table[(table["year"] == year) & table["gross_gbp"].notna() & (table["activity"] > 0)]
    if authorities is not None:
        rows = rows[rows["authority_code"].isin(authorities)]
    keys = ["service", "client_group", "unit", "source_id"]
    sums = rows.groupby(keys)[["gross_gbp", "activity"]].sum().reset_index()
    name = sums["service"] + ", " + sums["client_group"]
    made = sums.assign(
        code="PSS-EX1 " + name,
        description=name.str.capitalize() + ", gross cost",
        cost_gbp=(sums["gross_gbp"] / sums["activity"]).round(2),
        price_year=year,
        agency="Local Authority",
    )
    return made[COST]
