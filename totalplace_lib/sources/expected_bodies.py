"""Who there is in a year: areas, councils and other bodies, by code and name; against which publications are held.

Areas and councils come from the lists of areas at each vintage (areas), bodies of other kinds from
config/geography/bodies.csv (set, code, name, from, to). A set on a card is one of

    areas        lower-tier and unitary areas of a vintage (GSS codes), or of all vintages named
    councils     councils that make returns in a year (E-codes): lower-tier, unitary and county
    upper tier   councils with education and social care: unitary, metropolitan, London, county
    a set of config/geography/bodies.csv, whole or by a pattern of its codes: "other authorities: E63*"
    a code by itself
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.project import read_config

BODIES = "geography/bodies.csv"
FIRST = 2009
"""Vintage that stands for the years before it too; councils of before April 2009 are known from the changes."""

COUNTIES = ("20", "21")
"""How E-codes of county councils end: E0221 was Bedfordshire."""


@dataclass(frozen=True)
class Gazetteer:
    """areas, changes: as the tables `areas` and `area_changes`; bodies: as config/geography/bodies.csv."""

    areas: pd.DataFrame
    changes: pd.DataFrame
    bodies: pd.DataFrame

    def members(self, name: str, year: str, vintages: tuple[int, ...]) -> dict[str, str]:
        """Code -> name of everybody in a set. year: a financial year, "" where the set does not depend on it."""
        if name == "areas":
            rows = self.areas[self.areas["vintage"].isin(vintages or (self._vintage(year),))]
            return dict(zip(rows["area_code"], rows["area_name"], strict=True))
        if name == "councils":
            return self._councils(year)
        if name == "upper tier":
            districts = self._districts(year)
            return {code: named for code, named in self._councils(year).items() if code not in districts}
        kind, _, pattern = name.partition(": ")
        rows = self.bodies[self.bodies["set"] == kind]
        if rows.empty:
            return {name: name}
        if year:
            rows = rows[(rows["from"].fillna("") <= year) & (year <= rows["to"].fillna("9999-99"))]
        rows = rows[rows["code"].map(lambda code: fnmatchcase(code, pattern or "*")).astype("bool")]
        return dict(zip(rows["code"], rows["name"], strict=True))

    def _vintage(self, year: str) -> int:
        """The newest vintage not after the year."""
        start = int(year[:4])
        return max((one for one in self.areas["vintage"].unique() if one <= start), default=FIRST)

    def _councils(self, year: str) -> dict[str, str]:
        """E-codes of councils in a financial year."""
        rows = self.areas[self.areas["vintage"] == self._vintage(year)]
        found = dict(zip(rows["county_authority_code"], rows["county_name"], strict=True))
        found |= dict(zip(rows["authority_code"], rows["area_name"], strict=True))
        if int(year[:4]) < FIRST:
            moves = self.changes[self.changes["effective"] == f"{FIRST}-04-01"]
            found = {
                code: name for code, name in found.items() if code not in set(moves["new_authority_code"])
            }
            found |= dict(zip(moves["old_code"], moves["old_name"], strict=True))
        return {code: name for code, name in found.items() if code}

    def _districts(self, year: str) -> set[str]:
        """E-codes of districts in a financial year: councils under a county."""
        rows = self.areas[self.areas["vintage"] == self._vintage(year)]
        under = set(rows.loc[rows["area_type"] == "district", "authority_code"])
        if int(year[:4]) < FIRST:
            moves = self.changes[self.changes["effective"] == f"{FIRST}-04-01"]
            under |= {code for code in moves["old_code"] if code[3:] not in COUNTIES}
        return under


@functools.cache
def gazetteer(raw: Path) -> Gazetteer:
    """The gazetteer from the publications in a folder. ConfigError when the table of bodies lacks a column."""
    from totalplace_lib.sources import areas

    tables = areas.read(raw)
    bodies = read_config(BODIES)
    lacking = [column for column in ("set", "code", "name", "from", "to") if column not in bodies]
    if lacking:
        raise ConfigError(f"config/{BODIES} has no column {', '.join(lacking)}.")
    return Gazetteer(tables["areas"], tables["area_changes"], bodies)
