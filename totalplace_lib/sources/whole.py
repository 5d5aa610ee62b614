"""What a card says a whole publication is: who is in it, how many rows, what it adds up to, how far it may step.

Written on the card as [[whole]], one for each table that is made from it:

    table   the processed table
    of      the column of those who must be there; set: who they are (see gazetteer); vintage: on which boundaries;
            each: columns, in every combination of which all of them must be there; absent: who is not, and why
    value   the column of its figures; by: the column by which they are added up; totals: by -> rows, gaps, total and
            hash total (each figure times a weight from the words of its row: it changes when figures change places)
    time    the column of years between which figures may not step: the total of each member and of each kind by more
            than step times, or to the other sign; crowd: by how much half of the members may move at once (logarithm)
    noughts kinds (with *) that a member with much of them one year does not print as nought the next; all together
            never are
    looked  steps that somebody looked at: what (a member or kind, with *), year, who, when, why
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

STEP, CROWD = 100.0, 0.5


@dataclass(frozen=True)
class Looked:
    """A step that somebody looked at. what: member or kind, year: of the later figure; * stands for any letters."""

    what: str
    year: str
    who: str
    when: str
    why: str

    def covers(self, what: str, year: str) -> bool:
        """Whether this is said of the step."""
        return fnmatchcase(what, self.what) and fnmatchcase(year, self.year)


@dataclass(frozen=True)
class Control:
    """What the rows of one group (a year, an index) come to. hash_total: see the head of this file."""

    rows: int
    gaps: int = 0
    total: float = 0.0
    hash_total: float = 0.0

    def text(self) -> str:
        """As it stands on a card."""
        return f"{{ rows = {self.rows}, gaps = {self.gaps}, total = {self.total}, hash_total = {self.hash_total} }}"


@dataclass(frozen=True)
class Whole:
    """What one table from a card must hold; fields as in the head of this file."""

    table: str
    totals: Mapping[str, Control]
    of: str = ""
    set: tuple[str, ...] = ()
    vintage: tuple[int, ...] = ()
    each: tuple[str, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    by: str = ""
    time: str = ""
    kinds: tuple[str, ...] = ()
    step: float = STEP
    crowd: float = CROWD
    noughts: tuple[str, ...] = ()
    looked: tuple[Looked, ...] = ()

    @classmethod
    def parse(cls, entry: Mapping[str, Any]) -> Whole:
        """One [[whole]] of a card. TypeError or ValueError says what is wrong with it."""
        data = dict(entry)
        for name in ("set", "vintage", "each", "kinds", "noughts"):
            if name in data:
                data[name] = tuple(data[name])
        data["looked"] = tuple(Looked(**looked) for looked in data.get("looked", ()))
        data["totals"] = {str(key): Control(**control) for key, control in data.get("totals", {}).items()}
        whole = cls(**data)
        if not whole.totals:
            raise ValueError(f"[[whole]] of table '{whole.table}' has no totals")
        if bool(whole.of) != bool(whole.set):
            raise ValueError(f"[[whole]] of table '{whole.table}' needs both of and set, or neither")
        if whole.time and not whole.value:
            raise ValueError(f"[[whole]] of table '{whole.table}' has time but no value")
        return whole
