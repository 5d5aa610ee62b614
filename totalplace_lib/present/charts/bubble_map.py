"""Bubble map: places where they lie, the area of each bubble its amount; always with the ranked table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, SMALL, Canvas, Point
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.layout import NARROW_BELOW
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import text_width

LIMIT = 160
READ = "The area of a bubble is its amount. Names that would touch another are left out: the table ranks all places."
_LARGEST: Final = 24.0  # px, radius
_CROWD: Final = 60  # from this many places on, bubbles get smaller, so that they do not cover each other
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Bubble:
    """A place on the drawing."""

    name: str
    centre: Point
    radius: float
    colour: str

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        (x, y), r = self.centre, self.radius
        return x - r, y - r, x + r, y + r


def bubble_map(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    easting: str,
    northing: str,
    value: str,
    focus: Collection[str] = (),
) -> Exhibit:
    """One bubble for each row at its easting and northing (any projected unit, for instance metres).

    The table is shown ranked by value. A row without a figure keeps its place in the table and has no bubble.
    Raises ChartError for more than 160 rows, a negative figure, or a row with a figure but no position.
    """
    at_most(len(table), LIMIT, "Bubble map", "place", "Show one region at a time.")
    known = table[table[value].notna()]
    if known.empty or (known[value] < 0).any() or known[[easting, northing]].isna().to_numpy().any():
        raise ChartError(
            "Bubble map: figures must be zero or more, and each needs an easting and a northing."
        )
    ranked = table.sort_values(value, ascending=False, kind="stable", ignore_index=True)
    known = ranked[ranked[value].notna()]
    names = words.names(known, label)
    places = [tuple(row) for row in known[[easting, northing, value]].astype(float).itertuples(index=False)]

    def draw(width: int) -> Canvas:
        return _draw(names, places, frozenset(focus), width)

    what = f"{columns[value].heading.lower()} by {columns[label].heading.lower()}"
    alt = words.alt_text("Bubble map", what, caption, words.ranking(ranked, columns, label, value))
    return Exhibit(caption, ranked, columns, alt, READ, draw)


def _draw(names: list[str], places: Sequence[tuple[float, ...]], focus: frozenset[str], width: int) -> Canvas:
    wide = min(float(width), 520.0)
    crowded = min(1.0, (_CROWD / len(names)) ** 0.5)
    margin = (_LARGEST if width >= NARROW_BELOW else _LARGEST * 0.7) * crowded + 4
    easts, norths, amounts = (list(values) for values in zip(*places, strict=True))
    span = max(max(easts) - min(easts), (max(norths) - min(norths)) * 0.95) or 1.0
    unit = (wide - 2 * margin) / span
    tall = (max(norths) - min(norths)) * unit + 2 * margin
    canvas = Canvas(width, max(tall, 4 * LINE))
    across = (width - (max(easts) - min(easts)) * unit) / 2
    largest = max(amounts) or 1.0
    bubbles = [
        Bubble(
            name,
            (across + (east - min(easts)) * unit, margin + (max(norths) - north) * unit),
            max((margin - 4) * (amount / largest) ** 0.5, 2.5),
            palette.ORANGE if name in focus else palette.BLUE,
        )
        for name, east, north, amount in zip(names, easts, norths, amounts, strict=True)
    ]
    front = [bubble for bubble in bubbles if bubble.name in focus]
    back = [bubble for bubble in bubbles if bubble.name not in focus]
    for bubble in [*back, *front]:
        canvas.circle(bubble.centre, bubble.radius, bubble.colour)
    taken = _draw_names(canvas, [*front, *back], [bubble.box for bubble in bubbles])
    if front and not any(bubble.name in taken for bubble in front):
        _draw_over(canvas, max(front, key=lambda bubble: bubble.radius), list(taken.values()))
    return canvas


def _draw_names(canvas: Canvas, bubbles: list[Bubble], drawn: list[Box]) -> dict[str, Box]:
    """The names of those in focus and then of the largest, each where it touches no bubble and no other name."""
    named: dict[str, Box] = {}
    for bubble in bubbles:
        for spot, box in _free(canvas, bubble, [*drawn, *named.values()]):
            canvas.text(spot, bubble.name, size=SMALL)
            named[bubble.name] = box
            break
    return named


def _draw_over(canvas: Canvas, bubble: Bubble, names: list[Box]) -> None:
    """The name of a place in the crowd, over its neighbours: what the reader looks for is named in any case."""
    for spot, _ in _free(canvas, bubble, names):
        canvas.text(spot, bubble.name, size=SMALL, backed=True)
        break


def _free(canvas: Canvas, bubble: Bubble, taken: list[Box]) -> Iterator[tuple[Point, Box]]:
    """Where the name can stand beside its bubble, inside the drawing and off all that is taken."""
    wide = text_width(bubble.name, SMALL)
    for left, base in _spots(bubble, wide):
        box = (left, base - SMALL, left + wide, base + 4)
        inside = left >= 0 and box[1] >= 0 and box[2] <= canvas.width and box[3] <= canvas.height
        if inside and not any(_touch(box, other) for other in taken):
            yield (left, base), box


def _spots(bubble: Bubble, wide: float) -> list[Point]:
    (x, y), gap = bubble.centre, bubble.radius + 4
    return [
        (x + gap, y + 4),
        (x - gap - wide, y + 4),
        (x - wide / 2, y - gap - 1),
        (x - wide / 2, y + gap + SMALL),
    ]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
