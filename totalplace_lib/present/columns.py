"""How the columns of an exhibit's table are shown: heading, unit, decimals, marker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker
from totalplace_lib.present import numbers
from totalplace_lib.present.marker_words import MARKER_WORDS, gap_of, marker_of
from totalplace_lib.present.sentences import calm
from totalplace_lib.present.text import clean

Kind = Literal["money", "per_head", "share", "count", "number", "text", "marker"]
_DECIMALS: dict[str, int] = {"money": 1, "per_head": 0, "share": 1, "count": 0, "number": 1}
_SCALES = ((1e6, "£ million", 1), (1e3, "£ thousand", 0), (1.0, "£", 0))


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, kind, decimals shown and the column that holds its markers.

    kind      money is in GBP, per_head in GBP for each resident, share in parts of one; count is whole;
              marker shows a marker column in words; text is text.
    decimals  None is the usual number for the kind.
    marker    name of the table's column with the Marker of each figure, joined on only when shown.
    scale     GBP in one unit of money; None is what suits its own largest figure (see in_one_unit).
    """

    heading: str
    kind: Kind = "text"
    decimals: int | None = None
    marker: str | None = None
    scale: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise UsageError(
                f"'{self.kind}' is not a kind of column. Use one of {', '.join(get_args(Kind))}."
            )

    @property
    def is_numeric(self) -> bool:
        """True for a kind whose cells are numbers."""
        return self.kind in _DECIMALS


def columns_of(names: Iterable[str], kind: Kind, decimals: int | None = None) -> dict[str, Column]:
    """Columns whose headings are their names: places, councils, nations side by side."""
    return {name: Column(name, kind, decimals) for name in names}


@dataclass(frozen=True)
class Shown:
    """A column ready to be written: heading with its unit, and the text of each cell."""

    heading: str
    cells: list[str]
    is_numeric: bool
    markers: frozenset[Marker]


def shown(column: Column, values: pd.Series, markers: pd.Series | None) -> Shown:
    """The column as text. Money is in the unit that suits its largest figure, named in the heading."""
    unit, unit_words, decimals = _unit(column, values)
    heading = f"{clean(column.heading)} ({unit_words})" if unit_words else clean(column.heading)
    used: set[Marker] = set()
    cells = []
    flags = [Marker.NONE] * len(values) if markers is None else [marker_of(flag) for flag in markers]
    for value, flag in zip(values.tolist(), flags, strict=True):
        text, shown_flag = _cell(column, value, flag, unit, decimals)
        used.add(shown_flag)
        cells.append(text)
    return Shown(heading, cells, column.is_numeric, frozenset(used - {Marker.NONE}))


def _unit(column: Column, values: pd.Series) -> tuple[float, str, int]:
    decimals = _DECIMALS.get(column.kind, 0) if column.decimals is None else column.decimals
    if column.kind == "share":
        return 0.01, "%", decimals
    if column.kind not in ("money", "per_head"):
        return 1.0, "", decimals
    largest = float(pd.to_numeric(values).abs().max()) if len(values) else 0.0
    if column.kind == "per_head":
        is_small = column.decimals is None and largest < numbers.PENCE_UNDER
        return 1.0, "£ per head", 2 if is_small else decimals
    for unit, words, usual in _SCALES:
        if unit == (column.scale or _scale(largest)):
            return unit, words, usual if column.decimals is None else column.decimals
    raise AssertionError(f"no unit of money is {column.scale}")


def _scale(largest: float) -> float:
    return next((unit for unit, *_ in _SCALES if largest >= unit * 10), 1.0)


def in_one_unit(table: pd.DataFrame, columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns with all money in one unit: the one that suits the column whose largest figure is the smallest."""
    money = [name for name, column in columns.items() if column.kind == "money"]
    largest = table[money].astype(float).abs().max()
    scale = _scale(float(largest[largest > 0].min())) if (largest > 0).any() else 1.0
    return {name: replace(one, scale=scale) if name in money else one for name, one in columns.items()}


def _cell(column: Column, value: object, flag: Marker, unit: float, decimals: int) -> tuple[str, Marker]:
    """The text of one cell and the marker that stands in it. A gap is never blank and never a zero."""
    if column.kind == "marker":
        flag = marker_of(value)
        return (f"[{flag}] {MARKER_WORDS[flag]}" if flag else "no marker"), flag
    if numbers.is_missing(value) or (column.kind == "text" and not clean(value)):
        flag = gap_of(flag)
        return ("not applicable [z]" if flag is Marker.NOT_APPLICABLE else f"[{flag}]"), flag
    if not column.is_numeric:
        return _marked(calm(clean(value)), flag), flag
    number = float(value)  # type: ignore[arg-type]
    if number != 0 and numbers.rounded(number / unit, decimals) == 0:
        flag = flag or Marker.LOW
    return _marked(numbers.fixed(number / unit, decimals), flag), flag


def _marked(text: str, flag: Marker) -> str:
    return f"{text} [{flag}]" if flag else text
