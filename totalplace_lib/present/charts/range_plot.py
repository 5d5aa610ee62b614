"""Ranges: low, central and high for up to 15 categories, with the grade of the evidence."""

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
from totalplace_lib.present.numbers import NOT_AVAILABLE

LIMIT = 15
READ = "The dot is the central figure; the line runs from the low to the high figure."
READ_GRADE = f"{READ} The letter after the figures is the grade."


def range_plot(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    low: str,
    central: str,
    high: str,
    grade: str | None = None,
) -> Exhibit:
    """One row for each category; an actual figure has low = central = high. grade is a text column.

    Raises ChartError for more than 15 rows or a row whose low, central and high are out of order.
    """
    at_most(len(table), LIMIT, "Range plot", "row", "Keep the rows with the widest ranges.")
    names = words.names(table, label)
    ranges = [tuple(row) for row in table[[low, central, high]].astype(float).itertuples(index=False)]
    disordered = [
        name
        for name, found in zip(names, ranges, strict=True)
        if not isnan(sum(found)) and list(found) != sorted(found)
    ]
    if disordered:
        raise ChartError(f"Range plot: low, central and high are out of order for {', '.join(disordered)}.")
    kind = words.unit_of(columns[central].kind, [value for found in ranges for value in found])
    grades = words.names(table, grade) if grade else [""] * len(table)
    said = [_said(found, kind, level) for found, level in zip(ranges, grades, strict=True)]

    def draw(width: int) -> Canvas:
        return _draw(names, ranges, said, kind, width)

    what = f"{columns[central].heading.lower()} with its range by {columns[label].heading.lower()}"
    alt = words.alt_text("Range plot", what, caption, words.ranking(table, columns, label, central))
    return Exhibit(caption, table, columns, alt, READ_GRADE if grade else READ, draw)


def _said(found: tuple[float, ...], kind: str, grade: str) -> str:
    if isnan(sum(found)):
        return f"{NOT_AVAILABLE} [x]"
    low, central, high = (words.short(value, kind) for value in found)
    text = central if low == high else f"{central} ({low} to {high})"
    return f"{text}, {grade}" if grade else text


def _draw(
    names: list[str], ranges: list[tuple[float, ...]], said: list[str], kind: str, width: int
) -> Canvas:
    # The figures stand above the marks with the name, since with a range they are too long to stand beside.
    labels = [f"{name}: {figure}" for name, figure in zip(names, said, strict=True)]
    rows = layout.rows(width, labels, ["00"], mark=20, is_above=True)
    scale = layout.scale([value for found in ranges for value in found], rows.left, rows.right, 4)
    canvas = Canvas(width, rows.bottom + layout.FOOT)
    layout.draw_grid(canvas, scale, 0, rows.bottom, kind)
    for (low, central, high), top in zip(ranges, rows.tops, strict=True):
        if isnan(low + central + high):
            continue
        middle = top + rows.mark / 2
        canvas.line([(scale(low), middle), (scale(high), middle)], palette.ORDER_2, 6)
        for end in (low, high):
            canvas.line([(scale(end), middle - 7), (scale(end), middle + 7)], palette.ORDER_2, 2)
        canvas.circle((scale(central), middle), 6.5, palette.BLUE)
    rows.draw_labels(canvas)
    return canvas
