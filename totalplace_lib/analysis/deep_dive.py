"""One theme of one place: who spends, on what, prevention against reaction, over time and beside others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.clients import Clients, clients_of
from totalplace_lib.analysis.neighbours import neighbours
from totalplace_lib.analysis.prices import Deflator, deflator, factor, in_prices
from totalplace_lib.analysis.themes import (
    TAGS,
    Themed,
    check_theme_in,
    check_theme_year,
    count_by_theme,
    england_by_theme,
    find_theme,
    themes_of_place,
    trend_years,
)
from totalplace_lib.analysis.whole_area_count import comparators, is_returned
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import Figure, exactly, scaled, sum_of
from totalplace_lib.evidence.ranges import with_errors
from totalplace_lib.model import Place
from totalplace_lib.project import read_config, remembered

RETURNS_CHANGE = "partners' own figures stand in place of estimates on one side only"
BESIDE = 5  # places like it beside which a theme stands


@dataclass(frozen=True)
class Known:
    """Figures of a theme with range and measured share (evidence.carried), in cash.

    own       the theme here;  parts, aims: what it is spent on, and for what aim, largest first
    others    every area that it stands beside, by name
    since     the first year that the last of the trend can be compared with;  ends: the two in the trend's prices
    """

    own: Figure
    parts: tuple[Figure, ...]
    aims: Mapping[str, Figure]
    others: Mapping[str, Figure]
    since: str
    ends: tuple[Figure, Figure]


@dataclass(frozen=True)
class DeepDive:
    """One theme of one place.

    theme     a row of config/themes.csv;  published: what the pilot itself called it, if it is a pilot's theme
    whole     all themes of the place;  parts: the theme's own money (exclusive view)
    serving   money of other themes that serves this one too (overlapping view)
    trend     deep_dive.trend over the countable years
    breaks    years from which the trend is not comparable: year, why
    others    name, kind (place, region, country, neighbour), per_head_gbp, low_gbp, high_gbp (per head too)
    known     how well its figures are known, which decides what may be told of them
    clients   volumes and unit costs, where any are published
    gaps      what is not known: gap, source
    """

    theme: pd.Series
    published: pd.DataFrame
    whole: Themed
    parts: pd.DataFrame
    serving: pd.DataFrame
    trend: pd.DataFrame
    breaks: pd.DataFrame
    others: pd.DataFrame
    clients: Clients
    gaps: pd.DataFrame
    prices: str
    known: Known

    @property
    def name(self) -> str:
        """The theme's name."""
        return str(self.theme["name"])

    @property
    def amount_gbp(self) -> float:
        """The theme's own money, GBP."""
        return round(float(self.parts["amount_gbp"].sum()), 2)

    @property
    def national_share(self) -> float:
        """The part of the theme's money that is England's share of a line."""
        size = self.parts["amount_gbp"].abs()
        return float(size[self.parts["is_national"].astype(bool)].sum() / size.sum())

    @property
    def per_head_gbp(self) -> float:
        """The theme's own money for each resident, GBP."""
        return self.amount_gbp / self.whole.count.population


def deep_dive(
    place: str, theme: str, year: str = "2008-09", prices: str = "", returns: str = "none"
) -> DeepDive:
    """One theme of one place in one year, its trend in the prices of a year ("" is that of the report) or in cash.

    returns  as of whole_area_count, for the place in every year and for the places beside it
    Raises UsageError for an unknown place, theme, year or prices, and for a theme that the year cannot tell apart.
    """
    year = check_theme_year(year)
    prices = prices or year
    factor(year, prices)
    chosen = find_theme(theme)
    check_theme_in(chosen, year)
    whole, slug = count_by_theme(place, year, returns), str(chosen["theme"])
    rows = whole.overlap[whole.overlap["theme"] == slug]
    chose = themes_of_place(whole.count.place.slug)
    trend_here = _trend(place, slug, year, prices, returns)
    breaks = breaks_of(slug, year, place, returns)
    near = _beside(whole, returns)
    since = str(max([trend_here["year"].iloc[0], *breaks["year"]]))
    known = _known(place, slug, year, near, since, prices, returns)
    return DeepDive(
        chosen,
        chose[chose["theme"] == slug].reset_index(drop=True),
        whole,
        of_theme(whole, slug),
        rows[~rows["is_own"]].reset_index(drop=True),
        trend_here,
        breaks,
        _others(near, known.others),
        clients_of(whole.count, slug),
        _gaps(read_config("themes/gaps.csv"), slug, year),
        prices,
        known,
    )


def of_theme(whole: Themed, theme: str) -> pd.DataFrame:
    """The theme's own parts of a count."""
    return whole.parts[whole.parts["theme"] == theme].reset_index(drop=True)


def _trend(place: str, theme: str, year: str, prices: str, returns: str) -> pd.DataFrame:
    """The theme in every year of the run of one year, in cash and in the asked prices."""
    by_year = {}
    for when in trend_years(year):
        each = count_by_theme(place, when, returns)
        by_year[when] = (of_theme(each, theme), each.count.population)
    return trend(by_year, deflator(), prices)


def breaks_of(theme: str, year: str, place: str, returns: str) -> pd.DataFrame:
    """The breaks inside the years of the trend: year, why; a year may have several. Where returns stand in one year and
    not in the next there is one too."""
    table, run = read_config("themes/breaks.csv"), trend_years(year)
    inside = table[table["theme"].isin([theme, "*"]) & table["year"].isin(run[1:])]
    stand = [is_returned(place, when, returns) for when in run]
    changed = [when for when, before, now in zip(run[1:], stand, stand[1:], strict=False) if before != now]
    own = pd.DataFrame({"year": changed, "why": RETURNS_CHANGE}, dtype="str")
    found = pd.concat([inside[["year", "why"]], own])
    return found.sort_values("year", kind="stable", ignore_index=True)


def _gaps(table: pd.DataFrame, theme: str, year: str) -> pd.DataFrame:
    """What is not known about the theme in one year: gap, source."""
    is_now = (table["first"].fillna("") <= year) & (table["last"].fillna(year) >= year)
    return table[table["theme"].isin([theme, "*"]) & is_now].reset_index(drop=True)


def _beside(whole: Themed, returns: str) -> list[tuple[str, Themed]]:
    """What a theme of a place stands beside, with its kind: the place, its region, England, its neighbours."""
    count, year = whole.count, str(whole.count.year)
    near = [count_by_theme(each, year, returns) for each in neighbours(count.place, count.year, BESIDE)]
    shown = [
        ("place", whole),
        ("region", count_by_theme(_region_of(count), year)),
        ("country", england_by_theme(year)),
    ]
    found = {
        each.count.place.name: (kind, each)
        for kind, each in reversed([*shown, *(("neighbour", one) for one in near)])
    }
    return list(reversed(found.values()))


def _others(beside: list[tuple[str, Themed]], known: Mapping[str, Figure]) -> pd.DataFrame:
    """The theme per head in the place, its region, England and its neighbours, with the range of each."""
    names = [(each.count.place.name, kind) for kind, each in beside]
    rows = [(name, kind, *known[name].per_head) for name, kind in names]
    return pd.DataFrame(rows, columns=["name", "kind", "per_head_gbp", "low_gbp", "high_gbp"])


@remembered
def graded(place: str | Place, year: str) -> pd.DataFrame:
    """The parts of all themes of a place with their errors (ranges.with_errors): every deep dive of the place asks."""
    return _with_errors(count_by_theme(place, year))


def _with_errors(whole: Themed) -> pd.DataFrame:
    return with_errors(whole.parts, whole.count.place, whole.count.year)


def _known(
    place: str, theme: str, year: str, beside: list[tuple[str, Themed]], since: str, prices: str, returns: str
) -> Known:
    """How well the figures of a theme are known."""
    whole, last = beside[0][1], trend_years(year)[-1]
    own, people = _own(place, theme, year, returns), whole.count.population
    aims = {str(tag): sum_of(str(tag), rows, people) for tag, rows in own.groupby("tag", observed=True)}
    parts = [sum_of(str(part), rows, people) for part, rows in own.groupby("part", observed=True)]
    ends = [
        scaled(sum_of(when, _own(place, theme, when, returns), 1.0), factor(when, prices))
        for when in (since, last)
    ]
    here = sum_of(whole.count.place.name, own, people)
    others = {one.count.place.name: _figure(one, kind, theme, year, returns) for kind, one in beside[1:]}
    return Known(
        here,
        tuple(sorted(parts, key=lambda each: -each.amount_gbp)),
        aims,
        {here.name: here, **others},
        since,
        (ends[0], ends[1]),
    )


def _own(place: str | Place, theme: str, year: str, returns: str) -> pd.DataFrame:
    is_told = is_returned(place, year, returns)
    parts = _with_errors(count_by_theme(place, year, returns)) if is_told else graded(place, year)
    return parts[parts["theme"] == theme]


def _figure(whole: Themed, kind: str, theme: str, year: str, returns: str) -> Figure:
    """The theme in one area; England's own share of a line is exact for England."""
    count = whole.count
    if kind == "country":
        return exactly(count.place.name, float(of_theme(whole, theme)["amount_gbp"].sum()), count.population)
    return sum_of(count.place.name, _own(count.place, theme, year, returns), count.population)


def _region_of(count: Count) -> Place:
    return comparators(count.place, str(count.year))[0].place


def prepare(place: str, year: str) -> Iterator[None]:
    """Make now what all deep dives of a year and all of a place in it share, a count at a time: England by theme, the
    place in the years of the trend, the places beside it."""
    england_by_theme(year)
    yield
    for when in trend_years(check_theme_year(year)):
        graded(place, when)
        yield
    count = count_by_theme(place, year).count
    for other in (_region_of(count), *neighbours(count.place, count.year, BESIDE)):
        graded(other, year)
        yield


COUNTERED = ("reaction", "enforcement")
AIMS = {
    "prevention": "prevention",
    "reaction": "reaction and enforcement",
    "enforcement": "reaction and enforcement",
    "administration": "administration",
    "universal": "services for everybody",
}


def sums(parts: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """amount_gbp and share by the given columns, largest first; rows that come to nothing are left out."""
    total = float(parts["amount_gbp"].sum())
    table = parts.groupby(list(columns), observed=True)["amount_gbp"].sum().round(2).reset_index()
    table = table[table["amount_gbp"] != 0]
    table["share"] = table["amount_gbp"] / total if total else 0.0
    order = [False, *[True] * len(columns)]
    return table.sort_values(["amount_gbp", *columns], ascending=order, ignore_index=True)


def by_tag(parts: pd.DataFrame) -> pd.DataFrame:
    """tag, amount_gbp, share for all tags in their order, zero where there is no money."""
    total = float(parts["amount_gbp"].sum())
    amounts = parts.groupby("tag")["amount_gbp"].sum().round(2).reindex(list(TAGS), fill_value=0.0)
    table = amounts.rename_axis("tag").reset_index()
    return table.assign(share=table["amount_gbp"] / total if total else 0.0)


def reaction_per_pound(parts: pd.DataFrame) -> float | None:
    """Pounds of reaction and enforcement for each pound of prevention; None where nothing is tagged prevention."""
    amounts = by_tag(parts).set_index("tag")["amount_gbp"]
    if amounts["prevention"] <= 0:
        return None
    return float(sum(amounts[tag] for tag in COUNTERED) / amounts["prevention"])


def trend(by_year: Mapping[str, tuple[pd.DataFrame, float]], deflator: Deflator, prices: str) -> pd.DataFrame:
    """The theme year by year: year, aim, amount_gbp, real_gbp, population; aim is one of AIMS or "all".

    An aim that no part of a year has is a gap, not a zero: nothing published for that year shows it by itself.
    by_year  {year: (parts of the theme, residents)}; real_gbp is in the asked prices (a year, or "cash").
    """
    rows = []
    for year, (parts, people) in sorted(by_year.items()):
        aims = parts["tag"].map(AIMS)
        amounts = parts.groupby(aims)["amount_gbp"].sum().round(2)
        rows += [(year, aim, float(amounts.get(aim, np.nan)), people) for aim in dict.fromkeys(AIMS.values())]
        rows.append((year, "all", round(float(parts["amount_gbp"].sum()), 2), people))
    table = pd.DataFrame(rows, columns=["year", "aim", "amount_gbp", "population"])
    spent = table.groupby("aim")["amount_gbp"].transform(lambda amounts: (amounts.fillna(0) != 0).any())
    table = table[spent].reset_index(drop=True)
    return in_prices(table.assign(real_gbp=table["amount_gbp"]), ["real_gbp"], deflator, prices)


def known_how(parts: pd.DataFrame) -> pd.DataFrame:
    """How each pound came to the place and to the theme: method, basis, amount_gbp, share, largest first."""
    return sums(parts.assign(method=parts["method"].astype(str)), "method", "basis")
