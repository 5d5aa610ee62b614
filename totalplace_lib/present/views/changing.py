"""Exhibits of what changed between two editions of a count: by body, and the largest changes line by line."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.diff import SAME, Changes, by_word
from totalplace_lib.analysis.prices import factor
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, plural
from totalplace_lib.present.sentences import bracketed, capital
from totalplace_lib.present.views.publications import source_words
from totalplace_lib.sources.editions import Edition

BODIES, LINES = 8, 5


def by_body(changed: Changes | None) -> Exhibit | Note:
    """The bodies whose spending changed most, before and after."""
    if changed is None:
        return Absent("No earlier year can be counted, so there is nothing to compare this one with.")
    before, after = changed.before, changed.after
    prices = factor(before.year, after.year)
    every = by_word(changed.lines, "spender", prices)
    if changed.is_same:
        return Absent(f"Nothing changed between {before.name} and {after.name}.")
    table = every.head(BODIES)
    real = after.total_gbp - before.total_gbp * prices
    caption = Caption(
        "changed-by-body",
        f"{capital(_sum(real))} than the year before in real terms, {_sum(changed.difference_gbp)} in cash; "
        f"{_largest(changed, table.iloc[0])}",
        f"Public spending by body, {after.place}, {before.year} and {after.year}, in the prices of {after.year}: the "
        f"{plural(len(table), 'largest change', 'largest changes')}",
        source_words([*before.source_ids, *after.source_ids]),
        _other_publication(changed),
    )
    columns = {
        "spender": Column("Body"), "before_gbp": Column(_titled(before, after), "money"),
        "after_gbp": Column(_titled(after, before), "money"), "difference_gbp": Column("Difference", "money"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="spender", values=("before_gbp", "after_gbp"))


def _titled(one: Edition, other: Edition) -> str:
    return one.name if one.year == other.year else one.year


def by_line(changed: Changes | None) -> Exhibit | Note:
    """The largest changes line by line."""
    if changed is None or changed.is_same:
        return Absent("No line was added, removed or changed.")
    different = changed.lines[changed.lines["change"] != SAME]
    table = different.head(LINES).assign(change=lambda frame: frame["change"].str.capitalize())
    caption = Caption(
        "changed-lines",
        "The largest changes by programme; one that was renamed stands as removed and as added",
        f"The {plural(len(table), 'largest change', 'largest changes')}, "
        f"{changed.before.name} to {changed.after.name}, cash",
        source_words([*changed.before.source_ids, *changed.after.source_ids]),
        _other_publication(changed),
    )
    columns = {
        "spender": Column("Body"), "programme": Column("Programme"),
        "economic": Column("Current or capital"), "change": Column("Change"),
        "before_gbp": Column("Before", "money", marker="before_marker"),
        "after_gbp": Column("After", "money", marker="after_marker"),
        "difference_gbp": Column("Difference", "money"),
    }  # fmt: skip
    return Exhibit(caption, _named(table), columns, alt="A table of the lines that changed most.")


def _other_publication(changed: Changes) -> tuple[str, ...]:
    return (f"{changed.note}. Part of a change may be of that alone.",) if changed.note else ()


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """A line without a programme says so; a line that was not there has no figure, which is not a zero."""
    added, removed = table["change"] == "Added", table["change"] == "Removed"
    gap = {True: str(Marker.NOT_APPLICABLE), False: ""}
    return table.assign(
        programme=table["programme"].replace("", "(no programme named)"),
        before_gbp=table["before_gbp"].mask(added),
        after_gbp=table["after_gbp"].mask(removed),
        before_marker=added.map(gap),
        after_marker=removed.map(gap),
    )


def _largest(changed: Changes, first: pd.Series) -> str:
    """The largest change, or that none is named: between publications or definitions a change may be of those alone."""
    if changed.note:
        return "the two years are not counted from the same, so no body's change is named"
    return (
        f"the largest change is at {bracketed(str(first['spender']))}: {_sum(float(first['difference_gbp']))}"
    )


def _sum(amount: float) -> str:
    return f"{money(abs(amount))} {'more' if amount >= 0 else 'less'}"
