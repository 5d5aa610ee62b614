"""Options: what a place could do differently, as config/options/ says it, on the money of the place's own count.

An option is appraised in the prices of the year of the count. Its gains are money of lines of the count, and cannot be
more than the cohort's share of them. Source of the method: see analysis/appraisal/appraised.py; docs/options.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from totalplace_lib.analysis.appraisal import discounting
from totalplace_lib.analysis.appraisal.appraised import Appraised, appraise
from totalplace_lib.analysis.appraisal.choosing import choose
from totalplace_lib.analysis.appraisal.discounting import Rates, schedule
from totalplace_lib.analysis.appraisal.placing import Setting, against_lines, placed
from totalplace_lib.analysis.appraisal.pooling import Split, split, wrong_pockets
from totalplace_lib.analysis.appraisal.tornado import tornado
from totalplace_lib.analysis.overlap import SUCCESSORS_FROM
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.themes import Themed, check_theme_year, count_by_theme, find_theme
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
    barriers  barrier, name, lift, ask: what must be lifted, and who can
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
) -> Case:
    """An option in a place and year, in the prices of the year.

    optimism  False: without the correction of costs and gains, as whoever proposed it published it
    changed   values that replace those of the file, for this case alone (what a slider does)
    Raises UsageError for an unknown option, place or year; ConfigError where it would save more than there is, unless
    the file flags it.
    """
    data = {**read_option(slug), **(changed or {})}
    themed = count_by_theme(place, check_theme_year(year))
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
    pockets = wrong_pockets(found.central_flows, found.factors)
    both = pockets.assign(gains_gbp=(pockets["cash_gbp"] + pockets["capacity_gbp"]).round(2))
    return Case(
        slug, data, where, year, found, lines, pockets, split(pockets), split(both, "gains_gbp"),
        barriers_of(data, year),
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
    """The barriers that an option names, those that the year still has: barrier, name, lift, ask."""
    table = read_config("barriers.csv")
    named = table[table["barrier"].isin(list(data.get("barriers", [])))]
    held = named[named["last"].isna() | (named["last"].fillna(year) >= year)]
    ask = held["ask_now"].where(held["ask_now"].notna() & (year >= SUCCESSORS_FROM), held["ask"])
    return held.assign(ask=ask)[["barrier", "name", "lift", "ask"]].reset_index(drop=True)


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


def compared(cases: list[Case]) -> pd.DataFrame:
    """One row a case: option, name, people, cost_gbp, gain_gbp, low_gbp, high_gbp, cash_share, net_gbp, net_cash_gbp,
    bcr, fiscal_return, payback, payback_cash (years, NaN: never), peak_gbp, invests, gains, grade, status, is_over.

    Present values; low and high: the 5th and 95th of a hundred draws of the gain to public budgets.
    """
    return pd.DataFrame([_row(one) for one in cases])


def _row(one: Case) -> dict[str, Any]:
    middle, draws = one.appraised.central, one.appraised.draws
    gain = float(middle.cash[0] + middle.capacity[0])
    low, high = np.percentile(draws.cash + draws.capacity, [5, 95])
    years, in_cash = int(middle.payback[0]), int(middle.payback_cash[0])
    return {
        "option": one.slug,
        "name": one.name,
        "people": one.people,
        "cost_gbp": round(float(middle.costs[0]), 2),
        "gain_gbp": round(gain, 2),
        "low_gbp": round(float(low), 2),
        "high_gbp": round(float(high), 2),
        "cash_share": float(middle.cash[0]) / gain if gain else np.nan,
        "net_gbp": round(float(middle.net_fiscal[0]), 2),
        "net_cash_gbp": round(float(middle.net_cash[0]), 2),
        "net_public_gbp": round(float(middle.net_public[0]), 2),
        "bcr": float(middle.bcr[0]),
        "fiscal_return": float(middle.fiscal_return[0]),
        "payback": float(years + 1) if years != discounting.NEVER else np.nan,
        "payback_cash": float(in_cash + 1) if in_cash != discounting.NEVER else np.nan,
        "peak_gbp": round(float(middle.peak[0]), 2),
        "invests": "; ".join(largest(one.pockets, one.pockets["invests_gbp"])),
        "gains": "; ".join(largest(one.pockets, one.pockets["cash_gbp"] + one.pockets["capacity_gbp"])),
        "grade": str(one.data["grade"]),
        "status": str(one.data["status"]),
        "is_over": one.is_over,
    }


def what_matters(one: Case, most: int = 10) -> pd.DataFrame:
    """The inputs that move the net present value to public budgets most: appraisal.tornado."""
    return tornado(one.appraised.option, lambda money: money.net() @ one.appraised.factors, most)


def chances(one: Case) -> pd.DataFrame:
    """year (of the option, from 1), all, cash: the share of draws that is paid back by its end."""
    years = range(1, one.appraised.option.years + 1)
    found = one.appraised.chance_of_payback(), one.appraised.chance_of_payback(cash_only=True)
    return pd.DataFrame({"year": years, "all": found[0], "cash": found[1]})


def largest(pockets: pd.DataFrame, amounts: pd.Series) -> list[str]:
    """The body with the largest amount, and others within a hundredth of it; none where all are nothing."""
    most = float(amounts.max())
    return [str(body) for body in pockets.loc[(amounts > 0) & (amounts >= 0.99 * most), "body"]]


def chosen(cases: list[Case], pot_gbp: float) -> pd.DataFrame:
    """`compared` with is_chosen: the set with the largest net present value to public budgets that a pot can fund."""
    table = compared(cases)
    taken = choose(table["net_gbp"].tolist(), table["peak_gbp"].tolist(), pot_gbp)
    return table.assign(is_chosen=[place in taken for place in range(len(table))])


def by_body_and_year(one: Case, prices: str = "real") -> pd.DataFrame:
    """The central case as money: body, year, costs_gbp, cash_gbp, capacity_gbp, net_gbp; the first year is the count's.

    prices  real: those of the count's year; cash: by the deflator held, its last growth carried on after it ends
    """
    money, first = one.appraised.central_flows, Year.parse(one.year).start
    rows = [
        (
            body, str(Year(first + year)),
            *(float(part[number, 0, year]) for part in (money.costs, money.cash, money.capacity)),
        )
        for number, body in enumerate(money.bodies)
        for year in range(one.appraised.option.years)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["body", "year", "costs_gbp", "cash_gbp", "capacity_gbp"])
    if prices == "cash":
        factor = table["year"].map(lambda year: cash_factor(one.year, str(year)))
        table[["costs_gbp", "cash_gbp", "capacity_gbp"]] = table[
            ["costs_gbp", "cash_gbp", "capacity_gbp"]
        ].mul(factor, axis=0)
    table = table.round(2)
    return table.assign(net_gbp=(table["cash_gbp"] + table["capacity_gbp"] - table["costs_gbp"]).round(2))


def cash_factor(base: str, year: str) -> float:
    """What a pound of real money of `base` is in the money of a later year; beyond the deflator by its last growth."""
    held = deflator().index
    last = str(held.index[-1])
    if year <= last:
        return deflator().factor(base, year)
    growth = float(held.iloc[-1]) / float(held.iloc[-2])
    return deflator().factor(base, last) * growth ** (Year.parse(year).start - Year.parse(last).start)


def moved(
    data: Mapping[str, Any],
    people: float = 1,
    impact: float = 1,
    anyway: float = 0,
    cost: float = 1,
    years: int = 0,
) -> dict[str, Any]:
    """The file of an option with other values, for `of_count`: what five sliders say.

    people, impact, cost  factors on the cohort, on every impact (never above 1) and on every cost
    anyway   deadweight added to every gain (never above 1);  years: the horizon, 0 leaves it
    """
    cohort = "cohort" if "cohort" in data else "cohort_rate"
    horizon = years or int(data["horizon"])
    effects = [
        {
            **one,
            "impact": _times(one["impact"], impact, 1.0),
            "deadweight": _times(one.get("deadweight", 0.0), 1, 1.0, anyway),
        }
        for one in data["effects"]
    ]
    costs = [
        {**one, **{name: _times(one.get(name, 1.0), cost) for name in ("gbp" if "gbp" in one else "units",)},
         **({"last": min(int(one["last"]), horizon)} if "last" in one else {})}
        for one in data["costs"]
    ]  # fmt: skip
    most = np.inf if cohort == "cohort" else 1.0
    return {
        **data,
        cohort: _times(data[cohort], people, most),
        "effects": effects,
        "costs": costs,
        "horizon": horizon,
    }


def _times(given: Any, factor: float, most: float = np.inf, added: float = 0.0) -> Any:
    """A number or a range multiplied and moved, never above the most."""
    if isinstance(given, list):
        return [_times(each, factor, most, added) for each in given]
    return min(float(given) * factor + added, most)


def beside_published(slug: str) -> pd.DataFrame:
    """An option in the place and year of its file, as published (without optimism bias), beside what was published.

    what, measure, published, low, high (of several published figures), ours, difference (to the nearest of them, as a
    share; 0 inside their range), fit, source. Money is GBP of the year of the file.
    """
    data = read_option(slug)
    one = case(slug, str(data["cohort_place"]), str(data["cohort_year"]), draws=1, optimism=False)
    return pd.DataFrame([_beside(one, row) for row in data.get("published", [])])


def _beside(one: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    given = row["published"] if isinstance(row["published"], list) else [row["published"]] * 3
    low, middle, high = (float(each) for each in given)
    ours = published_measure(one, str(row["measure"]), int(row["by_year"]), "only_year" in row)
    nearest = min(max(ours, low), high)
    gap = ours / nearest - 1 if nearest else ours
    return {
        "what": row["what"], "measure": row["measure"], "published": middle, "low": low, "high": high,
        "ours": round(ours, 4), "difference": gap, "fit": row["fit"], "source": row["source"],
    }  # fmt: skip


def published_measure(one: Case, measure: str, by_year: int, only_year: bool) -> float:
    """Our figure that stands beside a published one: of the years up to one, or of that year alone."""
    money = one.appraised.central_flows
    years = slice(by_year - 1 if only_year else 0, by_year)
    costs, cash, capacity = (part[0, years] for part in money.together)
    net = cash + capacity - costs
    found = {
        "cost": costs.sum(),
        "cash": cash.sum(),
        "gain": (cash + capacity).sum(),
        "net": net.sum(),
        "net present value": net @ one.appraised.factors[years],
        "share of the lines": (cash + capacity).sum() / max(float(one.lines["lines_gbp"].sum()), 1.0),
        "public ratio": ((cash + capacity + money.wider[0, years] + money.health[0, years]).sum())
        / max(float(costs.sum()), 1.0),
    }
    return float(found[measure])
