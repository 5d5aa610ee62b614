"""Exhibits of the series report: a run of years in cash and real terms, by group, with breaks and gaps."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from totalplace_lib.analysis.series import TOTAL, TOTALS, Series, change, comparable
from totalplace_lib.evidence.carried import Reason, Verdict, limits, moved
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import lines, small_multiples
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding, heads_between
from totalplace_lib.present.numbers import join, per_head, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, small
from totalplace_lib.present.views.publications import source_words

PANELS = 9
_FLAG = " marker"
NONE_MOVED = "No group's change can be told"
MARKED = "What was unlike other years stands under the last table."
WITHOUT_WORDS = "without exceptional support (covid-19, energy prices, cost of living)"


def opening(series: Series) -> Opening:
    """How spending changed in real terms while it can be compared, in which group most, what to read with care."""
    whole = comparable(series.table)
    first, last, real = change(series.table, whole, "real_per_head_gbp")
    cash = change(series.table, whole, "per_head_gbp")[2]
    ends = {year: _row(series, whole, year) for year in (first, last)}
    breaks = sorted(set(series.table.loc[series.table["marker"] == "b", "year"]))
    gaps = sorted(set(series.table.loc[series.table["marker"] == "x", "year"]))
    what = "Public spending" if whole == TOTAL else f"Public spending {WITHOUT_WORDS}"
    verdict = moved(*series.ends[whole], limits())
    moved_words = f": {_moved(real)}" if verdict.may else ""
    return Opening(
        f"{what} in {series.place} went from {per_head(ends[first]['real_per_head_gbp'])} in {first} to "
        f"{per_head(ends[last]['real_per_head_gbp'])} in {last}, in {series.base} prices{moved_words}.",
        [
            finding(
                verdict,
                f"From {first} to {last}, the longest run of years that can be compared, spending per head "
                f"{_both(cash, real)}{_without(whole)}.",
                _ends(series),
                f"Whether spending per head rose or fell from {first} to {last} cannot be told.",
            ),
            _most(series),
            Finding(
                f"In {plural(len(breaks), 'year')} some figures cannot be compared with the year before."
                if breaks
                else "Every year can be compared with the one before.",
                f"Breaks, each with its cause in the table: {join(breaks)}. "
                f"Years that cannot be counted: {join(gaps)}.",
            ),
        ],
        [
            KeyFigure(
                f"Per head, {year}",
                pounds(row["real_per_head_gbp"]),
                f"{heads_between(figure) or 'no range'}, {series.base} prices",
            )
            for (year, row), figure in zip(ends.items(), series.ends[whole], strict=True)
        ],
    )


def _most(series: Series) -> Finding:
    """The group that moved most of those whose change is carried."""
    found = _moved_most(series)
    if found is None:
        verdict = moved(*next(iter(series.ends.values())), limits())
        return finding(verdict if not verdict.may else Verdict(Reason.WIDE), "", "", NONE_MOVED + ".")
    most, since, until, change_gbp = found
    return Finding(
        f"Of what can be told {small(most)} changed most: {_more(change_gbp)} per head in real terms from {since} to "
        f"{until}.",
        "Each group is compared over its longest run of years without a break.",
    )


def _without(group: str) -> str:
    return "" if group == TOTAL else " without exceptional support"


def _ends(series: Series) -> str:
    """The years with most and least for each resident in real terms, exceptional support and all."""
    own = series.table[series.table["group"] == TOTAL].dropna(subset=["real_per_head_gbp"])
    own = own.sort_values("real_per_head_gbp", kind="stable")
    (low, least), (high, most) = (
        (row["year"], row["real_per_head_gbp"]) for _, row in own.iloc[[0, -1]].iterrows()
    )
    return f"Most was spent in {high}, {per_head(most)}; least in {low}, {per_head(least)}."


def _measure(series: Series, cash: bool, per: str = "per_head_gbp") -> tuple[str, str]:
    """The column of figures for each resident and its prices in words."""
    return (per, "cash") if cash else (f"real_{per}", f"{series.base} prices")


def total(series: Series, cash: bool = False) -> Exhibit:
    """All public spending per head, with and without exceptional support, in real terms or, when asked, in cash."""
    column, prices = _measure(series, cash)
    rows = series.table[series.table["group"].isin(TOTALS)]
    whole = comparable(series.table)
    first, last, part = change(series.table, whole, column)
    verdict = moved(*series.ends[whole], limits())
    caption = Caption(
        "total",
        f"Between {first} and {last} spending per head{_without(whole)} {_verb(part)} "
        f"{'in cash' if cash else 'in real terms'}"
        if verdict.may
        else f"Public spending per head{_without(whole)}: no change can be told",
        f"Public spending per head, {series.place}, current and capital, {prices}",
        source(series),
        (MARKED,),
        str(verdict.reason),
    )
    columns = {
        "year": Column("Financial year"), "group": Column("What"),
        column: Column("Spending", "per_head", marker="marker"), "population": Column("Residents", "count"),
        "note": Column("What is unlike the year before"),
    }  # fmt: skip
    return lines(rows, columns, caption, period="year", value=column, series="group", causes=series.causes)


def by_group(series: Series, cash: bool = False) -> Exhibit:
    """The largest groups, each in a small chart on its own scale, per head, in real terms or, when asked, in cash."""
    column, prices = _measure(series, cash)
    groups = [name for name in series.table["group"].drop_duplicates() if name not in TOTALS][:PANELS]
    table = series.table[series.table["group"].isin(groups)]
    found = _moved_most(series, column)
    caption = Caption(
        "by-group",
        f"Of what can be told {small(found[0])} changed most: {_more(found[3])} per head between {found[1]} and "
        f"{found[2]}"
        if found
        else NONE_MOVED,
        f"Public spending per head, the largest {plural(len(groups), 'group')}, {series.place}, {prices}",
        source(series),
        (MARKED,),
        "" if found else str(Reason.WIDE),
    )
    columns = {
        "group": Column("Group"), "year": Column("Financial year"),
        column: Column("Spending", "per_head", marker="marker"),
        "note": Column("What is unlike the year before"),
    }  # fmt: skip
    return small_multiples(table, columns, caption, panel="group", period="year", value=column)


def wide(table: pd.DataFrame, value: str, like: Column, caption: Caption) -> Exhibit:
    """A column for each year, closed by default like every long table."""
    order, years = table["group"].drop_duplicates(), table["year"].drop_duplicates().tolist()
    amounts, flags = (table.pivot(index="group", columns="year", values=name) for name in (value, "marker"))
    rows = amounts.join(flags.add_suffix(_FLAG)).reindex(order).reset_index()
    columns = {"group": Column("Group")} | {
        year: replace(like, heading=year, marker=f"{year}{_FLAG}") for year in years
    }
    return Exhibit(caption, rows, columns, alt=f"A table with a column for each year. {caption.headline}.")


def source(series: Series) -> str:
    """The publications of all years."""
    return f"{source_words(series.source_ids)}; mid-year population (ONS); GDP deflator (HM Treasury)"


def notes_of(series: Series) -> tuple[str, ...]:
    """What each year that is marked or unlike others means, once."""
    said: dict[str, list[str]] = {}
    rows = series.table
    for row in rows.loc[rows["note"] != "", ["year", "note"]].drop_duplicates().itertuples():
        told = said.setdefault(str(row.year), [])
        told += [part for part in str(row.note).split("; ") if part not in told]
    gaps = set(rows.loc[rows["marker"] == str(Marker.MISSING), "year"])
    for year, note in series.notes:
        if year in gaps:
            said[year] = [f"{said[year][0]}: {small(note)}"]
        else:
            said.setdefault(year, []).append(note)
    return tuple(
        f"{year}: {'. '.join(capital(each) for each in notes)}." for year, notes in sorted(said.items())
    )


def _row(series: Series, group: str, year: str) -> dict[str, float]:
    rows = series.table[(series.table["group"] == group) & (series.table["year"] == year)]
    names = ["amount_gbp", "real_per_head_gbp"]
    return {name: float(rows[name].iloc[0]) for name in names}


def _moved_most(series: Series, column: str = "real_per_head_gbp") -> tuple[str, str, str, float] | None:
    """The group whose spending per head changed most over its longest unbroken run, of those whose change is carried:
    name, first, last, by how much."""
    found = []
    for name, (first, last) in series.ends.items():
        if name not in TOTALS and moved(first, last, limits()).may:
            values = series.table[series.table["group"] == name].set_index("year")[column]
            gap = float(values[last.name] - values[first.name])
            found.append((name, first.name, last.name, gap))
    return max(found, key=lambda each: abs(each[3]), default=None)


def _verb(part: float) -> str:
    """ "rose by 12%", "fell by 3%", "did not change"."""
    return (
        "did not change" if abs(part) < 0.005 else f"{'rose' if part > 0 else 'fell'} by {share(abs(part))}"
    )


def _both(cash: float, real: float) -> str:
    """ "rose by 55% in cash and by 11% in real terms", "rose by 20% in cash and fell by 3% in real terms"."""
    in_cash, in_real = _verb(cash), _verb(real)
    for verb in ("rose ", "fell "):
        if in_cash.startswith(verb):
            in_real = in_real.removeprefix(verb)
    return f"{in_cash} in cash and {in_real} in real terms"


def _moved(part: float) -> str:
    return "no change" if abs(part) < 0.005 else f"{share(abs(part))} {'more' if part > 0 else 'less'}"


def _more(amount: float) -> str:
    return f"{pounds(abs(amount))} {'more' if amount >= 0 else 'less'}"
