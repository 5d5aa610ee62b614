"""What a body answers: typed figures, and what must be known of a place to judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd


class Status(StrEnum):
    """Who may see a return."""

    PUBLISHED = "published"  # stands in a publication, which is named
    UNPUBLISHED = "unpublished"  # for the partners
    CONFIDENTIAL = "confidential"  # for the partners who hold the store alone


class Choice(StrEnum):
    """Which returns a count takes in."""

    NONE = "none"
    PUBLISHED = "published"
    PARTNERS = "partners"  # published and unpublished, none that is confidential
    ALL = "all"

    @property
    def takes(self) -> tuple[Status, ...]:
        """The returns that this choice lets in."""
        kinds = (Status.PUBLISHED, Status.UNPUBLISHED, Status.CONFIDENTIAL)
        return kinds[: list(Choice).index(self)]

    @property
    def is_unpublished(self) -> bool:
        """Whether what is made with these returns is not for publication."""
        return self in (Choice.PARTNERS, Choice.ALL)


@dataclass(frozen=True)
class Figure:
    """One line of a return, GBP. function "" and economic "both": of every function, current and capital together.

    fees_gbp  income that is no public body's;  plus_minus  part of the figure by which the body may be out
    """

    row: int
    column: str
    service: str
    function: str
    economic: str
    gross_gbp: float
    fees_gbp: float = 0.0
    volume: float | None = None
    volume_unit: str = ""
    confidence: str = ""
    plus_minus: float = 0.0
    note: str = ""
    estimate_gbp: float | None = None  # what the count said when the return was added
    low_gbp: float | None = None
    high_gbp: float | None = None


@dataclass(frozen=True)
class Between:
    """An amount that passes between two public bodies, as one of them says. direction: paid to or received from."""

    row: int
    column: str
    direction: str
    other: str
    service: str
    amount_gbp: float
    note: str = ""


@dataclass(frozen=True)
class Return:
    """The return of one body for a place and year."""

    place: str
    year: str
    body: str
    status: str
    by: str
    dated: str
    source: str
    figures: tuple[Figure, ...]
    between: tuple[Between, ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Return:
        """The return from its JSON form."""
        figures = tuple(Figure(**one) for one in row["figures"])
        between = tuple(Between(**one) for one in row["between"])
        return cls(**{**row, "figures": figures, "between": between})


@dataclass(frozen=True)
class Asked:
    """What is asked of the bodies of a place for a year.

    lines   body, service, function, economic, estimate_gbp, published_gbp, low_gbp, high_gbp, theme, keys
    ranges  low and high of all lines of each body together, GBP
    """

    place: str
    name: str
    year: str
    lines: pd.DataFrame
    ranges: Mapping[str, tuple[float, float]]

    def of(self, body: str) -> pd.DataFrame:
        """The lines of one body."""
        return self.lines[self.lines["body"] == body]
