"""One bar cut into shares of a whole: at most five parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, TEXT, Canvas
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import share
from totalplace_lib.present.text import text_width, wrap

LIMIT = 5
_BAR, _GAP, _SWATCH = 56.0, 2.0, 14.0


def stacked_share_bar(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    value: str,
    is_ordered: bool = False,
) -> Exhibit:
    """The parts of a whole in the order of the table, each with its share and its figure.

    is_ordered: the parts are steps of a ladder (most to least), shown in shades of one colour.
    Raises ChartError for more than 5 parts, a part without a figure, a negative part or a whole of zero.
    """
    at_most(
        len(table), LIMIT, "Share bar", "part", f"Use group_small(table, '{label}', '{value}', keep={LIMIT})."
    )
    names, amounts = words.names(table, label), table[value].astype(float).tolist()
    if not all(amount >= 0 for amount in amounts) or sum(amounts) <= 0:
        raise ChartError(
            "Share bar: each part needs a figure of zero or more, and the whole must be more than zero. "
            "Use bars() where a part is missing or negative."
        )
    shares = [amount / sum(amounts) for amount in amounts]
    kind = columns[value].kind
    figures = words.labels(table, columns, value)
    said = [
        f"{share(part)}" + (f", {figure}" if kind != "share" else "")
        for part, figure in zip(shares, figures, strict=True)
    ]

    colours = palette.ORDERED if is_ordered else palette.colours_of(names)

    def draw(width: int) -> Canvas:
        return _draw(names, shares, said, colours, width)

    what = f"shares of {columns[value].heading.lower()} by {columns[label].heading.lower()}"
    detail = "; ".join(f"{name}, {share(part)}" for name, part in zip(names, shares, strict=True))
    return Exhibit(caption, table, columns, words.alt_text("Bar", what, caption, detail), figure=draw)


def _draw(
    names: Sequence[str], shares: Sequence[float], said: Sequence[str], colours: Sequence[str], width: int
) -> Canvas:
    room = width - _SWATCH - 10
    entries = [wrap(f"{name}: {figure}", room, TEXT) for name, figure in zip(names, said, strict=True)]
    height = _BAR + 16 + sum(len(lines) * LINE + 8 for lines in entries)
    canvas = Canvas(width, height)
    left, top = 0.0, _BAR + 16
    for part, lines, colour in zip(shares, entries, colours, strict=False):
        wide = part * width
        if part > 0:
            canvas.rectangle(left, 0, max(wide - _GAP, 1), _BAR, colour)
        percent = share(part)
        if text_width(percent, TEXT, bold=True) + 8 < wide:
            canvas.text((left + 6, _BAR / 2 + 5), percent, palette.text_on(colour), bold=True)
        canvas.rectangle(0, top + 2, _SWATCH, _SWATCH, colour)
        canvas.lines_of_text((_SWATCH + 8, top + len(lines) * LINE / 2), lines)
        top += len(lines) * LINE + 8
        left += wide
    return canvas
