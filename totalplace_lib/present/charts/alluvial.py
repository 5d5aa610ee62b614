"""Alluvial: money flowing through two to four stages (payer, spender, theme), under 15 nodes.

A picture for the eye only: the table of flows and the three largest in words carry the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.charts import words
from totalplace_lib.present.charts.limits import ChartError, at_most
from totalplace_lib.present.charts.ribbons import Path, draw_flows
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import clean

LIMIT = 14


def alluvial(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    caption: Caption,
    *,
    stages: Sequence[str],
    value: str,
) -> Exhibit:
    """One row for each flow: the node it passes at each stage and its amount; below zero, more income than spending.

    stages  two to four columns, in the order of the flow; nodes stand in order of their size
    A flow below zero has no band, but it is in the figure of every node that it passes and in the table.
    Raises ChartError for more than 14 nodes in all, a flow without a figure, or when nothing is above zero.
    """
    if not 2 <= len(stages) <= 4:
        raise ChartError(f"Alluvial: {len(stages)} stages; it shows two, three or four.")
    at_most(len(table), 200, "Alluvial", "flow", "Add up the flows between the same nodes first.")
    nodes = sum(table[stage].nunique(dropna=False) for stage in stages)
    at_most(nodes, LIMIT, "Alluvial", "node", "Name the small ones 'Other' at each stage and add them up.")
    amounts = table[value].astype(float)
    if amounts.isna().any() or not (amounts > 0).any():
        raise ChartError(
            "Alluvial: every flow needs a figure, and one above zero. Show what is missing in a table."
        )
    nodes_of = zip(*(words.names(table, stage) for stage in stages), strict=True)
    paths = [Path(*pair) for pair in zip(nodes_of, amounts.tolist(), strict=True)]
    kind = words.chart_kind(table, columns, [value])
    headings = [clean(columns[stage].heading) for stage in stages]

    def draw(width: int) -> Canvas:
        return draw_flows(paths, headings, kind, width)

    largest = three_largest(paths, kind)
    what = f"{columns[value].heading.lower()} from {' to '.join(headings).lower()}"
    alt = words.alt_text("Flow chart", what, caption, largest)
    read = f"The height of each band is its amount. {largest}."
    return Exhibit(caption, table, columns, alt, read, draw)


def three_largest(paths: Sequence[Path], kind: str) -> str:
    """ "The widest bands are A to B, £2.0 billion; ..." for at most three; a node passed twice is named once."""
    sums: dict[tuple[str, ...], float] = {}
    for path in paths:
        sums[path.nodes] = sums.get(path.nodes, 0.0) + path.amount
    top = sorted(sums.items(), key=lambda flow: -flow[1])[:3]
    said = [f"{' to '.join(dict.fromkeys(nodes))}, {words.said(amount, kind)}" for nodes, amount in top]
    return f"The widest band{'s are' if len(said) > 1 else ' is'} {'; '.join(said)}"
