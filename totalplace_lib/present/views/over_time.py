"""Exhibits of the series report: a run of years in cash and real terms, by group, with breaks and gaps."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.series import TOTAL, change
from totalplace_lib.bench.series import Series
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import lines, small_multiples
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import join, money, per_head, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, small
from totalplace_lib.present.views.publications import source_words

PANELS = 9
MARKED = (
    "What is behind each marked year, and what was unlike other years, stands under the table of all figures."
)


def opening(series: Series) -> Opening:
    """How spending changed in real terms, in which group most, and what to read with care."""
    first, last, real = change(series.table, TOTAL, "real_per_head_gbp")
    cash = change(series.table, TOTAL, "per_head_gbp")[2]
    ends = {year: _row(series, TOTAL, year) for year in (first, last)}
    most, change_gbp = _moved_most(series, first, last)
    breaks = sorted(set(series.table.loc[series.table["marker"] == "b", "year"]))
    gaps = sorted(set(series.table.loc[series.table["marker"] == "x", "year"]))
    return Opening(
        f"Public spending in {series.place} went from {per_head(ends[first]['real_per_head_gbp'])} in {first} to "
        f"{per_head(ends[last]['real_per_head_gbp'])} in {last}, in {series.base} prices: {_moved(real)}.",
        [
            Finding(
                _ends(series),
                f"From {first} to {last} spending per head {_both(cash, real)}.",
            ),
            Finding(
                f"{most} changed most: {_more(change_gbp)} per head in real terms.",
                f"In all, {money(ends[last]['amount_gbp'])} was spent in {last}, {money(ends[first]['amount_gbp'])} in "
                f"{first} (cash).",
            ),
            Finding(
                f"{plural(len(breaks), 'year')} cannot be compared with the one before without care."
                if breaks
                else "Every year can be compared with the one before.",
                f"Breaks before: {join(breaks)}. Years that cannot be counted: {join(gaps)}.",
            ),
        ],
        [
            KeyFigure(f"Per head, {year}", pounds(row["real_per_head_gbp"]), f"{series.base} prices")
            for year, row in ends.items()
        ],
    )


def _ends(series: Series) -> str:
    """The years with most and least for each resident in real terms."""
    own = series.table[series.table["group"] == TOTAL].dropna(subset=["real_per_head_gbp"])
    own = own.sort_values("real_per_head_gbp", kind="stable")
    (low, least), (high, most) = (
        (row["year"], row["real_per_head_gbp"]) for _, row in own.iloc[[0, -1]].iterrows()
    )
    return f"Most was spent in {high}, {per_head(most)}; least in {low}, {per_head(least)}."


def total(series: Series) -> Exhibit:
    """All public spending per head, in cash and in real terms."""
    rows = series.table[series.table["group"] == TOTAL]
    first, last, real = change(series.table, TOTAL, "real_per_head_gbp")
    kinds = {"per_head_gbp": "Cash", "real_per_head_gbp": f"{series.base} prices"}
    table = pd.concat(
        [rows.assign(kind=name, value_gbp=rows[column]) for column, name in kinds.items()], ignore_index=True
    )
    caption = Caption(
        "total",
        f"Between {first} and {last} spending per head {_verb(real)} in real terms",
        f"Public spending per head, {series.place}, current and capital",
        _source(series),
        (MARKED,),
    )
    columns = {
        "year": Column("Financial year"), "kind": Column("Prices"),
        "value_gbp": Column("Spending", "per_head", marker="marker"), "population": Column("Residents", "count"),
    }  # fmt: skip
    return lines(table, columns, caption, period="year", value="value_gbp", series="kind")


def by_group(series: Series) -> Exhibit:
    """The largest groups, each in a small chart on one scale, real terms per head."""
    groups = [name for name in series.table["group"].drop_duplicates() if name != TOTAL][:PANELS]
    table = series.table[series.table["group"].isin(groups)]
    first, last, _ = change(series.table, TOTAL, "real_per_head_gbp")
    most, amount = _moved_most(series, first, last)
    caption = Caption(
        "by-group",
        f"{most} changed most: {_more(amount)} per head between {first} and {last}",
        f"Public spending per head, the largest {plural(len(groups), 'group')}, {series.place}, {series.base} prices",
        _source(series),
        (MARKED,),
    )
    columns = {
        "group": Column("Group"), "year": Column("Financial year"),
        "real_per_head_gbp": Column("Spending", "per_head", marker="marker"),
    }  # fmt: skip
    return small_multiples(table, columns, caption, panel="group", period="year", value="real_per_head_gbp")


def whole_table(series: Series) -> Exhibit:
    """Every group and year in cash and real terms, with markers."""
    caption = Caption(
        "series",
        f"{plural(series.table['group'].nunique() - 1, 'group')} and the total, "
        f"{plural(series.table['year'].nunique(), 'year')}",
        f"Public spending, {series.place}, cash and {series.base} prices, current and capital",
        _source(series),
        _notes(series, series.table),
    )
    columns = {
        "group": Column("Group"), "year": Column("Financial year"),
        "amount_gbp": Column("Cash", "money", marker="marker"),
        "real_gbp": Column(f"{series.base} prices", "money", marker="marker"),
        "per_head_gbp": Column("Cash per head", "per_head", marker="marker"),
        "real_per_head_gbp": Column(f"{series.base} prices per head", "per_head", marker="marker"),
    }  # fmt: skip
    return Exhibit(caption, series.table, columns, alt="A table of spending by group and year, with markers.")


def _source(series: Series) -> str:
    return f"{source_words(series.source_ids)}; mid-year population (ONS); GDP deflator (HM Treasury)"


def _notes(series: Series, rows: pd.DataFrame) -> tuple[str, ...]:
    """What each year that is marked or unlike others means, once."""
    marked = rows.loc[rows["note"] != "", ["year", "note"]].drop_duplicates("year")
    said = {str(row.year): str(row.note) for row in marked.itertuples()}
    gaps = set(rows.loc[rows["marker"] == str(Marker.MISSING), "year"])
    for year, note in series.notes:
        if year in gaps:
            said[year] = f"{said[year]}: {small(note)}"
        else:
            said.setdefault(year, note)
    return tuple(f"{year}: {capital(note)}." for year, note in sorted(said.items()))


def _row(series: Series, group: str, year: str) -> dict[str, float]:
    rows = series.table[(series.table["group"] == group) & (series.table["year"] == year)]
    names = ["amount_gbp", "real_per_head_gbp"]
    return {name: float(rows[name].iloc[0]) for name in names}


def _moved_most(series: Series, first: str, last: str) -> tuple[str, float]:
    """The group whose real spending per head changed most, and by how much."""
    wide = series.table.pivot(index="group", columns="year", values="real_per_head_gbp").drop(index=TOTAL)
    moved = (wide[last] - wide[first]).dropna()
    name = str(moved.abs().idxmax())
    return name, float(moved[name])


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
