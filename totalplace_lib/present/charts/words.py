"""Words on and about charts: short labels, and the text alternative computed from the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from totalplace_lib.model import Marker
from totalplace_lib.present import numbers
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption
from totalplace_lib.present.marker_words import MARKER_WORDS, gap_of, marker_of
from totalplace_lib.present.sentences import calm
from totalplace_lib.present.text import NOT_NAMED, clean

IN_UNITS = {"money in billions": (1e10, 1e9, "bn", 99.95), "money in millions": (1e7, 1e6, "m", 9.95)}
"""Kinds of figures in one unit: from which largest figure on, the unit, its name, from where on without decimals."""
WHERE = "The figures are in the table after the chart."


def unit_of(kind: str, values: Iterable[float]) -> str:
    """The kind of the figures of one chart: money in the one unit that its largest figure asks for."""
    if kind != "money":
        return kind
    largest = max((abs(value) for value in values if not numbers.is_missing(value)), default=0.0)
    return next((name for name, (least, *_) in IN_UNITS.items() if largest >= least), kind)


def _in_unit(value: float, kind: str) -> str:
    """ "£2,781m", "£0.6m", "<£0.1m", "£139.6bn": fewer decimals where a figure is large in its unit."""
    _, unit, name, whole = IN_UNITS[kind]
    size = abs(value) / unit
    if 0 < size < 0.05:
        return f"<£0.1{name}" if value > 0 else f">−£0.1{name}"
    said = numbers.pounds(value / unit, 0 if size >= whole else 1)
    return "£0" if value == 0 else f"{said}{name}"


def short(value: float | None, kind: str) -> str:
    """A figure as a label in a drawing: "£7.3bn", "£1,204", "33%", "1,016,800"."""
    if kind in IN_UNITS and value is not None and not numbers.is_missing(value):
        return _in_unit(value, kind)
    if kind == "money":
        return numbers.money_short(value)
    return said(value, kind) if kind != "per_head" else numbers.each(value)


def said(value: float | None, kind: str) -> str:
    """A figure in a sentence: "£7.3 billion", "£1,204 per head", "33%", "1,016,800"."""
    if value is None or numbers.is_missing(value):
        return numbers.NOT_AVAILABLE
    if kind == "number":
        return numbers.fixed(value, 1)
    words = dict.fromkeys(("money", *IN_UNITS), numbers.money) | {
        "per_head": numbers.per_head,
        "share": numbers.share,
    }
    return words.get(kind, numbers.count)(value)


def on_axis(value: float, kind: str) -> str:
    """A round figure on an axis: "£500m", "£1bn", "20%", "2.5%"."""
    if kind == "share" and (percent := round(value * 100, 6)) % 1:
        return f"{numbers.fixed(percent, 1)}%"
    return numbers.pounds(value) if kind == "per_head" else short(value, kind).replace(".0", "")


def labels(
    table: pd.DataFrame, columns: Mapping[str, Column], value: str, beside: Sequence[str] = ()
) -> list[str]:
    """The figures of a column as labels with their markers, in the unit of all columns of the chart."""
    column = columns[value]
    kind = chart_kind(table, columns, (value, *beside))
    found = flags(table, column)
    if (
        found.count(Marker.ESTIMATED) > len(found) / 2
    ):  # the rule is not marked, only the exception; the table says all
        found = [Marker.NONE if flag is Marker.ESTIMATED else flag for flag in found]
    return [marked(amount, kind, flag) for amount, flag in zip(table[value], found, strict=True)]


def chart_kind(table: pd.DataFrame, columns: Mapping[str, Column], values: Sequence[str]) -> str:
    """The kind of figures that some columns of one kind have together."""
    return unit_of(columns[values[0]].kind, table[list(values)].to_numpy(dtype="float64").ravel().tolist())


def marked(value: float | None, kind: str, flag: Marker) -> str:
    """A label with its marker: "£334m [e]"; a gap is said in words: "not available [x]"."""
    if numbers.is_missing(value):
        flag = gap_of(flag)
        return f"{MARKER_WORDS[flag].split(':')[0]} [{flag}]"
    return f"{short(value, kind)} [{flag}]" if flag else short(value, kind)


def flags(table: pd.DataFrame, column: Column) -> list[Marker]:
    """The markers of a column's figures, row by row."""
    if not column.marker:
        return [Marker.NONE] * len(table)
    return [marker_of(flag) for flag in table[column.marker]]


def names(table: pd.DataFrame, column: str) -> list[str]:
    """The labels of a text column, cleaned; an empty one says so."""
    return [(not numbers.is_missing(name) and calm(clean(name))) or NOT_NAMED for name in table[column]]


def sentence(text: str) -> str:
    """The text ending in a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def alt_text(chart: str, what: str, caption: Caption, detail: str) -> str:
    """Kind of chart and of what, the message, the main figures, where the table is."""
    return " ".join(
        sentence(clean(part))
        for part in (f"{chart} of {what}: {caption.subtitle}", caption.headline, detail, WHERE)
    )


def ranking(table: pd.DataFrame, columns: Mapping[str, Column], label: str, value: str) -> str:
    """ "Largest: A, £2.3 billion; smallest: B, £1.0 million." with how many have no figure."""
    known = table[table[value].notna()]
    if known.empty:
        return "No figure is available"
    kind = columns[value].kind
    ordered = known.sort_values(value, ascending=False, kind="stable")
    ends = [
        f"{word}: {clean(name)}, {said(amount, kind)}"
        for word, name, amount in zip(
            ("Largest", "smallest"), ordered[label].iloc[[0, -1]], ordered[value].iloc[[0, -1]], strict=True
        )
    ]
    gaps = len(table) - len(known)
    return "; ".join(ends[: min(2, len(known))]) + (f"; no figure for {gaps} of {len(table)}" if gaps else "")
