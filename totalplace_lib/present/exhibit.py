"""Exhibit: a figure, its table and its words as one object, which shows itself in a notebook, HTML or text.

In an executed notebook each exhibit also leaves a record (mimetype RECORD_TYPE) with its table in full
precision, from which the workbook and the CSV files are made: what is downloaded is what was shown.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit_html import exhibit_html
from totalplace_lib.present.html_table import shown_columns
from totalplace_lib.present.numbers import is_missing
from totalplace_lib.present.picture import picture
from totalplace_lib.present.sentences import capital
from totalplace_lib.present.text import clean, slugged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECORD_TYPE = "application/vnd.totalplace.exhibit+json"
_RECORD_VERSION = 1

Record: TypeAlias = dict[str, Any]


class Drawing(Protocol):
    """What a chart draws on: turned into SVG markup with an accessible title and description."""

    def to_svg(self, ident: str, title: str, description: str) -> str:
        """Inline SVG whose ids all begin with ident."""

    def pixels(self, scale: int) -> NDArray[np.uint8]:
        """Rows x columns x RGB, scale pixels for each px."""


@dataclass(frozen=True)
class Caption:
    """The caller's words for an exhibit.

    slug      stable name: ids, sheet and file names are made from it
    headline  a sentence that states the message; subtitle: measure, coverage and period
    source    "[publication], [organisation]"; notes: what a reader must know, one sentence each
    withheld  why the headline says less than the figures seem to (evidence.carried)
    """

    slug: str
    headline: str
    subtitle: str
    source: str
    notes: tuple[str, ...] = ()
    withheld: str = ""

    def __post_init__(self) -> None:
        blank = [
            name for name in ("slug", "headline", "subtitle", "source") if not clean(getattr(self, name))
        ]
        if blank:
            raise UsageError(
                f"The exhibit '{self.slug}' has no {' and no '.join(blank)}. Give it in the caption."
            )


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A table with its words and, when there is something to draw, a figure drawn only when it is shown.

    table    raw numbers in full precision; columns says which are shown, in which order and how
    alt      text alternative: kind of chart, of what, the message, where the table is
    figure   given a width in px, draws; None for a table on its own
    whole    every row, where the page shows only the largest: what the workbook and the CSV files hold
    shared_with  what a picture to share says beside the exhibit's words; "" = no such picture is made
    """

    caption: Caption
    table: pd.DataFrame
    columns: Mapping[str, Column]
    alt: str
    how_to_read: str = ""
    figure: Callable[[int], Drawing] | None = field(default=None, repr=False)
    whole: pd.DataFrame | None = field(default=None, repr=False)
    shared_with: str = ""

    def __post_init__(self) -> None:
        shown_columns(self.table.head(0), self.columns)

    @property
    def slug(self) -> str:
        """The caller's slug, safe as an id or a file name."""
        return slugged(self.caption.slug)

    @property
    def headline(self) -> str:
        """The sentence that states the message."""
        return capital(self.caption.headline)

    @property
    def subtitle(self) -> str:
        """Measure, coverage and period."""
        return self.caption.subtitle

    @property
    def source(self) -> str:
        """Where the figures come from."""
        return self.caption.source

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know, one sentence each."""
        return self.caption.notes

    def __str__(self) -> str:
        ready = shown_columns(self.table, self.columns)
        table = pd.DataFrame({column.heading: column.cells for column in ready})
        lines = [
            self.headline,
            self.subtitle,
            table.to_string(index=False, max_rows=40),
            f"Source: {self.source}",
        ]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return exhibit_html(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {
            "text/plain": str(self),
            "text/html": exhibit_html(self),
            RECORD_TYPE: to_record(self),
        }
        if self.shared_with:
            bundle["image/png"] = base64.b64encode(picture(self)).decode()
        return bundle


def to_record(exhibit: Exhibit) -> Record:
    """The exhibit as JSON-ready values: words, columns in order, rows of raw values (None is a gap).

    Keys: version, slug, headline, subtitle, source, notes, alt, how_to_read, has_figure,
    columns [{name, heading, kind, decimals, marker}], rows [[value, ...]] in the order of columns.
    A marker column that only serves another column comes after the shown ones, with kind "marker".
    """
    columns = _with_markers(exhibit.columns)
    taken = exhibit.table if exhibit.whole is None else exhibit.whole
    return {
        "version": _RECORD_VERSION,
        **asdict(exhibit.caption),
        "notes": list(exhibit.notes),
        "alt": exhibit.alt,
        "how_to_read": exhibit.how_to_read,
        "has_figure": exhibit.figure is not None,
        "columns": [{"name": name, **asdict(column)} for name, column in columns.items()],
        "rows": [
            [_plain(value) for value in row]
            for row in zip(*(taken[name].tolist() for name in columns), strict=True)
        ],
    }


def _with_markers(columns: Mapping[str, Column]) -> dict[str, Column]:
    """The shown columns and then the marker columns they name."""
    markers = {
        column.marker: Column(f"Marker of {column.heading[:1].lower()}{column.heading[1:]}", "marker")
        for column in columns.values()
        if column.marker and column.marker not in columns
    }
    return {**columns, **markers}


def _plain(value: object) -> object:
    """A value that JSON can hold: a number stays a number, a gap is None, anything else is text."""
    if is_missing(value):
        return None
    return value if isinstance(value, int | float) else str(value)
