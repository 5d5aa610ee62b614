"""The drawing of an alluvial chart: columns of nodes, and ribbons of matplotlib curves between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import LINE, TEXT, Canvas
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.layout import NARROW_BELOW
from totalplace_lib.present.text import wrap

_BAR: Final = 12.0
_MONEY_HEIGHT: Final = 300.0  # px for the whole amount
_BETWEEN: Final = 8.0
_HEAD: Final = 30.0
_APART: Final = 28.0
_OPACITY: Final = 0.55
_CURVE = (1, 4, 4, 4, 2, 4, 4, 4, 79)


class Path(NamedTuple):
    """A flow from end to end: its node at each stage, and its amount; one below zero is counted and not drawn."""

    nodes: tuple[str, ...]
    amount: float


class Flow(NamedTuple):
    """What flows between two nodes of neighbouring stages, and the first-stage node it came from."""

    first: str
    source: str
    target: str
    amount: float


@dataclass(frozen=True)
class Panel:
    """Stages drawn side by side: the left edge of the bars of each, their slots, and where labels go."""

    stages: tuple[int, ...]
    lefts: tuple[float, ...]
    slots: list[list[Slot]]
    labels_inside: bool


@dataclass(frozen=True)
class Node:
    """A node of one stage: where its bar stands and its label."""

    left: float
    top: float
    height: float
    amount: float
    label: tuple[str, ...]
    slot: float  # middle of the room for its label


def draw_flows(paths: Sequence[Path], headings: Sequence[str], kind: str, width: int) -> Canvas:
    """Every path with its amount, drawn from left to right; headings: what each stage is.

    A narrow drawing has one panel for each pair of neighbouring stages, one under the other, because labels
    of three stages do not fit side by side.
    """
    stages = range(len(headings))
    if width < NARROW_BELOW:
        panels = [_panel(paths, pair, kind, 0, width) for pair in pairwise(stages)]
    else:
        panels = [_panel(paths, stages, kind, width * 0.23, width)]
    heights = [_HEAD + max(_tall(column) for column in panel.slots) for panel in panels]
    canvas = Canvas(width, sum(heights) + _APART * (len(panels) - 1))
    colours = _colours([slot.name for slot in _slots(paths, 0, kind, width)])
    top = 0.0
    for panel, height in zip(panels, heights, strict=True):
        _draw_panel(canvas, panel, paths, headings, colours, (top, height))
        top += height + _APART
    return canvas


def _panel(paths: Sequence[Path], stages: Sequence[int], kind: str, side: float, width: float) -> Panel:
    """Where the bars of each stage stand. side: room for labels outside the first and last bars."""
    step = (width - 2 * side - _BAR) / (len(stages) - 1)
    room = min(side - 10, step - _BAR - 12) if side else (width - 2 * _BAR) / 2 - 12
    lefts = tuple(side + number * step for number in range(len(stages)))
    return Panel(tuple(stages), lefts, [_slots(paths, stage, kind, room) for stage in stages], side == 0)


def _tall(slots: list[Slot]) -> float:
    return sum(slot.height + _BETWEEN for slot in slots) - _BETWEEN


def _draw_panel(
    canvas: Canvas,
    panel: Panel,
    paths: Sequence[Path],
    headings: Sequence[str],
    colours: dict[str, str],
    place: tuple[float, float],
) -> None:
    top, height = place
    columns = [
        _nodes(slots, left, top + _HEAD, height - _HEAD)
        for slots, left in zip(panel.slots, panel.lefts, strict=True)
    ]
    for (stage, after), (left, right) in zip(pairwise(panel.stages), pairwise(columns), strict=True):
        _draw_ribbons(canvas, _bundles(paths, stage, after), left, right, colours)
    for number, (stage, column) in enumerate(zip(panel.stages, columns, strict=True)):
        ends = (number == 0, number == len(columns) - 1)
        to_left = ends[1] if panel.labels_inside else ends[0]
        _draw_nodes(canvas, column, to_left)
        at_right = to_left if panel.labels_inside else ends[0]
        x = panel.lefts[number] + (_BAR if at_right else 0)
        canvas.text((x, top + TEXT), headings[stage], anchor="right" if at_right else "left", bold=True)


class Slot(NamedTuple):
    """The room of a node: the larger of its bar and its label. amount: what is drawn; the label has the net figure."""

    name: str
    amount: float
    bar: float
    label: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height in px."""
        return max(self.bar, len(self.label) * LINE)


def _slots(paths: Sequence[Path], stage: int, kind: str, room: float) -> list[Slot]:
    """The slots of a stage, the largest amount first."""
    sizes: dict[str, float] = {}
    drawn: dict[str, float] = {}
    for path in paths:
        name = path.nodes[stage]
        sizes[name] = sizes.get(name, 0.0) + path.amount
        drawn[name] = drawn.get(name, 0.0) + max(path.amount, 0.0)
    total = sum(drawn.values())
    return [
        Slot(
            name,
            drawn[name],
            max(drawn[name] / total * _MONEY_HEIGHT, 2.0),
            (*wrap(name, room, TEXT, lines=4), words.short(amount, kind)),
        )
        for name, amount in sorted(sizes.items(), key=lambda size: -size[1])
    ]


def _nodes(slots: list[Slot], left: float, top: float, tall: float) -> dict[str, Node]:
    """The nodes of a stage from the largest down, spread over the height."""
    spare = tall - sum(slot.height for slot in slots)
    gap = spare / (len(slots) - 1) if len(slots) > 1 else 0.0
    top += 0.0 if len(slots) > 1 else spare / 2
    nodes = {}
    for slot in slots:
        bar_top = top + (slot.height - slot.bar) / 2
        nodes[slot.name] = Node(left, bar_top, slot.bar, slot.amount, slot.label, top + slot.height / 2)
        top += slot.height + gap
    return nodes


def _colours(first: list[str]) -> dict[str, str]:
    """Six colours for the nodes of the first stage, those with a meaning first; the others share the faint one."""
    return dict(zip(first, palette.colours_of(first), strict=True))


def _bundles(paths: Sequence[Path], stage: int, after: int) -> list[Flow]:
    """Flows above zero between two stages, apart by the first-stage node they come from."""
    sums: dict[tuple[str, str, str], float] = {}
    for path in (path for path in paths if path.amount > 0):
        ends = (path.nodes[0], path.nodes[stage], path.nodes[after])
        sums[ends] = sums.get(ends, 0.0) + path.amount
    return [Flow(*ends, amount) for ends, amount in sums.items()]


def _draw_ribbons(
    canvas: Canvas,
    flows: list[Flow],
    left: dict[str, Node],
    right: dict[str, Node],
    colours: dict[str, str],
) -> None:
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


def _draw_nodes(canvas: Canvas, column: dict[str, Node], to_left: bool) -> None:
    for node in column.values():
        canvas.rectangle(node.left, node.top, _BAR, node.height, palette.INK)
        x = node.left - 6 if to_left else node.left + _BAR + 6
        canvas.lines_of_text((x, node.slot), node.label, anchor="right" if to_left else "left", backed=True)
