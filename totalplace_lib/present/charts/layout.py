"""Where things stand in a drawing: scales, round ticks, rows with labels beside or above their marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, SMALL, TEXT
from totalplace_lib.present.charts.words import on_axis
from totalplace_lib.present.text import BOLD, text_width, wrap

if TYPE_CHECKING:
    from totalplace_lib.present.canvas import Canvas

NARROW_BELOW = 500
GAP = 8.0  # between a label and its mark
FOOT = 26.0  # room for the figures of the axis
KEY_INDENT = 22.0  # words of a key after its mark


@dataclass(frozen=True)
class Scale:
    """From a figure to px, linear; ticks are round figures inside."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """The place of a figure in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def scale(values: Sequence[float], start: float, end: float, ticks: int = 4) -> Scale:
    """A scale from zero (or the lowest negative figure) that ends just past the largest figure."""
    known = [value for value in values if not math.isnan(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = 1.0
    step = _round_step((high - low) / ticks)
    marks = [step * number for number in range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1)]
    return Scale(low, high, start, end, tuple(marks))


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


@dataclass(frozen=True)
class Rows:
    """Rows of a drawing: where the marks of each go and where its label stands.

    left, right  edges of the marks; tops: top of the marks of each row; mark: their height
    """

    left: float
    right: float
    tops: tuple[float, ...]
    mark: float
    bottom: float
    labels: tuple[tuple[str, ...], ...]
    is_narrow: bool

    def draw_labels(self, canvas: Canvas, bold: Sequence[int] = ()) -> None:
        """Each label: right-aligned beside its marks, or above them on a narrow drawing."""
        for number, (top, lines) in enumerate(zip(self.tops, self.labels, strict=True)):
            if self.is_narrow:
                at, anchor = (0.0, top - len(lines) * LINE / 2 - 4), "left"
            else:
                at, anchor = (self.left - GAP, top + self.mark / 2), "right"
            canvas.lines_of_text(at, lines, anchor=anchor, bold=number in bold, backed=True)


def rows(
    width: float,
    labels: Sequence[str],
    values: Sequence[str],
    mark: float = 24,
    top: float = 4,
    is_above: bool = False,
) -> Rows:
    """Rows for these labels, leaving room on the right for the widest of the values' labels.

    is_above: labels stand above their marks on every drawing, not only on a narrow one.
    """
    room = max((text_width(value, TEXT) for value in values), default=0.0) + GAP
    is_narrow = is_above or width < NARROW_BELOW
    longest = max((text_width(label, TEXT, bold=True) for label in labels), default=0.0)
    beside = width if is_narrow else min(longest + 2, width * 0.4)
    broken = tuple(tuple(wrap(label, beside / BOLD, TEXT)) for label in labels)
    tops = []
    y = top
    for lines in broken:
        tall = len(lines) * LINE
        tops.append(y + (tall + 2 if is_narrow else max(0.0, (tall - mark) / 2)))
        y += (tall + 2 + mark + 12) if is_narrow else max(mark, tall) + 10
    left = 0.0 if is_narrow else beside + GAP
    return Rows(left, width - room, tuple(tops), mark, y, broken, is_narrow)


def draw_grid(canvas: Canvas, scale: Scale, top: float, bottom: float, kind: str) -> None:
    """Vertical grid lines with round figures under them; a figure that would touch the last is left out."""
    taken = -math.inf
    for tick in scale.ticks:
        x = scale(tick)
        canvas.line([(x, top), (x, bottom)], palette.AXIS if tick == 0 else palette.RULE, 1)
        words = on_axis(tick, kind)
        half = text_width(words, SMALL) / 2
        centre = min(max(x, half), canvas.width - half)
        if centre - half > taken + 6:
            canvas.text((centre, bottom + 17), words, palette.MUTED, SMALL, "center")
            taken = centre + half


def key_height(entries: Sequence[str], width: float) -> float:
    """Room for a key with one entry on each line, and the space under it."""
    return sum(len(wrap(entry, width - KEY_INDENT, TEXT)) * LINE + 4 for entry in entries) + 8


def draw_key(canvas: Canvas, entries: Sequence[str], colours: Sequence[str]) -> None:
    """A key at the top, in the order of the marks: a square of colour and its words."""
    top = 0.0
    for entry, colour in zip(entries, colours, strict=False):
        text = wrap(entry, canvas.width - KEY_INDENT, TEXT)
        canvas.rectangle(0, top + 2, 14, 14, colour)
        canvas.lines_of_text((KEY_INDENT, top + len(text) * LINE / 2), text)
        top += len(text) * LINE + 4
