"""Accessible HTML tables: caption, column and row headers, stable ids, a scrolling region with a name.

Own writer because pandas writes no scope and great-tables no caption (and neither has stable ids with both).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker
from totalplace_lib.present.columns import Column, Shown, shown
from totalplace_lib.present.marker_words import marker_key
from totalplace_lib.present.text import escape, slugged


def shown_columns(table: pd.DataFrame, columns: Mapping[str, Column]) -> list[Shown]:
    """Each column as text, in the order given. UsageError for an absent column or a heading twice."""
    needed = [*columns, *(column.marker for column in columns.values() if column.marker)]
    absent = [name for name in needed if name not in table.columns]
    if absent or not columns:
        raise UsageError(f"The table has no column {absent}; it has {list(table.columns)}.")
    ready = [
        shown(column, table[name], table[column.marker] if column.marker else None)
        for name, column in columns.items()
    ]
    headings = [column.heading for column in ready]
    if len(set(headings)) < len(headings) or not all(headings):
        raise UsageError(f"Each column needs a heading of its own; these are {headings}.")
    return ready


def html_table(table: pd.DataFrame, columns: Mapping[str, Column], caption: str, ident: str) -> str:
    """The table as HTML inside a focusable region that scrolls sideways; first column is the row header.

    ident is the stem of the ids (made safe here). Markers used are explained under the table.
    """
    ready = shown_columns(table, columns)
    stem = f"table-{slugged(ident)}"
    head = "".join(_head(column) for column in ready)
    body = "\n".join(_row(ready, position) for position in range(len(table)))
    key = marker_key({marker for column in ready for marker in column.markers} - {Marker.NONE})
    return (
        f'<div role="region" aria-labelledby="{stem}-caption" tabindex="0" class="table-scroll">\n'
        f'<table id="{stem}">\n<caption id="{stem}-caption">{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
        + (f'\n<p class="table-key">{escape(key)}</p>' if key else "")
    )


def _head(column: Shown) -> str:
    return f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>'


def _row(ready: list[Shown], position: int) -> str:
    first, *others = ready
    cells = "".join(f"<td{_class(column)}>{escape(column.cells[position])}</td>" for column in others)
    return f'<tr><th scope="row">{escape(first.cells[position])}</th>{cells}</tr>'


def _class(column: Shown) -> str:
    return ' class="number"' if column.is_numeric else ""
