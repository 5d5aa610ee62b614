"""Exhibits of what changed between two editions of a count: by body, and the largest changes line by line."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.diff import SAME, Changes, by_change, by_word
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import money, plural
from totalplace_lib.present.statement import Statement
from totalplace_lib.present.views.publications import source_words

BODIES, LINES = 10, 20
RENAMED = "Names of programmes change between years: the same work may stand as removed and as added."
NOTE = "In cash: part of a change between years is the rise of prices."


def by_body(changed: Changes | None) -> Exhibit | Statement:
    """The bodies whose spending changed most, before and after."""
    if changed is None:
        return Statement("No earlier year can be counted, so there is nothing to compare this one with.")
    every = by_word(changed.lines, "spender")
    if changed.is_same:
        return Statement(f"Nothing changed between {changed.before.name} and {changed.after.name}.")
    table = every.head(BODIES)
    first = table.iloc[0]
    caption = Caption(
        "changed-by-body",
        f"{_sum(changed.difference_gbp)} in all, in cash; {_largest(changed, first)}",
        f"Public spending by body, the {plural(len(table), 'largest change', 'largest changes')} of "
        f"{plural(len(every), 'body', 'bodies')}, {changed.before.name} and {changed.after.name}, cash",
        source_words([*changed.before.source_ids, *changed.after.source_ids]),
        (NOTE, *_other_publication(changed)),
    )
    columns = {
        "spender": Column("Body"), "before_gbp": Column(changed.before.name, "money"),
        "after_gbp": Column(changed.after.name, "money"), "difference_gbp": Column("Difference", "money"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="spender", values=("before_gbp", "after_gbp"))


def by_line(changed: Changes | None) -> Exhibit | Statement:
    """The largest changes line by line, with how many lines were added, removed and changed."""
    if changed is None or changed.is_same:
        return Statement("No line was added, removed or changed.")
    different = changed.lines[changed.lines["change"] != SAME]
    table = different.head(LINES).assign(change=lambda frame: frame["change"].str.capitalize())
    counts = by_change(changed.lines).set_index("change")["lines"]
    caption = Caption(
        "changed-lines",
        f"{plural(int(counts['added']), 'line was', 'lines were')} added and {counts['removed']:,} removed; "
        f"{counts['changed']:,} changed, {counts['same']:,} stayed the same",
        f"The {plural(len(table), 'largest change', 'largest changes')}, "
        f"{changed.before.name} to {changed.after.name}, cash",
        source_words([*changed.before.source_ids, *changed.after.source_ids]),
        (
            NOTE,
            *_other_publication(changed),
            RENAMED,
        ),
    )
    columns = {
        "spender": Column("Body"), "programme": Column("Programme"), "function": Column("Function"),
        "economic": Column("Current or capital"), "change": Column("Change"),
        "before_gbp": Column("Before", "money", marker="before_marker"),
        "after_gbp": Column("After", "money", marker="after_marker"),
        "difference_gbp": Column("Difference", "money"),
    }  # fmt: skip
    return Exhibit(caption, _named(table), columns, alt="A table of the lines that changed most.")


def _other_publication(changed: Changes) -> tuple[str, ...]:
    return (f"{changed.note}: part of a change may be that of the source.",) if changed.note else ()


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
    """The largest change, or that none is named: between two publications a change may be one of source alone."""
    if changed.note:
        return "the two editions rest on different publications, so no body's change is named"
    return f"the largest change is at {first['spender']}: {_sum(float(first['difference_gbp']))}"


def _sum(amount: float) -> str:
    return f"{money(abs(amount))} {'more' if amount >= 0 else 'less'}"
