"""Dots on a line: a place against two wider areas (its region, England) for up to 15 categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, TEXT, Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import join
from totalplace_lib.present.text import clean, wrap

LIMIT = 15
_DIAMOND = (1, 2, 2, 2, 79)
_APART = 12.0  # between the marks and the column of figures
_AT_RIGHT = " (figures at the right)"


def dot_comparison(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    values: Sequence[str],
) -> Exhibit:
    """Two or three columns on one line for each row: a dot (the place), a diamond and an upright stroke.

    The figures of the first column stand in a column at the right, in its colour; the key says so. Raises ChartError
    for more than 15 rows, other than two or three columns, or columns of different kinds.
    """
    at_most(len(table), LIMIT, "Dot comparison", "row", "Keep those that differ most.")
    if len(values) not in (2, 3) or len({columns[value].kind for value in values}) != 1:
        raise ChartError("Dot comparison: two or three columns of the same kind are needed.")
    names, said = words.names(table, label), words.labels(table, columns, values[0], values)
    amounts = [table[value].astype(float).tolist() for value in values]
    headings = [clean(columns[value].heading) for value in values]
    key = [headings[0] + _AT_RIGHT, *headings[1:]]
    kind = words.chart_kind(table, columns, values)

    def draw(width: int) -> Canvas:
        return _draw(names, key, amounts, said, kind, width)

    above = sum(place > wider for place, wider in zip(amounts[0], amounts[-1], strict=True))
    known = sum(not isnan(place + wider) for place, wider in zip(amounts[0], amounts[-1], strict=True))
    what = f"{join(headings)} by {columns[label].heading.lower()}"
    detail = f"{headings[0]} is above {headings[-1]} in {above} of {known} rows"
    return Exhibit(caption, table, columns, words.alt_text("Dot chart", what, caption, detail), figure=draw)


def _draw(
    names: list[str], headings: list[str], amounts: list[list[float]], said: list[str], kind: str, width: int
) -> Canvas:
    key = layout.key_height(headings, width)
    rows = layout.rows(width - _APART, names, said, mark=22, top=key + 4)
    known = [value for values in amounts for value in values]
    scale = layout.scale(known, rows.left + 8, rows.right - 10, 3 if rows.is_narrow else 4)
    canvas = Canvas(width, rows.bottom + layout.FOOT)
    layout.draw_grid(canvas, scale, key, rows.bottom, kind)
    _draw_key(canvas, headings)
    for number, top in enumerate(rows.tops):
        found = [values[number] for values in amounts]
        xs = [scale(value) for value in found if not isnan(value)]
        middle = top + rows.mark / 2
        if xs:
            canvas.line([(min(xs), middle), (max(xs), middle)], palette.AXIS, 2)
        for position in reversed(range(len(found))):
            if not isnan(found[position]):
                _mark(canvas, position, scale(found[position]), middle)
        canvas.text((width, middle + 5), said[number], palette.BLUE, anchor="right")
    rows.draw_labels(canvas)
    return canvas


def _draw_key(canvas: Canvas, headings: list[str]) -> None:
    top = 0.0
    for position, heading in enumerate(headings):
        text = wrap(heading, canvas.width - layout.KEY_INDENT, TEXT)
        _mark(canvas, position, 8, top + LINE / 2)
        canvas.lines_of_text((layout.KEY_INDENT, top + len(text) * LINE / 2), text)
        top += len(text) * LINE + 4


def _mark(canvas: Canvas, position: int, x: float, y: float) -> None:
    """Told apart by shape as well as colour: dot, diamond, upright stroke."""
    if position == 0:
        canvas.circle((x, y), 7, palette.BLUE)
    elif position == 1:
        canvas.shape([(x, y - 8), (x + 7, y), (x, y + 8), (x - 7, y), (x, y - 8)], _DIAMOND, palette.ORANGE)
    else:
        canvas.line([(x, y - 10), (x, y + 10)], palette.GREY, 3)
