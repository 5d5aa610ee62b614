"""Waterfall: from what was read, step by step, to what is counted (the ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.charts import layout, words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import money, plural

LIMIT = 12
READ = "The first bar is the start and the last is the end. Orange takes away, turquoise adds."


def waterfall(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    label: str,
    change: str,
) -> Exhibit:
    """One row for each step: the first is the start, each next what is added (or, negative, removed).

    The last row is the end, which must equal the sum of the others to the penny: ChartError when it does not,
    when a step has no figure, or when there are more than 12 rows.
    """
    at_most(len(table), LIMIT, "Waterfall", "row", "Join small steps that have the same reason.")
    names, amounts = words.names(table, label), table[change].astype(float).tolist()
    _must_close(names, amounts)
    kind = _unit(columns[change].kind, amounts)
    said = _labels(amounts, kind)

    def draw(width: int) -> Canvas:
        return _draw(names, amounts, said, kind, width)

    detail = _detail(names, amounts)
    alt = words.alt_text("Waterfall chart", columns[change].heading.lower(), caption, detail)
    return Exhibit(caption, table, columns, alt, READ, draw)


def _unit(kind: str, amounts: list[float]) -> str:
    """The unit of all figures; millions where billions would hide a step ("<£0.1bn")."""
    unit = words.unit_of(kind, amounts)
    smallest = min((abs(amount) for amount in amounts if amount), default=0.0)
    hides = unit in words.IN_UNITS and smallest < words.IN_UNITS[unit][1] / 20
    return "money in millions" if hides else unit


def _must_close(names: list[str], amounts: list[float]) -> None:
    absent = [name for name, amount in zip(names, amounts, strict=True) if amount != amount]
    if absent or len(amounts) < 2:
        raise ChartError(
            f"Waterfall: it needs a start, an end and a figure for every step; none for {absent}."
        )
    difference = round(sum(amounts[:-1]) - amounts[-1], 2)
    if abs(difference) >= 0.01:
        raise ChartError(
            f"Waterfall: the steps end at {sum(amounts[:-1]):,.2f} but '{names[-1]}' is {amounts[-1]:,.2f}; "
            f"{difference:,.2f} is not explained. Add the missing step."
        )


def _labels(amounts: list[float], kind: str) -> list[str]:
    ends = {0, len(amounts) - 1}
    return [
        words.short(amount, kind) if number in ends or amount < 0 else f"+{words.short(amount, kind)}"
        for number, amount in enumerate(amounts)
    ]


def _detail(names: list[str], amounts: list[float]) -> str:
    steps = sorted(zip(names[1:-1], amounts[1:-1], strict=True), key=lambda step: -abs(step[1]))
    ends = f"From {names[0]}, {money(amounts[0])}, to {names[-1]}, {money(amounts[-1])}"
    if not steps:
        return ends
    name, amount = steps[0]
    verb = "takes away" if amount < 0 else "adds"
    return f"{ends}, in {plural(len(steps), 'step')}; the largest, {name}, {verb} {money(abs(amount))}"


def _draw(names: list[str], amounts: list[float], said: list[str], kind: str, width: int) -> Canvas:
    levels = [0.0, *accumulate(amounts[:-1])]
    rows = layout.rows(width, names, said)
    scale = layout.scale(levels, rows.left, rows.right, 3 if rows.is_narrow else 4)
    canvas = Canvas(width, rows.bottom + layout.FOOT)
    layout.draw_grid(canvas, scale, 0, rows.bottom, kind)
    last = len(amounts) - 1
    for number, (amount, figure, top) in enumerate(zip(amounts, said, rows.tops, strict=True)):
        start = 0.0 if number in (0, last) else levels[number]
        end = start + amount
        colour = palette.TURQUOISE if amount >= 0 else palette.ORANGE
        colour = palette.BLUE if number in (0, last) else colour
        canvas.rectangle(scale(start), top, scale(end) - scale(start), rows.mark, colour)
        if number < last - 1 and not rows.is_narrow:
            below = rows.tops[number + 1]
            canvas.line([(scale(end), top + rows.mark), (scale(end), below)], palette.MUTED)
        canvas.text((scale(max(start, end)) + 6, top + rows.mark / 2 + 5), figure, backed=True)
    rows.draw_labels(canvas, [0, last])
    return canvas
