"""Heat map: figures of up to 20 rows by 8 columns, with the number in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, SMALL, TEXT, Canvas
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.layout import NARROW_BELOW
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import clean, wrap

ROWS, COLUMNS = 20, 8
_STEPS: Final = len(palette.ORDERED)
_NARROW_COLUMNS: Final = 3
READ = "The stronger the colour, the larger the figure; each cell has its number."


@dataclass(frozen=True)
class Grid:
    """The cells: names of rows and columns, the step of colour of each (NaN for a gap) and its words."""

    rows: list[str]
    columns: list[str]
    steps: np.ndarray[Any, np.dtype[np.float64]]
    said: list[list[str]]
    low: str
    high: str


def heat_map(table: pd.DataFrame, columns: Mapping[str, Column], caption: Caption, *, label: str) -> Exhibit:
    """Every numeric column of `columns` is a column of cells, every row of the table a row.

    All are of one kind and share one scale of five equal steps from zero (or the lowest figure) to the highest.
    Raises ChartError for more than 20 rows or 8 columns, or when no figure is known.
    """
    cells = [name for name, column in columns.items() if column.is_numeric]
    at_most(len(table), ROWS, "Heat map", "row", "Keep the largest, or group the small ones.")
    at_most(len(cells), COLUMNS, "Heat map", "column", "Keep the largest, or group the small ones.")
    kinds = {columns[name].kind for name in cells}
    if len(kinds) != 1 or table[cells].isna().to_numpy().all():
        raise ChartError("Heat map: the cells must be of one kind, and at least one needs a figure.")
    grid = _grid(table, columns, cells, label)

    def draw(width: int) -> Canvas:
        return _draw(grid, width)

    top = _largest(table, columns, cells, label)
    what = f"{len(table)} rows by {len(cells)} columns ({columns[label].heading.lower()} by {', '.join(grid.columns)})"
    return Exhibit(caption, table, columns, words.alt_text("Heat map", what, caption, top), READ, draw)


def _grid(table: pd.DataFrame, columns: Mapping[str, Column], cells: list[str], label: str) -> Grid:
    values = table[cells].astype(float).to_numpy()
    low, high = min(0.0, float(np.nanmin(values))), float(np.nanmax(values))
    span = (high - low) or 1.0
    steps = np.minimum(np.floor((values - low) / span * _STEPS), _STEPS - 1)
    said = [words.labels(table, columns, name, cells) for name in cells]
    kind = words.chart_kind(table, columns, cells)
    headings = [clean(columns[name].heading) for name in cells]
    ends = words.on_axis(low, kind), words.on_axis(high, kind)
    return Grid(
        words.names(table, label), headings, steps, [list(row) for row in zip(*said, strict=True)], *ends
    )


def _largest(table: pd.DataFrame, columns: Mapping[str, Column], cells: list[str], label: str) -> str:
    values = table[cells].astype(float).to_numpy()
    row, column = np.unravel_index(int(np.nanargmax(values)), values.shape)
    name = words.names(table, label)[int(row)]
    spec = columns[cells[int(column)]]
    return f"The largest figure is {name}, {clean(spec.heading)}: {words.said(float(values[row, column]), spec.kind)}"


def _draw(grid: Grid, width: int) -> Canvas:
    """One panel, or on a narrow drawing one under the other with three columns each."""
    across = _NARROW_COLUMNS if width < NARROW_BELOW else COLUMNS
    beside = width * (0.34 if width < NARROW_BELOW else 0.28)
    labels = [wrap(name, beside - 8, TEXT, lines=3) for name in grid.rows]
    tall = max(max(len(lines) for lines in labels) * LINE + 8, 2 * LINE + 6)
    panels = -(-len(grid.columns) // across)
    across = -(-len(grid.columns) // panels)
    parts = [slice(start, start + across) for start in range(0, len(grid.columns), across)]
    wide = (width - beside) / across
    heads = [[wrap(name, wide - 6, SMALL, lines=4) for name in grid.columns[part]] for part in parts]
    heights = [max(len(head) for head in of_part) * LINE + 6 + tall * len(labels) + 18 for of_part in heads]
    canvas = Canvas(width, sum(heights) + 22)
    top = 0.0
    for part, head, height in zip(parts, heads, heights, strict=True):
        cells_top = top + height - 18 - tall * len(labels)
        for number, lines in enumerate(head):
            middle = cells_top - len(lines) * LINE / 2 - 2
            canvas.lines_of_text((beside + (number + 0.5) * wide, middle), lines, size=SMALL, anchor="center")
        for number, lines in enumerate(labels):
            canvas.lines_of_text((beside - 8, cells_top + (number + 0.5) * tall), lines, anchor="right")
        _draw_cells(canvas, grid, part, (beside, cells_top, wide, tall))
        top += height
    _draw_key(canvas, grid, beside, top)
    return canvas


def _draw_cells(canvas: Canvas, grid: Grid, part: slice, box: tuple[float, float, float, float]) -> None:
    """The coloured cells by seaborn, their numbers by our own text so that it stays readable on each colour."""
    import seaborn
    from matplotlib.colors import ListedColormap

    left, top, wide, tall = box
    steps = grid.steps[:, part]
    down, across = steps.shape
    axes = canvas.axes(left, top, wide * across, tall * down)
    shades = ListedColormap(list(reversed(palette.ORDERED)))
    seaborn.heatmap(
        steps, ax=axes, cmap=shades, vmin=-0.5, vmax=_STEPS - 0.5, cbar=False, linewidths=3,
        linecolor=palette.PAPER, xticklabels=False, yticklabels=False,
    )  # fmt: skip
    axes.collections[0].set_clip_on(False)
    for row in range(down):
        for column in range(across):
            step = steps[row, column]
            colour = (
                palette.INK if np.isnan(step) else palette.text_on(palette.ORDERED[_STEPS - 1 - int(step)])
            )
            lines = wrap(_in_cell(grid.said[row][part][column]), wide - 6, SMALL)
            middle = (left + (column + 0.5) * wide, top + (row + 0.5) * tall)
            canvas.lines_of_text(middle, lines, colour=colour, size=SMALL, anchor="center")


def _in_cell(said: str) -> str:
    """A gap is its marker alone: its words do not fit in a cell and stand in the table."""
    return (
        said[said.rindex("[") :] if said.endswith("]") and not any(sign.isdigit() for sign in said) else said
    )


def _draw_key(canvas: Canvas, grid: Grid, left: float, top: float) -> None:
    canvas.text((left - 8, top + 15), grid.low, palette.MUTED, SMALL, "right")
    for number, colour in enumerate(reversed(palette.ORDERED)):
        canvas.rectangle(left + number * 22, top + 4, 20, 14, colour)
    canvas.text((left + _STEPS * 22 + 6, top + 15), grid.high, palette.MUTED, SMALL)
