"""Lines over time: up to four series, told apart by colour, pattern and a label; gaps stay gaps.

Not seaborn's lineplot: it joins the points on both sides of a missing figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

import pandas as pd

from totalplace_lib.model import Marker
from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, SMALL, TEXT, Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.marker_words import marker_of
from totalplace_lib.present.text import text_width, wrap

LIMIT = 4
PLOT_HEIGHT: Final = 260.0
PATTERNS: Final[tuple[tuple[float, ...], ...]] = ((), (9, 4), (2.5, 2.5), (12, 4, 2.5, 4))
READ = (
    "A gap in a line means that there is no figure, or that the definition or boundary changed there [b]: "
    "the table says which."
)


@dataclass(frozen=True)
class Series:
    """One line: its figures in the order of the periods (NaN is a gap) and their markers."""

    name: str
    values: list[float]
    flags: list[Marker]
    colour: str
    pattern: tuple[float, ...]

    def last(self) -> float:
        """The latest known figure; NaN when there is none."""
        return next((value for value in reversed(self.values) if not isnan(value)), float("nan"))


def lines(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    period: str,
    value: str,
    series: str,
    causes: Sequence[tuple[str, str]] = (),
) -> Exhibit:
    """One row for each period and series; periods in the order of the table, values from zero upwards.

    causes  (period, what changed there in a few words): a numbered line before the period, its words under the plot
    Raises ChartError for more than 4 series, or two rows for one period and series.
    """
    drawn = read_series(table, columns[value], period, value, series)
    at_most(len(drawn), LIMIT, "Lines", "line", "Use small_multiples(), or keep the few that matter.")
    periods = list(dict.fromkeys(words.names(table, period)))
    kind = words.chart_kind(table, columns, [value])

    def draw(width: int) -> Canvas:
        return _draw(drawn, periods, kind, width, [each for each in causes if each[0] in periods])

    detail = "; ".join(change_words(line, periods, kind) for line in drawn)
    what = f"{columns[value].heading.lower()} by {columns[period].heading.lower()}"
    read = READ if any(len(runs(line)) > 1 or len(runs(line)[0]) < len(periods) for line in drawn) else ""
    return Exhibit(caption, table, columns, words.alt_text("Line chart", what, caption, detail), read, draw)


def read_series(table: pd.DataFrame, column: Column, period: str, value: str, series: str) -> list[Series]:
    """The table as series with a figure for every period; colours and patterns in turn."""
    if table.duplicated([period, series]).any():
        raise ChartError(f"Lines: there are two rows for the same {period} and {series}. Add them up first.")
    periods = list(dict.fromkeys(table[period]))
    flags = table.assign(flag=words.flags(table, column))
    made = []
    groups = list(flags.groupby(series, sort=False, dropna=False))
    colours = palette.colours_of([str(name) for name, _ in groups], palette.MAIN * -(-len(groups) // LIMIT))
    for number, (name, rows) in enumerate(groups):
        placed = rows.set_index(period).reindex(periods)
        made.append(
            Series(
                words.names(pd.DataFrame({"name": [name]}), "name")[0],
                placed[value].astype(float).tolist(),
                [marker_of(flag) for flag in placed["flag"]],
                colours[number],
                PATTERNS[number % LIMIT],
            )
        )
    return made


def change_words(line: Series, periods: Sequence[str], kind: str) -> str:
    """ "A from £2.0 million in 2007-08 to £3.0 million in 2009-10"; says so when there is no figure."""
    known = [(when, value) for when, value in zip(periods, line.values, strict=True) if not isnan(value)]
    if not known:
        return f"{line.name}: no figure is available"
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return f"{line.name}: {words.said(end, kind)} in {last}"
    return f"{line.name} from {words.said(start, kind)} in {first} to {words.said(end, kind)} in {last}"


def runs(line: Series) -> list[list[int]]:
    """Positions joined by ink: a missing figure or a break in series ends a run."""
    found: list[list[int]] = [[]]
    for position, (value, flag) in enumerate(zip(line.values, line.flags, strict=True)):
        if isnan(value):
            found.append([])
            continue
        if flag is Marker.BREAK:
            found.append([])
        found[-1].append(position)
    return [run for run in found if run]


def draw_line(
    canvas: Canvas, line: Series, xs: Sequence[float], scale: layout.Scale, is_marked: bool = True
) -> None:
    """The runs of a line; a figure that stands alone is a dot; a break carries its marker where there is room.

    is_marked  False where labels would hide the line: the gap then tells of the break, the table of its marker
    """
    free_from = float("-inf")
    for run in runs(line):
        points = [(xs[position], scale(line.values[position])) for position in run]
        if len(points) > 1:
            canvas.line(points, line.colour, 2.5, line.pattern)
        else:
            canvas.circle(points[0], 4, line.colour)
        left = points[0][0] - text_width("[b]", SMALL) / 2
        if is_marked and line.flags[run[0]] is Marker.BREAK and left >= free_from:
            canvas.text((points[0][0], points[0][1] - 9), "[b]", size=SMALL, anchor="center", backed=True)
            free_from = left + text_width("[b]", SMALL) + 2


def _draw(
    drawn: list[Series], periods: list[str], kind: str, width: int, causes: Sequence[tuple[str, str]] = ()
) -> Canvas:
    is_narrow = width < layout.NARROW_BELOW
    names = [f"{line.name}, {words.short(line.last(), kind)}" for line in drawn]
    labels = [wrap(name, width - 50 if is_narrow else width * 0.3, TEXT) for name in names]
    key = sum(len(label) * LINE + 4 for label in labels) + 8 if is_narrow else 0.0
    widest = max(text_width(text, TEXT) for label in labels for text in label)
    right = width - 12 if is_narrow else width - widest - 24
    top, bottom = key + 24, key + 24 + PLOT_HEIGHT
    scale = layout.scale([value for line in drawn for value in line.values], bottom, top)
    canvas = Canvas(width, bottom + 28 + LINE * len(causes))
    draw_frame(canvas, scale, right, kind)
    xs = draw_periods(canvas, periods, 50.0 if len(periods) > 1 else right / 2, right, bottom)
    _draw_causes(canvas, [(periods.index(when), said) for when, said in causes], periods, xs, (top, bottom))
    for line in drawn:
        draw_line(canvas, line, xs, scale)
    if is_narrow:
        _draw_key(canvas, drawn, labels)
    else:
        _draw_ends(canvas, drawn, labels, scale, right)
    return canvas


def draw_frame(canvas: Canvas, scale: layout.Scale, right: float, kind: str, left: float = 0.0) -> None:
    """Horizontal grid lines, each with its figure standing on it."""
    for tick in scale.ticks:
        y = scale(tick)
        canvas.line([(left, y), (right, y)], palette.AXIS if tick == 0 else palette.RULE)
        canvas.text((left, y - 4), words.on_axis(tick, kind), palette.MUTED, SMALL)


def draw_periods(
    canvas: Canvas, periods: Sequence[str], left: float, right: float, bottom: float
) -> list[float]:
    """The periods under the plot, as many as fit, always the first and the last; gives the x of each."""
    steps = max(len(periods) - 1, 1)
    widest = max(text_width(period, SMALL) for period in periods)
    inner = right - widest / 2 if len(periods) > 1 else right
    xs = [left + (inner - left) * number / steps for number in range(len(periods))]
    every = max(1, -(-int(widest + 10) // max(1, int((inner - left) / steps))))
    for number, (x, period) in enumerate(zip(xs, periods, strict=True)):
        is_last = number == len(periods) - 1
        if is_last or (number % every == 0 and len(periods) - 1 - number >= every):
            canvas.text((x, bottom + 19), period, palette.MUTED, SMALL, "center")
    return xs


def _draw_causes(
    canvas: Canvas,
    causes: Sequence[tuple[int, str]],
    periods: Sequence[str],
    xs: Sequence[float],
    plot: tuple[float, float],
) -> None:
    """A numbered line before each period at which something changed; what it was stands under the plot."""
    top, bottom = plot
    for number, (position, said) in enumerate(causes, 1):
        x = (xs[position] + xs[max(position - 1, 0)]) / 2
        canvas.line([(x, top - 8), (x, bottom)], palette.MUTED, 1, (2.5, 2.5))
        canvas.text((x, top - 12), str(number), size=SMALL, anchor="center", backed=True)
        canvas.text(
            (0, bottom + 28 + LINE * number - 6), f"{number}  {periods[position]}: {said}", size=SMALL
        )


def _draw_key(canvas: Canvas, drawn: list[Series], labels: list[list[str]]) -> None:
    top = 0.0
    for line, label in zip(drawn, labels, strict=True):
        middle = top + len(label) * LINE / 2
        canvas.line([(0, middle), (36, middle)], line.colour, 2.5, line.pattern)
        canvas.lines_of_text((44, middle), label)
        top += len(label) * LINE + 4


def _draw_ends(
    canvas: Canvas, drawn: list[Series], labels: list[list[str]], scale: layout.Scale, right: float
) -> None:
    """Each label beside the end of its line, moved down just enough not to touch the one above."""
    wanted = [scale(0 if isnan(line.last()) else line.last()) for line in drawn]
    order = sorted(range(len(drawn)), key=lambda number: wanted[number])
    free = -1e9
    total = sum(len(label) * LINE + 4 for label in labels)
    for number in order:
        half = len(labels[number]) * LINE / 2
        highest_start = canvas.height - total
        middle = max(min(wanted[number] - half, highest_start), free) + half
        canvas.rectangle(right + 8, middle - half, 5, 2 * half, drawn[number].colour)
        canvas.lines_of_text((right + 18, middle), labels[number])
        free = middle + half + 4
        total -= 2 * half + 4
