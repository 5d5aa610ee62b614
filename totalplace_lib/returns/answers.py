"""What a body answers: typed figures, and what must be known of a place to judge them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from totalplace_lib.count.returned import ALL_SERVICES, BOTH


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

    @functools.cached_property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that may answer."""
        return tuple(sorted(self.lines["body"].unique()))

    def of(self, body: str) -> pd.DataFrame:
        """The lines of one body."""
        return self.lines[self.lines["body"] == body]

    def services(self, body: str) -> tuple[str, ...]:
        """What one body is asked about, and all of it together."""
        return (ALL_SERVICES, *dict.fromkeys(line[0] for line in self._figures[body]))

    def functions(self, body: str) -> tuple[str, ...]:
        """The functions of one body's lines."""
        return tuple(dict.fromkeys(line[1] for line in self._figures[body]))

    def estimate(self, body: str, line: tuple[str, str, str]) -> tuple[float, float, float]:
        """What the count says of a line (service, function, current or capital), low and high, GBP."""
        held = self._figures[body]
        if line[0] == ALL_SERVICES and line[2] == BOTH:
            return round(sum(figure[0] for figure in held.values()), 2), *self.ranges[body]
        wanted = (line[0] if line[0] != ALL_SERVICES else "", line[1], line[2] if line[2] != BOTH else "")
        found = [held[line]] if line in held else [held[key] for key in held if _is_part(key, wanted)]
        first, low, high = (round(sum(part), 2) for part in zip((0.0, 0.0, 0.0), *found, strict=True))
        return first, low, high

    @functools.cached_property
    def _figures(self) -> dict[str, dict[tuple[str, str, str], tuple[float, float, float]]]:
        """Estimate, low and high by body and line."""
        columns = ["body", "service", "function", "economic", "estimate_gbp", "low_gbp", "high_gbp"]
        found: dict[str, dict[tuple[str, str, str], tuple[float, float, float]]] = {}
        for body, service, function, economic, *figures in self.lines[columns].itertuples(index=False):
            estimate, low, high = map(float, figures)
            found.setdefault(str(body), {})[str(service), str(function), str(economic)] = (
                estimate,
                low,
                high,
            )
        return found


def _is_part(line: tuple[str, str, str], wanted: tuple[str, str, str]) -> bool:
    """Whether a line is one of those wanted; "" stands for any."""
    return all(word in ("", own) for word, own in zip(wanted, line, strict=True))
