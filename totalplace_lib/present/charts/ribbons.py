"""The drawing of an alluvial chart: columns of nodes, and ribbons of matplotlib curves between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, TEXT, Canvas
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.layout import NARROW_BELOW
from totalplace_lib.present.text import wrap

_BAR: Final = 12.0
_MONEY_HEIGHT: Final = 300.0  # px for the whole amount
_BETWEEN: Final = 8.0
_OPACITY: Final = 0.45
_CURVE = (1, 4, 4, 4, 2, 4, 4, 4, 79)


class Flow(NamedTuple):
    """What flows between two nodes of neighbouring stages, and the first-stage node it came from."""

    first: str
    source: str
    target: str
    amount: float


@dataclass(frozen=True)
class Node:
    """A node of one stage: where its bar stands and its label."""

    left: float
    top: float
    height: float
    amount: float
    label: tuple[str, ...]
    slot: float  # middle of the room for its label


def draw_flows(paths: pd.DataFrame, stages: list[str], kind: str, width: int) -> Canvas:
    """paths: one row for each flow, its node at each stage and its amount."""
    is_narrow = width < NARROW_BELOW
    side = 0.0 if is_narrow else width * 0.23
    step = (width - 2 * side - _BAR) / (len(stages) - 1)
    room = step - _BAR - 12 if is_narrow else min(side - 10, step - _BAR - 12)
    slots = [_slots(paths, stage, kind, room) for stage in stages]
    tall = max(sum(slot.height + _BETWEEN for slot in column) - _BETWEEN for column in slots)
    columns = [_nodes(column, side + number * step, tall) for number, column in enumerate(slots)]
    canvas = Canvas(width, tall)
    colours = _colours(list(columns[0]))
    for stage, after, left, right in zip(stages[:-1], stages[1:], columns[:-1], columns[1:], strict=True):
        _draw_ribbons(canvas, _bundles(paths, stages[0], stage, after), left, right, colours)
    for number, column in enumerate(columns):
        _draw_nodes(canvas, column, number == len(columns) - 1, is_narrow, number == 0)
    return canvas


class Slot(NamedTuple):
    """The room of a node: the larger of its bar and its label."""

    name: str
    amount: float
    bar: float
    label: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height in px."""
        return max(self.bar, len(self.label) * LINE)


def _slots(paths: pd.DataFrame, stage: str, kind: str, room: float) -> list[Slot]:
    """The slots of a stage, the largest amount first."""
    total = float(paths["amount"].sum())
    sizes = paths.groupby(stage, sort=False)["amount"].sum().sort_values(ascending=False, kind="stable")
    return [
        Slot(
            str(name),
            amount,
            max(amount / total * _MONEY_HEIGHT, 2.0),
            (*wrap(name, room, TEXT, lines=3), words.short(amount, kind)),
        )
        for name, amount in zip(sizes.index, sizes.astype(float).tolist(), strict=True)
    ]


def _nodes(slots: list[Slot], left: float, tall: float) -> dict[str, Node]:
    """The nodes of a stage from the largest down, spread over the height."""
    spare = tall - sum(slot.height for slot in slots)
    gap = spare / (len(slots) - 1) if len(slots) > 1 else 0.0
    top = 0.0 if len(slots) > 1 else spare / 2
    nodes = {}
    for slot in slots:
        bar_top = top + (slot.height - slot.bar) / 2
        nodes[slot.name] = Node(left, bar_top, slot.bar, slot.amount, slot.label, top + slot.height / 2)
        top += slot.height + gap
    return nodes


def _colours(first: list[str]) -> dict[str, str]:
    """Six colours for the largest nodes of the first stage; the smallest share the faint one."""
    return {name: (*palette.SIX, *[palette.FAINT] * len(first))[number] for number, name in enumerate(first)}


def _bundles(paths: pd.DataFrame, first: str, stage: str, after: str) -> pd.DataFrame:
    """Flows between two stages with the first-stage node they come from: first, source, target, amount."""
    named = pd.DataFrame({"first": paths[first], "source": paths[stage], "target": paths[after]})
    named["amount"] = paths["amount"]
    return named.groupby(["first", "source", "target"], sort=False)["amount"].sum().reset_index()


def _draw_ribbons(
    canvas: Canvas,
    bundles: pd.DataFrame,
    left: dict[str, Node],
    right: dict[str, Node],
    colours: dict[str, str],
) -> None:
    flows = [Flow(*row) for row in bundles.itertuples(index=False)]
    first, source, target = (list(names) for names in (colours, left, right))
    leaving = sorted(flows, key=lambda flow: (target.index(flow.target), first.index(flow.first)))
    arriving = sorted(flows, key=lambda flow: (source.index(flow.source), first.index(flow.first)))
    starts = _stack([(flow, left[flow.source]) for flow in leaving])
    ends = _stack([(flow, right[flow.target]) for flow in arriving])
    for flow in flows:
        (y0, high0), (y1, high1) = starts[flow], ends[flow]
        x0, x1 = left[flow.source].left + _BAR, right[flow.target].left
        middle = (x0 + x1) / 2
        points = [
            (x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 + high1),
            (middle, y1 + high1), (middle, y0 + high0), (x0, y0 + high0), (x0, y0),
        ]  # fmt: skip
        canvas.shape(points, _CURVE, colours[flow.first], _OPACITY)


def _stack(placed: list[tuple[Flow, Node]]) -> dict[Flow, tuple[float, float]]:
    """Top and height of each flow at its node, one under the other."""
    used: dict[Node, float] = {}
    stacked = {}
    for flow, node in placed:
        height = flow.amount / node.amount * node.height if node.amount else 0.0
        stacked[flow] = (node.top + used.get(node, 0.0), height)
        used[node] = used.get(node, 0.0) + height
    return stacked


def _draw_nodes(
    canvas: Canvas, column: dict[str, Node], is_last: bool, is_narrow: bool, is_first: bool
) -> None:
    to_left = is_last if is_narrow else is_first
    for node in column.values():
        canvas.rectangle(node.left, node.top, _BAR, node.height, palette.INK)
        x = node.left - 6 if to_left else node.left + _BAR + 6
        canvas.lines_of_text((x, node.slot), node.label, anchor="right" if to_left else "left", backed=True)
