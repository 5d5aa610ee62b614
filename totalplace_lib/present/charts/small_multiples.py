"""Small multiples: one small line chart for each of up to 12 categories, each on its own scale from zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, SMALL, TEXT, Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import at_most
from totalplace_lib.present.charts.lines import READ, Series, change_words, draw_frame, draw_line, read_series
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import text_width, wrap

LIMIT = 12
OWN = "Each small chart has its own scale, from zero."
_PLOT: Final = 96.0
_APART: Final = 24.0


def small_multiples(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    panel: str,
    period: str,
    value: str,
) -> Exhibit:
    """One row for each panel and period; periods and panels in the order of the table.

    Raises ChartError for more than 12 panels, or two rows for one period and panel.
    """
    drawn = read_series(table, columns[value], period, value, panel)
    at_most(len(drawn), LIMIT, "Small multiples", "panel", "Keep the largest, or those that changed most.")
    periods = list(dict.fromkeys(words.names(table, period)))
    kind = words.chart_kind(table, columns, [value])

    def draw(width: int) -> Canvas:
        return _draw(drawn, periods, kind, width)

    by_last = sorted((line for line in drawn if line.last() == line.last()), key=Series.last)
    ends = [by_last[-1], by_last[0]] if len(by_last) > 1 else by_last
    detail = "; ".join(change_words(line, periods, kind) for line in ends) or "No figure is available"
    measure, each = columns[value].heading.lower(), columns[panel].heading.lower()
    what = f"{measure} by {columns[period].heading.lower()}, one for each {each}"
    return Exhibit(
        caption,
        table,
        columns,
        words.alt_text("Small line charts", what, caption, detail),
        f"{OWN} {READ}",
        draw,
    )


def _draw(drawn: list[Series], periods: list[str], kind: str, width: int) -> Canvas:
    across = 2 if width < layout.NARROW_BELOW else 3
    wide = (width - _APART * (across - 1)) / across
    titles = [wrap(line.name, wide, TEXT, lines=3) for line in drawn]
    head = max(len(title) for title in titles) * LINE + LINE
    tall = head + _PLOT + 40
    down = -(-len(drawn) // across)
    canvas = Canvas(width, tall * down)
    ends = [_end(line, kind)[1] for line in drawn if line.last() == line.last()]
    room = max([text_width(words_on, SMALL) for words_on in ends], default=0.0) + 6
    steps = max(len(periods) - 1, 1)
    for number, (line, title) in enumerate(zip(drawn, titles, strict=True)):
        left, top = number % across * (wide + _APART), number // across * tall
        canvas.lines_of_text((left, top + len(title) * LINE / 2), title)
        scale = layout.scale(line.values, top + head + _PLOT, top + head, 2)
        draw_frame(canvas, scale, left + wide, kind, left)
        start, end = left + 46, left + wide - room
        xs = [start + (end - start) * step / steps for step in range(len(periods))]
        _draw_panel(canvas, line, periods, kind, scale, xs)
    return canvas


def _draw_panel(
    canvas: Canvas,
    line: Series,
    periods: list[str],
    kind: str,
    scale: layout.Scale,
    xs: list[float],
) -> None:
    bottom = scale.start
    plain = Series(line.name, line.values, line.flags, palette.BLUE, ())
    draw_line(canvas, plain, xs, scale, is_marked=False)
    canvas.text((xs[0], bottom + 17), periods[0], palette.MUTED, SMALL, "center")
    if xs[-1] - xs[0] > text_width(periods[-1], SMALL) + 8:
        canvas.text((xs[-1], bottom + 17), periods[-1], palette.MUTED, SMALL, "center")
    position, last = _end(line, kind)
    height = scale(line.values[position]) if line.last() == line.last() else scale(0) - 8
    canvas.text((xs[position] + 5, height + 4), last, size=SMALL, backed=True)


def _end(line: Series, kind: str) -> tuple[int, str]:
    """Position of the latest known figure and its label; a line without one says so at its start."""
    position = max((number for number, value in enumerate(line.values) if value == value), default=0)
    return position, words.marked(line.values[position], kind, line.flags[position])
