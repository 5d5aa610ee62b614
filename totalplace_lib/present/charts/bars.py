"""Horizontal bars: one figure for each of up to 20 categories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isnan

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit

LIMIT = 20


def bars(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    value: str,
    focus: Collection[str] = (),
) -> Exhibit:
    """Bars in the order of the table (sort it first), each with its figure; a gap is said in words.

    label, value  columns of the table; focus: labels to stand out, the others turn grey
    Raises ChartError for more than 20 rows: group_small() puts the smallest together.
    """
    at_most(len(table), LIMIT, "Bars", "row", f"Use group_small(table, '{label}', '{value}', keep={LIMIT}).")
    detail = words.ranking(table, columns, label, value)
    what = f"{columns[value].heading.lower()} by {columns[label].heading.lower()}"
    names, said = words.names(table, label), words.labels(table, columns, value)
    amounts = table[value].astype(float).tolist()

    def draw(width: int) -> Canvas:
        return _draw(names, amounts, said, words.unit_of(columns[value].kind, amounts), focus, width)

    alt = words.alt_text("Bar chart", what, caption, detail)
    return Exhibit(caption, table, columns, alt, figure=draw)


def _draw(
    names: list[str], amounts: list[float], said: list[str], kind: str, focus: Collection[str], width: int
) -> Canvas:
    rows = layout.rows(width, names, said)
    scale = layout.scale(amounts, rows.left, rows.right, 3 if rows.is_narrow else 4)
    canvas = Canvas(width, rows.bottom + layout.FOOT)
    layout.draw_grid(canvas, scale, 0, rows.bottom, kind)
    for name, amount, figure, top in zip(names, amounts, said, rows.tops, strict=True):
        colour = palette.FAINT if focus and name not in focus else palette.BLUE
        end = scale(0) if isnan(amount) else scale(max(amount, 0))
        if not isnan(amount):
            canvas.rectangle(scale(0), top, scale(amount) - scale(0), rows.mark, colour)
        canvas.text((end + 6, top + rows.mark / 2 + 5), figure, backed=True)
    rows.draw_labels(canvas, [number for number, name in enumerate(names) if name in focus])
    return canvas
