"""The words everybody speaks: markers, methods, grades, control classes, places, years.

Words are the field's standard terms; the values of the enums are what stands in the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from totalplace_lib.errors import UsageError


class Marker(StrEnum):
    """Why a number is absent or to be read with care (Government Statistical Service shorthand).

    A marker lives in its own column, never in the number; "" means an ordinary figure.
    """

    NONE = ""
    MISSING = "x"  # not available: no figure for this place, body or year
    SUPPRESSED = "c"  # confidential: held back by the publisher
    NOT_APPLICABLE = "z"  # the body does not exist or does not serve this place
    ESTIMATED = "e"  # apportioned by a key
    PROVISIONAL = "p"
    REVISED = "r"
    LOW = "low"  # rounds to zero but is not zero
    UNRELIABLE = "u"
    BREAK = "b"  # break in series: definition or boundary changed


class Economic(StrEnum):
    """Current or capital."""

    CURRENT = "current"
    CAPITAL = "capital"


class Method(StrEnum):
    """How a line came to a place."""

    ACTUAL = "actual"  # published for this body or this place
    APPORTIONED = "apportioned"  # a share of a wider catchment, by key
    UNALLOCATED = "unallocated"  # reaches the catchment but cannot be placed; shown, never spread


class Control(StrEnum):
    """The ladder of local control, most local first."""

    COUNCIL_DISCRETIONARY = "council discretionary"
    COUNCIL_RING_FENCED = "council ring-fenced"
    OTHER_LOCAL_BODY = "other local body"
    NATIONAL_LOCAL_OFFICE = "national body, local office"
    NATIONAL_ENTITLEMENT = "national entitlement"


class Lens(StrEnum):
    """The four views of the Cumbria count."""

    ALL = "all"  # (a) all public spending for the place
    LOCAL_BODIES = "local-bodies"  # (b) by bodies of the place
    OUTSIDE_BODIES = "outside-bodies"  # (c) by bodies from outside it
    OUTCOME = "outcome"  # (d) that supports a stated outcome


_YEAR = re.compile(r"^(?P<start>\d{4})-(?P<end>\d{2})$")


@dataclass(frozen=True, order=True)
class Year:
    """A financial year, April to March, written "2008-09"."""

    start: int

    @classmethod
    def parse(cls, text: str) -> Year:
        """Read "2008-09"; UsageError for anything else."""
        match = _YEAR.match(str(text).strip())
        if not match or (int(match["start"]) + 1) % 100 != int(match["end"]):
            raise UsageError(f"'{text}' is not a financial year. Write it as 2008-09.")
        return cls(int(match["start"]))

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"


@dataclass(frozen=True)
class Place:
    """A set of lower-tier areas at one boundary vintage: a pilot, a county, a region, England, any group."""

    slug: str
    name: str
    areas: tuple[str, ...]  # GSS codes, sorted
    vintage: int
    kind: str = "group"  # pilot, forerunner, parallel, light touch, area, county, region, country, group

    def __post_init__(self) -> None:
        if not self.areas:
            raise UsageError(f"The place '{self.slug}' has no areas.")
        object.__setattr__(self, "areas", tuple(sorted(set(self.areas))))

    def __repr__(self) -> str:
        number = f"{len(self.areas)} area{'s' if len(self.areas) != 1 else ''}"
        return f"<Place {self.slug}: {self.name} ({self.kind}), {number} on the boundaries of {self.vintage}>"


def slugify(name: str) -> str:
    """'Coventry, Solihull & Warwickshire' -> 'coventry-solihull-warwickshire'."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


# COFOG level 1, the United Nations' functions of government.
COFOG = {
    "01": "General public services",
    "02": "Defence",
    "03": "Public order and safety",
    "04": "Economic affairs",
    "05": "Environment protection",
    "06": "Housing and community amenities",
    "07": "Health",
    "08": "Recreation, culture and religion",
    "09": "Education",
    "10": "Social protection",
}
