"""What came of it: official indicators of a place over the years, beside the money that serves the same outcome.

import totalplace_lib as tp
came = tp.outcomes("birmingham", "2022-23")
came.indicators
came.money

Each year with the framework of its time: until 2010-11 the blocks of the local area agreements (config/outcomes.csv),
from then on the priority outcomes of today's Local Outcomes Framework, looking back. Money never stands as the cause of
an outcome, and a change is told only where the confidence intervals of both years do not meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.outcomes import are_stated
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.series import TOTALS, by_group, marks, series_of, years_between
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.key_arithmetic import brought_forward
from totalplace_lib.count.lenses import outcomes_of
from totalplace_lib.errors import UsageError
from totalplace_lib.model import VINTAGES, Marker, Place, Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.key_series import series
from totalplace_lib.national.places import follow, gazetteer
from totalplace_lib.national.years import check_year, years
from totalplace_lib.project import read_config, read_table

TODAY, THEN = "Local Outcomes Framework of 2026", "local area agreements of 2008"
FIRST_TODAY, FIRST_THEN = "2011-12", "2007-08"
TIED_TO_NONE = "Tied to none of these"
ENGLAND = "E92000001"
PRIORITY = "priority"
CASH = "£"
"""Units in money of the year: they move with prices, and no change of them is told."""
PUBLISHED, TOGETHER, APART = "published", "put together", "by authority"
BASES = {
    "people": ["population"],
    "adults": ["working_age", "pensioners"],
    "working age": ["working_age"],
    "children": ["children"],
}
SOLD = ": sales of assets"
"""How the programme of such a line ends (count.capital_returns)."""
TABLES = ("local_statistics", "homelessness")
HELD = ["indicator", "area_code", "year", "value", "low", "high", "marker"]
INDICATORS = [
    "indicator", "name", "unit", "outcome", "group", "money_group", "leads", "year", "area_name", "how", "value", "low",
    "high", "marker", "england",
]  # fmt: skip


@dataclass(frozen=True)
class CameOfIt:
    """Indicators of a place and the money beside them.

    indicators  INDICATORS, a row for each indicator, year and (where areas cannot be put together) authority; group:
                the outcome or block that it is shown under, money_group: the money that serves it
    money       series.SERIES by money group, in prices of the last year, TIED_TO_NONE last; no totals
    groups      every outcome of the framework, in its order: group, money_group ("" where no line says what serves it),
                kind (priority or contextual)
    """

    place: Place
    year: str
    framework: str
    indicators: pd.DataFrame
    money: pd.DataFrame
    groups: pd.DataFrame
    base: str

    @property
    def changes(self) -> pd.DataFrame:
        """Each indicator of the whole place in its first and last year (first_ and last_ of year, value, low, high),
        england of the last, and moved: up, down, or "" where intervals meet, none is published or it is in cash."""
        whole = self.indicators[(self.indicators["how"] != APART) & self.indicators["value"].notna()]
        return changed(whole)


@asked(called="outcomes")
def outcomes(place: str | Place, year: str | Year | None = None) -> CameOfIt:
    """Official indicators of a place over the years of one framework, and the money of all bodies beside them.

    year  the last year of money; until 2010-11 with the area agreements of the time (default: the newest year)

    outcomes("kent", "2022-23").changes

    Raises UsageError for a place or year that is not known.
    """
    when = check_year(years()[-1] if year is None else year)
    where = in_year(place, when)
    is_then = are_stated(when)
    groups = _groups(is_then, read_config("frameworks/outcomes.csv").fillna(""))
    rules = read_config("outcomes.csv" if is_then else "frameworks/money.csv")
    run = [
        each for each in years_between(FIRST_THEN if is_then else FIRST_TODAY, str(when)) if each in years()
    ]
    codes = [*codes_of(where), *newest_areas(where), ENGLAND]
    held = pd.concat([read_table(name, HELD, area_code=codes) for name in TABLES], ignore_index=True)
    held = held[(held["year"] >= run[0]) & ((held["year"] <= run[-1]) | (not is_then))]
    indicators = told(held, read_config("frameworks/indicators.csv"), codes_of(where), weights(where, when))
    named = indicators.merge(groups.drop_duplicates("outcome"), on="outcome", how="left", validate="m:1")
    return CameOfIt(
        where, str(when), THEN if is_then else TODAY, named[INDICATORS], spent(where, run, rules),
        groups[["group", "money_group", "kind"]].drop_duplicates(ignore_index=True), run[-1],
    )  # fmt: skip


def _groups(is_then: bool, framework: pd.DataFrame) -> pd.DataFrame:
    """Each priority outcome with the group that it is shown under and the money that serves it."""
    table = framework.assign(group=framework["name"], money_group=framework["money"])
    if is_then:
        table = table.assign(group=table["block"], money_group=table["block"], kind=PRIORITY)
    return table[["outcome", "group", "money_group", "kind"]]


def codes_of(place: Place) -> list[str]:
    """Codes under which the ground of a place is published as a whole: itself, its county, combined authority, region
    or England, on the boundaries of any time."""
    found: list[str] = []
    aliases = read_table("area_aliases", kind="combined authority")
    combined = aliases[aliases["alias"].str.startswith("E47")]
    for vintage in VINTAGES:
        try:
            own = set(follow(place, vintage).areas)
        except UsageError:
            continue
        areas = gazetteer(vintage).areas
        found += [*own] if len(own) == 1 else []
        for column in ("county_code", "region_code"):
            sets = areas.groupby(column)["area_code"].agg(set)
            found += [str(code) for code, members in sets.items() if members == own]
        found += [
            alias for alias, code in combined[["alias", "code"]].to_numpy() if set(code.split("+")) == own
        ]
        found += [ENGLAND] * (own == set(areas["area_code"]))
    return list(dict.fromkeys(found))


def newest_areas(place: Place) -> list[str]:
    """The areas of a place on the newest boundaries on which it can be followed; on its own where it cannot."""
    try:
        return list(follow(place, max(VINTAGES)).areas)
    except UsageError:
        return list(place.areas)


def weights(place: Place, year: Year) -> pd.DataFrame:
    """People behind rates in a year by area and base (BASES), on the newest areas."""
    names = sorted({name for parts in BASES.values() for name in parts})
    wide = series(year, names).pivot_table(index="area_code", columns="key", values="value")
    changes, codes = read_table("area_changes"), newest_areas(place)
    people = pd.DataFrame({name: brought_forward(wide[name], changes, codes) for name in names})
    return pd.DataFrame({base: people[parts].sum(axis=1) for base, parts in BASES.items()})


def told(held: pd.DataFrame, layout: pd.DataFrame, codes: list[str], people: pd.DataFrame) -> pd.DataFrame:
    """Figures of the whole place where they are published or can be put together, else of its authorities.

    held    rows of local_statistics;  layout: config/frameworks/indicators.csv;  codes: codes_of;  people: weights
    """
    frame = held.merge(layout.drop(columns=["published", "decimals"]), on="indicator", validate="m:1")
    is_told = frame["marker"].isin(["", str(Marker.UNRELIABLE)])
    gaps, frame = frame[~is_told], frame[is_told]
    england = frame[frame["area_code"] == ENGLAND].drop_duplicates(["indicator", "year"], keep="last")
    whole = frame[frame["area_code"].isin(codes)].drop_duplicates(["indicator", "year"], keep="last")
    whole = whole.assign(how=PUBLISHED, area_name="")
    by = ["indicator", "year"]
    known = pd.MultiIndex.from_frame(whole[by])
    rest = frame[frame["area_code"].isin(people.index) & ~frame["area_code"].isin(codes)]
    rest = rest[~pd.MultiIndex.from_frame(rest[by]).isin(known)]
    parts = [
        whole,
        put_together(rest, people),
        _of_authorities(rest, people),
        _non_submitting(gaps, frame, people),
    ]
    table = (
        pd.concat([part for part in parts if len(part)], ignore_index=True) if any(map(len, parts)) else whole
    )
    return table.merge(
        england[[*by, "value"]].rename(columns={"value": "england"}), on=by, how="left", validate="m:1"
    ).sort_values([*by, "area_name"], ignore_index=True)


def put_together(rest: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Rates with a known base as the mean of all areas, weighted by it, and numbers of things added up [e]. No interval
    is published for them. rest: figures of areas, people: weights by area and base."""
    own = rest[rest["base"].notna()]
    whole = own.groupby(["indicator", "year"])["area_code"].transform("nunique") == len(people)
    rows = []
    for (_, _), part in own[whole].groupby(["indicator", "year"]):
        first = part.drop_duplicates("area_code").set_index("area_code")
        base = str(first["base"].iloc[0])
        weight = people[base].reindex(first.index) if base in people else 1.0 + 0 * first["value"]
        value = (first["value"] * weight).sum() / (1.0 if base == "sum" else weight.sum())
        rows.append({**first.iloc[0], "value": round(float(value), 1), "low": None, "high": None})
    table = pd.DataFrame(rows, columns=rest.columns)
    return table.assign(how=TOGETHER, area_name="", marker=str(Marker.ESTIMATED)).astype(
        {"value": float, "low": float, "high": float}
    )


def _of_authorities(rest: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Figures of single authorities where the place's own cannot be put together."""
    complete = rest.groupby(["indicator", "year"])["area_code"].transform("nunique") == len(people)
    apart = rest[~(complete & rest["base"].notna())]
    names = gazetteer(max(VINTAGES)).areas.set_index("area_code")["area_name"]
    return apart.assign(how=APART, area_name=apart["area_code"].map(names).fillna(apart["area_code"]))


def _non_submitting(gaps: pd.DataFrame, frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Authorities of which an indicator is published without any figure, in its last year: its marker says why."""
    own = gaps[gaps["area_code"].isin(people.index) & (gaps["marker"] == str(Marker.MISSING))]
    by = ["indicator", "area_code"]
    own = own[~pd.MultiIndex.from_frame(own[by]).isin(pd.MultiIndex.from_frame(frame[by]))]
    last = own.sort_values("year").drop_duplicates(by, keep="last")
    names = gazetteer(max(VINTAGES)).areas.set_index("area_code")["area_name"]
    return last.assign(how=APART, area_name=last["area_code"].map(names).fillna(last["area_code"]))


def spent(place: Place, run: list[str], rules: pd.DataFrame) -> pd.DataFrame:
    """Money of all bodies by what it serves, over the years, in prices of the last (series.SERIES); no totals."""
    counts = {year: whole_area_count(place, year) for year in run}
    lines: Mapping[str, pd.DataFrame] = {
        year: count.lines.assign(serves=outcomes_of(count.lines, rules).replace("", TIED_TO_NONE))
        for year, count in counts.items()
    }
    people = {year: count.population for year, count in counts.items()}
    unlike = pd.concat([marks(run), assets_sold(lines)], ignore_index=True)
    table = series_of(by_group(lines, "serves"), people, run, deflator(), run[-1], unlike)
    table = table[~table["group"].isin(TOTALS)]
    last = table["group"] == TIED_TO_NONE
    return pd.concat([table[~last], table[last]], ignore_index=True)


def assets_sold(lines: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows as of series.marks for years in which sales of assets, which are taken off spending, come to more than a
    quarter of what else is spent on the same. lines: by year, with serves"""
    rows = []
    for year, frame in lines.items():
        is_sale = frame["programme"].str.endswith(SOLD)
        sold, rest = (frame[part].groupby("serves")["amount_gbp"].sum() for part in (is_sale, ~is_sale))
        for group, amount in (-sold).items():
            if amount > rest.get(group, 0.0) / 4 > 0:
                why = f"sales of assets of {amount / 1e6:,.0f} million pounds are taken off spending"
                rows.append((year, group, "b", "Assets sold", f"Assets sold: {why}"))
    return pd.DataFrame(rows, columns=["year", "groups", "marker", "sign", "note"], dtype="str")


def changed(whole: pd.DataFrame) -> pd.DataFrame:
    """First and last year of each indicator, and whether it moved beyond its intervals (CameOfIt.changes)."""
    ordered = whole.sort_values("year")
    ends = [
        ordered.drop_duplicates("indicator", keep=keep).set_index("indicator") for keep in ("first", "last")
    ]
    ends[0] = ends[0].reindex(ends[1].index)
    first, last = ends
    columns = ["year", "value", "low", "high", "marker"]
    table = last[["name", "unit", "group", "money_group", "leads", "england"]].join(
        [end[columns].add_prefix(word) for end, word in zip(ends, ("first_", "last_"), strict=True)]
    )
    is_up, is_down = last["low"] > first["high"], last["high"] < first["low"]
    moved = is_up.map({True: "up", False: ""}).mask(is_down, "down")
    is_sure = (first["marker"] == "") & (last["marker"] == "") & ~last["unit"].str.startswith(CASH)
    return table.assign(moved=moved.where(is_sure, "")).reset_index()


def as_record(made: CameOfIt) -> dict[str, object]:
    """What came of it as plain data; a gap is null."""
    frames = {"indicators": made.indicators, "changes": made.changes, "money": made.money}
    rows = {
        name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for name, frame in frames.items()
    }
    return {
        "place": made.place.name,
        "year": made.year,
        "framework": made.framework,
        "base": made.base,
        **rows,
    }
