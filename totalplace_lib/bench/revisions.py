"""Revisions of one year between the editions of the Treasury's analysis, with the edition that the count uses."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import revisions
from totalplace_lib.bench.years import plan
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import read_table


@dataclass(frozen=True)
class Revisions:
    """What the editions said of a year. table: analysis.revisions; in_use: the edition counted from, "" for none."""

    year: str
    in_use: str
    department: str
    table: pd.DataFrame

    @property
    def editions(self) -> list[str]:
        """The editions that hold the year, earliest first."""
        return [str(name) for name in self.table.columns if str(name).startswith("cra_")]


def revised(year: str, department: str = "") -> Revisions:
    """By department, or by segment of one department. UsageError for a year or department that no edition holds."""
    when = str(Year.parse(year))
    held = sorted(read_table("cra_editions", ["year"])["year"].unique())
    if when not in held:
        raise UsageError(f"No edition holds {when}. Years: {held[0]} to {held[-1]}.")
    said = read_table("cra_editions", year=when)
    in_use = plan().get(when, {}).get("central", "")
    if not department:
        return Revisions(when, in_use, "", revisions.by_department(said))
    table = revisions.by_segment(said)
    name = _department(department, sorted(table["department"].unique()), when)
    return Revisions(when, in_use, name, table[table["department"] == name].reset_index(drop=True))


def _department(text: str, names: list[str], year: str) -> str:
    word = text.strip().casefold()
    exact = [name for name in names if name.casefold() == word]
    found = exact or [name for name in names if word in name.casefold()]
    if len(found) == 1:
        return found[0]
    near = found or difflib.get_close_matches(text, names, n=5, cutoff=0.3) or names[:5]
    what = "Several departments have" if found else "No department has"
    raise UsageError(f"{what} '{text}' in their name in {year}: {'; '.join(near[:8])}.")
