"""Options: what a place could do differently, as config/options/ says it, on the money of the place's own count.

An option is appraised in the prices of the year of the count. Its gains are money of lines of the count, and cannot be
more than the cohort's share of them. Source of the method: see analysis/appraisal/appraised.py; docs/options.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from totalplace_lib.analysis.appraisal.appraised import Appraised, appraise
from totalplace_lib.analysis.appraisal.discounting import Rates, schedule
from totalplace_lib.analysis.appraisal.placing import Setting, against_lines, placed
from totalplace_lib.analysis.appraisal.pooling import Split, split, wrong_pockets
from totalplace_lib.analysis.barriers import LIFTS
from totalplace_lib.analysis.overlap import SUCCESSORS_FROM
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.themes import Themed, count_by_theme, find_theme
from totalplace_lib.errors import ConfigError, UsageError, shown
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import keys
from totalplace_lib.project import config_path, read_config, read_table, read_toml, remembered

FOLDER = "options"
DRAWS, SEED = 10_000, 2009  # the year in which Total Place began


@dataclass(frozen=True)
class Case:
    """One option in one place and year.

    data      the option's file;  people: its cohort here, central
    lines     appraisal.placing.LINES: the lines that it would save, and whether it saves more than there is
    pockets   appraisal.pooling.wrong_pockets;  in_cash, with_capacity: how a pool could be shared, or what it lacks
    barriers  barrier, name, lift, ask: what must be lifted, and who can; the hardest to lift first
    uncorrected  the central case without the correction for optimism bias
    """

    slug: str
    data: Mapping[str, Any]
    place: Place
    year: str
    appraised: Appraised
    lines: pd.DataFrame
    pockets: pd.DataFrame
    in_cash: Split
    with_capacity: Split
    barriers: pd.DataFrame
    uncorrected: Appraised

    @property
    def name(self) -> str:
        """The option's name."""
        return str(self.data["name"])

    @property
    def people(self) -> float:
        """How many people it is for here, the central figure."""
        return self.appraised.option.cohort.central

    @property
    def is_over(self) -> bool:
        """Whether it would save more than the cohort's share of the lines (the file flags it and does not refuse)."""
        return bool(self.lines["is_over"].any())

    @property
    def is_illustrative(self) -> bool:
        """Whether it rests on our assumptions."""
        return bool(self.data["status"] == "illustrative")


def options(theme: str = "") -> pd.DataFrame:
    """The options there are: option, name, status, grade, themes (spaces between them); those of one theme, if named.

    UsageError for an unknown theme.
    """
    wanted = str(find_theme(theme)["theme"]) if theme else ""
    rows = [(slug, read_toml(f"{FOLDER}/{slug}.toml")) for slug in slugs()]
    table = pd.DataFrame(
        [(slug, one["name"], one["status"], one["grade"], " ".join(one["themes"])) for slug, one in rows],
        columns=["option", "name", "status", "grade", "themes"],
    )
    of_theme = table["themes"].str.split().map(lambda themes: not wanted or wanted in themes).astype(bool)
    return table[of_theme].reset_index(drop=True)


def slugs() -> list[str]:
    """The names of the files of config/options/."""
    return sorted(path.stem for path in config_path(FOLDER).glob("*.toml"))


def read_option(slug: str) -> dict[str, Any]:
    """The file of an option; UsageError that names the nearest for any other word."""
    if slug not in slugs():
        near = difflib.get_close_matches(slug, slugs(), n=1, cutoff=0.4)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"There is no option '{shown(slug)}'.{hint} There are: {', '.join(slugs())}.")
    return read_toml(f"{FOLDER}/{slug}.toml")


def case(
    slug: str,
    place: str | Place,
    year: str = "2008-09",
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    optimism: bool = True,
    changed: Mapping[str, Any] | None = None,
    returns: str = "none",
) -> Case:
    """An option in a place and year, in the prices of the year.

    optimism  False: without the correction of costs and gains, as whoever proposed it published it
    returns   as of whole_area_count
    changed   values that replace those of the file, for this case alone (what a slider does)
    Raises UsageError for an unknown option, place or year; ConfigError where it would save more than there is, unless
    the file flags it.
    """
    data = {**read_option(slug), **(changed or {})}
    themed = count_by_theme(place, year, returns)
    return of_count(slug, data, themed, draws=draws, seed=seed, optimism=optimism)


def of_count(
    slug: str,
    data: Mapping[str, Any],
    themed: Themed,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    optimism: bool = True,
) -> Case:
    """As `case`, on a count that is there already."""
    where, year = themed.count.place, str(themed.count.year)
    setting = setting_of(data, themed, optimism=optimism)
    option = placed(slug, data, setting)
    lines = against_lines(data, option, setting)
    if lines["is_over"].any() and data.get("over", "refuse") == "refuse":
        raise ConfigError(_over(slug, where.name, year, lines[lines["is_over"]]))
    found = appraise(option, *rates(), draws=draws, seed=seed)
    plain = placed(slug, data, replace(setting, added={}, taken={}))
    pockets = wrong_pockets(found.central_flows, found.factors)
    both = pockets.assign(gains_gbp=(pockets["cash_gbp"] + pockets["capacity_gbp"]).round(2))
    return Case(
        slug, data, where, year, found, lines, pockets, split(pockets), split(both, "gains_gbp"),
        barriers_of(data, year), appraise(plain, *rates(), draws=1),
    )  # fmt: skip


def _over(slug: str, place: str, year: str, lines: pd.DataFrame) -> str:
    said = "; ".join(
        f"{row.effect}: £{row.saves_gbp:,.0f} a year of £{row.most_gbp:,.0f} ({row.body}, {row.part})"
        for row in lines.itertuples()
    )
    return (
        f"config/{FOLDER}/{slug}.toml: in {place} in {year} it would save more than the cohort's share of "
        f"the lines: {said}. "
        'Lower the impact, the unit value or the cohort, widen the lines, or write over = "flag".'
    )


def setting_of(data: Mapping[str, Any], themed: Themed, *, optimism: bool = True) -> Setting:
    """What the place and the year give an option."""
    year = str(themed.count.year)
    grades = read_config("appraisal/optimism.csv").set_index("grade").astype({"cost": float, "gain": float})
    prices = deflator()
    return Setting(
        scale_of(data, themed.count.place, year),
        _people(themed.count.place, year, str(data["cohort_key"])),
        themed.parts[["spender_group", "part", "amount_gbp"]],
        groups_of_bodies(),
        unit_costs(),
        lambda of: prices.factor(of, year),
        {str(grade): float(one) for grade, one in grades["cost"].items()} if optimism else {},
        {str(grade): float(one) for grade, one in grades["gain"].items()} if optimism else {},
    )


def scale_of(data: Mapping[str, Any], place: Place, year: str) -> float:
    """The people here over the people in the place and year of the file, by its key; 1 where it names no place.

    ConfigError where the key has nobody in the place of the file.
    """
    if "cohort_place" not in data:
        return 1.0
    home = find_place(str(data["cohort_place"]), Year.parse(str(data["cohort_year"])))
    key = str(data["cohort_key"])
    there = _people(home, str(data["cohort_year"]), key)
    if there <= 0:
        raise ConfigError(
            f"The key '{key}' has nobody in {home.name} in {data['cohort_year']}: choose another."
        )
    return _people(place, year, key) / there


def _people(place: Place, year: str, key: str) -> float:
    series = _key(year, key)
    return float(series.reindex(list(place.areas)).sum())


@remembered
def _key(year: str, key: str) -> pd.Series:
    table = keys(Year.parse(year), [key])
    return table.groupby("area_code")["value"].sum()


@remembered
def groups_of_bodies() -> dict[str, tuple[str, ...]]:
    """The groups of spenders whose lines are each body's own."""
    table = read_config("appraisal/bodies.csv")
    return {
        str(body): tuple(str(groups).split("|"))
        for body, groups in table[["body", "spender_group"]].to_numpy()
    }


@remembered
def unit_costs() -> dict[str, tuple[float, str]]:
    """Published unit costs: code -> GBP and the year of its prices."""
    table = read_table("unit_costs", ["code", "cost_gbp", "price_year"]).dropna()
    rows = zip(table["code"], table["cost_gbp"], table["price_year"], strict=True)
    return {str(code): (float(cost), str(year)) for code, cost, year in rows}


@remembered
def rates() -> tuple[Rates, Rates]:
    """The discount rates: standard, and of gains in health."""
    table = read_config("appraisal/discount.csv").astype({"first": int, "rate": float})
    standard, health = (
        schedule(
            list(table.loc[table["schedule"] == name, ["first", "rate"]].itertuples(index=False, name=None))
        )
        for name in ("standard", "health")
    )
    return standard, health


def barriers_of(data: Mapping[str, Any], year: str) -> pd.DataFrame:
    """The barriers that an option names, those that the year still has: barrier, name, lift, ask; the hardest first."""
    table = read_config("barriers.csv")
    named = table[table["barrier"].isin(list(data.get("barriers", [])))]
    held = named[named["last"].isna() | (named["last"].fillna(year) >= year)]
    ask = held["ask_now"].where(held["ask_now"].notna() & (year >= SUCCESSORS_FROM), held["ask"])
    held = held.assign(ask=ask).sort_values("lift", key=lambda lift: -lift.map(LIFTS.index), kind="stable")
    return held[["barrier", "name", "lift", "ask"]].reset_index(drop=True)


def of_theme(theme: str, themed: Themed, *, draws: int = DRAWS) -> tuple[list[Case], list[str]]:
    """The cases of all options of a theme on one count, the best supported first, and why others cannot be shown."""
    cases, refused = [], []
    for slug in options(theme)["option"]:
        try:
            cases.append(of_count(slug, read_option(slug), themed, draws=draws))
        except ConfigError as error:
            refused.append(str(error))
    return sorted(
        cases, key=lambda one: (str(one.data["grade"]), -one.appraised.central.net_fiscal[0])
    ), refused
