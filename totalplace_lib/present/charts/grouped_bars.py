"""Pairs of horizontal bars: two figures for each of up to 12 categories."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import clean

LIMIT = 12
_BAR, _GAP = 20.0, 2.0


def grouped_bars(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    values: tuple[str, str],
) -> Exhibit:
    """Two columns of the table as a pair of bars for each row, on one scale, each with its figure.

    Raises ChartError for more than 12 rows, or when the two columns are not of the same kind.
    """
    at_most(len(table), LIMIT, "Grouped bars", "row", "Keep the largest, or draw the difference with bars().")
    kinds = {columns[value].kind for value in values}
    if len(values) != 2 or len(kinds) != 1:
        raise ChartError(
            "Grouped bars: two columns of the same kind are needed. Use small_multiples() for more."
        )
    names = words.names(table, label)
    said = [words.labels(table, columns, value, values) for value in values]
    amounts = [table[value].astype(float).tolist() for value in values]
    headings = [clean(columns[value].heading) for value in values]

    def draw(width: int) -> Canvas:
        return _draw(names, headings, amounts, said, words.chart_kind(table, columns, values), width)

    what = f"{headings[0]} and {headings[1]} by {columns[label].heading.lower()}"
    detail = ". ".join(
        f"{heading}: {words.ranking(table, columns, label, value)}"
        for heading, value in zip(headings, values, strict=True)
    )
    return Exhibit(
        caption, table, columns, words.alt_text("Grouped bar chart", what, caption, detail), figure=draw
    )


def _draw(
    names: list[str],
    headings: list[str],
    amounts: list[list[float]],
    said: list[list[str]],
    kind: str,
    width: int,
) -> Canvas:
    key = layout.key_height(headings, width)
    rows = layout.rows(width, names, [*said[0], *said[1]], mark=2 * _BAR + _GAP, top=key + 4)
    scale = layout.scale([*amounts[0], *amounts[1]], rows.left, rows.right, 3 if rows.is_narrow else 4)
    canvas = Canvas(width, rows.bottom + layout.FOOT)
    layout.draw_grid(canvas, scale, key, rows.bottom, kind)
    layout.draw_key(canvas, headings, palette.TWO)
    for number, colour in enumerate(palette.TWO):
        for amount, figure, row_top in zip(amounts[number], said[number], rows.tops, strict=True):
            top = row_top + number * (_BAR + _GAP)
            end = scale(0) if isnan(amount) else scale(max(amount, 0))
            if not isnan(amount):
                canvas.rectangle(scale(0), top, scale(amount) - scale(0), _BAR, colour)
            canvas.text((end + 6, top + _BAR / 2 + 5), figure, backed=True)
    rows.draw_labels(canvas)
    return canvas
