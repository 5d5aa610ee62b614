"""The words everybody speaks: markers, methods, grades, control classes, places, years.

Words are the field's standard terms; the values of the enums are what stands in the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from totalplace_lib.errors import UsageError, shown


class Marker(StrEnum):
    """Why a number is absent or to be read with care (Government Statistical Service shorthand).

    A marker lives in its own column, never in the number; "" means an ordinary figure.
    """

    NONE = ""
    MISSING = "x"  # not available: no figure for this place, body or year
    SUPPRESSED = "c"  # confidential: held back by the publisher
    NOT_APPLICABLE = "z"  # the body does not exist or does not serve this place
    NOT_IDENTIFIED = "n"  # nothing published says what part of the money this is
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
    RETURNED = "returned"  # the body's own figure for the place, in place of an estimate
    UNALLOCATED = "unallocated"  # reaches the catchment but cannot be placed; shown, never spread


class StepKind(StrEnum):
    """What a step of the ledger does; the words are those that it is called by."""

    READ = "read"
    NOTE = "note"  # moves nothing: what a reader must know of the year or of a body
    LEAF_SELECTION = "leaf selection"
    CLASSIFY = "classify"
    TRANSFER = "transfers removed"
    DEFINITION = "outside the definition"
    ACTUAL = "actuals placed"
    APPORTIONED = "apportioned"
    UNALLOCATED = "unallocated"
    RETURNED = "returned"
    LENS = "lens"
    THEME = "theme"
    SCOPE = "scope"


class Action(StrEnum):
    """What a rule of config/transfers.csv does with the lines that it fits."""

    SET_ASIDE = "set aside"  # totals and other bodies' lines for the same money: never among what is counted
    DROP = "drop"  # both sides removed
    OFFSET = "offset"  # what receivers report comes off the payer's line


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


# Hyphen, the dashes that word processors make of it, minus sign, stroke.
_YEAR = re.compile(r"(?P<start>[12][0-9]{3})[-\u2010-\u2015\u2212/](?P<end>[0-9]{2})")


@dataclass(frozen=True, order=True)
class Year:
    """A financial year, April to March, written "2008-09"."""

    start: int

    def __post_init__(self) -> None:
        if not isinstance(self.start, int) or isinstance(self.start, bool):
            raise UsageError(
                f"Year takes the calendar year in which it begins, such as Year(2008), not {shown(repr(self.start))}. "
                'Of text: Year.parse("2008-09").'
            )

    @classmethod
    def parse(cls, text: str | Year) -> Year:
        """Read "2008-09", with a hyphen, a dash or a stroke; UsageError for anything else."""
        if isinstance(text, Year):
            return text
        if not isinstance(text, str):
            raise UsageError(
                f"A financial year is text such as '2008-09', not {shown(text)} ({type(text).__name__})."
            )
        match = _YEAR.fullmatch(text.strip())
        if not match or (int(match["start"]) + 1) % 100 != int(match["end"]):
            raise UsageError(f"'{shown(text)}' is not a financial year. Write it as 2008-09.")
        return cls(int(match["start"]))

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"


# Days (1 April) from which boundaries are held.
VINTAGES = (2009, 2013, 2019, 2020, 2021, 2023)
AREA_CODE = re.compile(r"E0[6-9]\d{6}")


@dataclass(frozen=True)
class Place:
    """A set of lower-tier areas at one boundary vintage: a pilot, a county, a region, England, any group.

    note  what the reader should know of the words by which it was found, such as a code that has changed
    Raises UsageError where an argument cannot be one: no areas, a bare string, a code that is not one of an area.
    """

    slug: str
    name: str
    areas: tuple[str, ...]  # GSS codes, sorted
    vintage: int
    kind: str = "group"  # pilot, forerunner, parallel, light touch, area, county, region, country, group
    note: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for word, value in (("slug", self.slug), ("name", self.name), ("kind", self.kind)):
            if not isinstance(value, str):
                raise UsageError(f"The {word} of a place is text, not {shown(repr(value))}.")
        if self.vintage not in VINTAGES:
            raise UsageError(
                f"The place '{shown(self.slug)}': no boundaries of {shown(self.vintage)} are held. "
                f"Vintages: {', '.join(map(str, VINTAGES))}."
            )
        object.__setattr__(self, "areas", _area_codes(self.slug, self.areas))

    def __eq__(self, other: object) -> bool:
        """The same place, whether its areas have been checked (national.places.Place) or not: what was counted of one
        is found again for the other."""
        if not isinstance(other, Place):
            return NotImplemented
        return (self.slug, self.name, self.areas, self.vintage, self.kind) == (
            other.slug, other.name, other.areas, other.vintage, other.kind,
        )  # fmt: skip

    def __repr__(self) -> str:
        number = f"{len(self.areas)} area{'s' if len(self.areas) != 1 else ''}"
        return f"<Place {self.slug}: {self.name} ({self.kind}), {number} on the boundaries of {self.vintage}>"


def _area_codes(slug: str, areas: object) -> tuple[str, ...]:
    """The codes of a place, sorted, each once; UsageError where there are none, or something else."""
    if isinstance(areas, str) or not isinstance(areas, Iterable):
        raise UsageError(
            f"The areas of the place '{shown(slug)}' are a tuple of GSS codes, such as (\"E08000025\",), "
            f"not {shown(repr(areas))}."
        )
    codes = list(areas)
    wrong = [code for code in codes if not isinstance(code, str) or not AREA_CODE.fullmatch(code)]
    if wrong:
        raise UsageError(
            f"The place '{shown(slug)}': {shown(', '.join(map(str, wrong)))} cannot be an area. Areas are GSS codes of "
            "districts and unitary authorities, such as E08000025; find_place takes names and all other codes."
        )
    if not codes:
        raise UsageError(f"The place '{shown(slug)}' has no areas.")
    return tuple(sorted(set(codes)))


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
