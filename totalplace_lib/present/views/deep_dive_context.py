"""Exhibits of a deep dive beyond the place's own figures: trend, other places, clients, what is known and not."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import deep_dive as analysis
from totalplace_lib.analysis.deep_dive import DeepDive
from totalplace_lib.analysis.neighbours import KINDS, kind_of
from totalplace_lib.analysis.prices import CASH, in_words
from totalplace_lib.evidence.carried import Verdict, limits, ranked, ranks
from totalplace_lib.model import Marker, Method, Year
from totalplace_lib.present.charts import bars, grouped_bars, lines
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import rank_words
from totalplace_lib.present.gate import why as because
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, plural, pounds, share
from totalplace_lib.present.sentences import capital, small
from totalplace_lib.present.views.deep_dive import MONEY, moved_over, source, subtitle


def over_time(dive: DeepDive) -> Exhibit:
    """The theme over the countable years by aim, in real terms or cash."""
    value, words = "real_gbp", in_words(dive.prices)
    table = dive.trend[dive.trend["aim"] != "all"].assign(aim=lambda frame: frame["aim"].str.capitalize())
    whole = dive.trend[dive.trend["aim"] == "all"]
    is_break = table["year"].isin(dive.breaks["year"])
    table["marker"] = is_break.map({True: str(Marker.BREAK), False: ""}).where(
        table[value].notna(), str(Marker.MISSING)
    )
    by_reason = dive.breaks.groupby("why", sort=False)["year"].agg(list)
    why = [f"Not comparable from {join(years)} on: {reason}." for reason, years in by_reason.items()]
    verdict = moved_over(dive)
    caption = Caption(
        "over-time",
        _movement(whole[["year", value]], dive.known.since)
        if verdict.may
        else f"Spending on {small(dive.name)} from {whole['year'].iloc[0]} to {whole['year'].iloc[-1]}",
        f"Spending by aim, {small(dive.name)}, {dive.whole.count.place.name}, {words}",
        f"{source(dive)}; GDP deflator (HM Treasury)",
        (*why, *_years_shown(list(whole["year"])), *_no_change(verdict)),
        str(verdict.reason),
    )
    columns = {
        "year": Column("Year"),
        "aim": Column("Aim"),
        value: Column("Spending", "money", marker="marker"),
        **({} if dive.prices == CASH else {"amount_gbp": Column("Spending in cash", "money")}),
    }
    return lines(table, columns, caption, period="year", value=value, series="aim")


def _no_change(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.may else (f"No change is told. {because(verdict)}",)


def _years_shown(shown: list[str]) -> list[str]:
    """What a reader must know of the years of a trend: those missing between, and an accounting basis of its own."""
    said = []
    first, last = (int(year[:4]) for year in (shown[0], shown[-1]))
    missing = [str(Year(start)) for start in range(first, last) if str(Year(start)) not in shown]
    if missing:
        said.append(f"Not countable, and not shown: {join(missing)}.")
    said.append("Years before and after, whose lines are named in other ways, are not shown.")
    if "2008-09" in shown:
        said.append("Until 2008-09 councils stated pensions another way.")
    return said


def _movement(amounts: pd.DataFrame, since: str) -> str:
    """Whether spending rose or fell over the years that can be compared with the last, if there are any."""
    last, comparable = amounts.iloc[-1], amounts[amounts["year"] >= since]
    first = comparable.iloc[0]
    gap = float(last.iloc[1]) / float(first.iloc[1]) - 1
    verb = "rose by" if gap > 0 else "fell by"
    before = "" if len(comparable) == len(amounts) else "; years before are not comparable"
    return f"Spending {verb} {share(abs(gap))} from {first['year']} to {last['year']}{before}"


def beside_others(dive: DeepDive) -> Exhibit | Note:
    """The theme per head in the place, its region, England and its statistical neighbours."""
    if len(dive.others) == 1:
        return Absent(
            f"{dive.whole.count.place.name} has no wider area and no areas like it to stand beside."
        )
    table = dive.others.sort_values("per_head_gbp", ascending=False, ignore_index=True)
    kinds = {
        "place": "this place",
        "region": "region",
        "country": "country",
        "neighbour": "statistical neighbour",
    }
    table["kind"] = table["kind"].map(kinds)
    own, name = dive.known.own, dive.whole.count.place.name
    near = dive.others.loc[dive.others["kind"] == "neighbour", "name"]
    others = [dive.known.others[str(each)] for each in near]
    verdict, (best, worst) = ranked(own, others, limits()), ranks(own, others)
    caption = Caption(
        "beside-others",
        f"{name} ranks {rank_words(best, worst)} of {len(others) + 1} places in spending per head"
        if verdict.may
        else f"{name} beside {plural(len(others), 'place')} like it, its region and England",
        subtitle(dive, "Spending per resident"),
        f"{source(dive)}; index of multiple deprivation (MHCLG); population (ONS)",
        (
            f"Statistical neighbours are the {KINDS[kind_of(dive.whole.count.place)]} nearest in age, deprivation, "
            "housing, land and size, work and migration; London is apart.",
            "Where money is shared by a measure such as people or claimants, a place differs from its region only by "
            "that measure.",
            *(() if verdict.may else (f"No rank is told. {because(verdict)}",)),
        ),
        str(verdict.reason),
    )
    columns = {
        "name": Column("Area"),
        "kind": Column("Kind"),
        "per_head_gbp": Column("Spending per resident", "per_head"),
        "low_gbp": Column("Low", "per_head"),
        "high_gbp": Column("High", "per_head"),
    }
    focus = [dive.whole.count.place.name]
    return bars(table, columns, caption, label="name", value="per_head_gbp", focus=focus)


def known_how(dive: DeepDive) -> Exhibit:
    """How each pound came to the place and to the theme."""
    table = analysis.known_how(dive.parts)
    here = table["method"].str.lower() == str(Method.ACTUAL)
    known = float(table.loc[here, "share"].sum())
    table["method"] = here.map({True: "Published for the place", False: "Shared by a measure"})
    table["basis"] = table["basis"].map(capital)
    caption = Caption(
        "known-how",
        f"{share(known)} of the theme comes from lines published for the place or its bodies",
        subtitle(dive, "Spending by how it was placed and how it was given to the theme"),
        source(dive),
        (
            "Shared by a measure: the place's part of a wider area's money.",
            "Whole line: all of it is this theme's. Where several themes share a line, the table says how.",
        ),
    )
    columns = {"method": Column("How placed"), "basis": Column("How given to the theme"), **MONEY}
    return Exhibit(caption, table, columns, alt="A table of how the figures of the theme are known.")


def not_known(dive: DeepDive) -> Exhibit:
    """What is not known about the theme, with where that is said."""
    caption = Caption(
        "not-known",
        f"{plural(len(dive.gaps), 'thing')} that no publication says about {small(dive.name)}",
        "Gaps in what is published, not zeros",
        "Total Place register of gaps",
    )
    columns = {"gap": Column("What is not known"), "source": Column("Where this is seen")}
    return Exhibit(
        caption, dive.gaps.astype({"gap": str, "source": str}), columns, alt="A table of what is not known."
    )


def per_client(dive: DeepDive) -> Exhibit | Note:
    """What one client costs, beside England, where volumes are published."""
    table, year = dive.clients.table, dive.clients.year
    if table.empty:
        return Absent(
            f"No publication gives the number of clients of {small(dive.name)} in this place for these years."
        )
    table = table.assign(name=table["service"] + ", each " + table["unit"])
    first = table.iloc[0]
    caption = Caption(
        "per-client",
        f"{first['service']}: {pounds(float(first['unit_cost_gbp']))} for each {first['unit']}, "
        f"{pounds(float(first['england_unit_cost_gbp']))} in England",
        f"Cost of each unit of activity, councils wholly in {dive.whole.count.place.name}, {year}, cash",
        dive.clients.source,
        ("Spending and activity are summed over the place's councils that gave both, then divided.",),
    )
    here = "Councils here" if dive.whole.count.place.kind == "country" else dive.whole.count.place.name
    columns = {
        "name": Column("Service and unit"),
        "unit_cost_gbp": Column(f"{here}, £", "number", decimals=2),
        "england_unit_cost_gbp": Column("England, £", "number", decimals=2),
        "activity": Column("Activity", "count"),
        "gross_gbp": Column("Spending", "money"),
        "councils": Column("Councils", "count"),
    }
    return grouped_bars(
        table, columns, caption, label="name", values=("unit_cost_gbp", "england_unit_cost_gbp")
    )
