"""What an analyst calls to hold our count against what the pilots published: comparisons, checks, scopes.

from totalplace_lib.analysis import reconciliation as published
published.comparison("birmingham")
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count.line_making import body_kind
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence import plausibility, reconcile
from totalplace_lib.evidence.ranges import Ranged, ranged, total
from totalplace_lib.evidence.scopes import Scope, scopes
from totalplace_lib.model import Place
from totalplace_lib.national import money as national_money
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_config, read_table, remembered

PILOTS = "pilots"
_PUBLISHED_ON = ["place_name", "dimension", "item", "amount_gbp"]
_COUNCIL = ("council", "county")


@remembered
def all_scopes() -> dict[str, Scope]:
    """Every scope of config/scopes by its slug."""
    return scopes(read_config("scopes/scopes.csv"), read_config("scopes/rules.csv"))


def comparison(place: str = "") -> pd.DataFrame:
    """Published figures against ours, with the difference split by cause; for one place or, with "", for all.

    Returns place_name, year, dimension, item, published_gbp, ours_scope, ours_gbp, matching_scope, matching_gbp,
    low_gbp, high_gbp, difference_gbp, scope_gbp, gross_gbp, range_gbp, unexplained_gbp, is_split, gross_marker, note,
    source_title, source_url. A place that published nothing gives no rows. Raises ConfigError where config/published
    and config/scopes disagree.
    """
    rows = published()
    if place:
        rows = rows[rows["place"] == place]
    return reconcile.reconcile(_ours(rows)) if len(rows) else _ours(published().head(0))


@remembered
def published() -> pd.DataFrame:
    """The published figures that can be compared, with their sources (config/published/comparisons.csv)."""
    wanted = read_config("published/comparisons.csv").astype({"amount_gbp": float})
    held = read_table("published_counts").drop_duplicates(_PUBLISHED_ON)
    found = wanted.merge(
        held[[*_PUBLISHED_ON, "note", "source_title", "source_url"]], on=_PUBLISHED_ON, how="left"
    )
    lost = found[found["source_title"].isna()]
    if not lost.empty:
        raise ConfigError(
            f"config/published/comparisons.csv: '{lost['item'].iloc[0]}' of {lost['place_name'].iloc[0]} "
            "is not in config/published/counts.csv with that amount."
        )
    unknown = (set(found["ours"]) | set(found["matching"])) - set(all_scopes())
    if unknown:
        raise ConfigError(
            f"config/published/comparisons.csv: no scope is called '{sorted(unknown)[0]}'. See config/scopes."
        )
    return found


def place_of(slug: str, year: str) -> Place:
    """A place by its slug; "pilots" is the thirteen pilots as one place."""
    if slug != PILOTS:
        return find_place(slug, year)
    register = read_config("places.csv")
    members = [find_place(name, year) for name in register[register["kind"] == "pilot"]["slug"]]
    areas = tuple(code for member in members for code in member.areas)
    return Place(PILOTS, "The thirteen pilots", areas, members[0].vintage)


def _ours(rows: pd.DataFrame) -> pd.DataFrame:
    """Our figures beside each published figure, under both scopes."""
    found = [_figure(row) for row in rows.to_dict("records")]
    columns = {
        "ours": "ours_scope", "matching": "matching_scope", "amount_gbp": "published_gbp",
    }  # fmt: skip
    named = rows.rename(columns=columns).reset_index(drop=True)
    scope_names = {slug: scope.name for slug, scope in all_scopes().items()}
    for column in ("ours_scope", "matching_scope"):
        named[column] = named[column].map(scope_names)
    added = ["ours_gbp", "matching_gbp", "low_gbp", "high_gbp", "gross_gbp", "gross_marker"]
    return pd.concat([named, pd.DataFrame(found, columns=added)], axis=1)


def _figure(row: Mapping[Hashable, Any]) -> tuple[float, float, float, float, float | None, str]:
    counted = _ranged(row["place"], row["year"])
    ours = round(float(all_scopes()[row["ours"]].of(counted.lines)["amount_gbp"].sum()), 2)
    matching, low, high, _ = total(all_scopes()[row["matching"]].of(counted.lines))
    is_gross = row["gross"] == "yes"
    gross = _gross(counted.count) if is_gross else None
    return ours, matching, low, high, gross, "" if is_gross else "x"


@remembered
def _ranged(slug: str, year: str) -> Ranged:
    return ranged(_counted(slug, year))


@remembered
def _counted(slug: str, year: str) -> Count:
    return whole_area_count(place_of(slug, year), year)


def _gross(count: Count) -> float:
    """What the accounts of the place's own councils show beyond our count, as far as the returns hold it, GBP."""
    lines = read_config("scopes/gross.csv")["line"]
    money = national_money.money(count.year)
    inside = money.catchments.groupby("catchment_code")["area_code"].apply(
        lambda codes: set(codes) <= set(count.place.areas)
    )
    returns = read_table("council_revenue", year=str(count.year), line=list(lines))
    kinds = [
        body_kind(code, kind)
        for code, kind in zip(returns["authority_code"], returns["authority_class"], strict=True)
    ]
    own = returns["authority_code"].isin(inside[inside].index) & pd.Series(kinds, returns.index).isin(
        _COUNCIL
    )
    return round(float(returns.loc[own, "amount_gbp"].sum()), 2)


def plausible() -> pd.DataFrame:
    """Published totals and unit costs against what is plausible: place_name, item, check, published, expected, ratio,
    is_plausible. The region's money a head and England's total are ours, for the year of the comparison."""
    limits = read_config("evidence/plausibility.csv")
    totals = published()[published()["dimension"] == "total"]
    rows = []
    for year, group in totals.groupby("year", sort=True):
        england = _counted("england", str(year))
        rows.append(
            plausibility.check_totals(_beside_region(group), england.total_gbp, england.population, limits)
        )
    unit = plausibility.check_unit_costs(
        _printed_unit_costs(read_config("published/unit_costs.csv"), read_table("published_counts")), limits
    )
    return pd.concat([*rows, unit], ignore_index=True)


def _beside_region(totals: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in totals.itertuples():
        count = _counted(str(row.place), str(row.year))
        region = _counted(_region_of(count.place), str(row.year))
        rows.append((row.place_name, row.item, row.amount_gbp, count.population, region.per_head_gbp))
    names = ["place_name", "item", "published_gbp", "population", "region_per_head_gbp"]
    return pd.DataFrame(rows, columns=names)


def _region_of(place: Place) -> str:
    """The slug of the region that holds the place; England for a place in several regions."""
    areas = gazetteer(place.vintage).areas
    found = areas.loc[areas["area_code"].isin(place.areas), "region_code"].unique()
    return str(found[0]) if len(found) == 1 else "england"


def _printed_unit_costs(wanted: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Totals, numbers and unit costs printed side by side: place_name, item, total_gbp, volume, unit_gbp."""
    wanted = wanted.astype({"volume": float})
    held = counts.set_index(["place_name", "item"])["amount_gbp"]
    pairs = {"total_gbp": "total_item", "unit_gbp": "unit_item"}
    amounts = {
        name: [float(held.loc[(row["place_name"], row[item])]) for row in wanted.to_dict("records")]
        for name, item in pairs.items()
    }
    return wanted.assign(item=wanted["unit_item"], **amounts)
