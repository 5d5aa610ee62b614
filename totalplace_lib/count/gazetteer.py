"""Places by slug, name or code, always as a set of lower-tier areas at one boundary vintage.

A place is a slug (birmingham, kent), england, region:west-midlands, a name in any spelling, or a code: GSS codes of
areas, counties and regions, E-codes of councils, old ONS codes. Joining with +, codes of other years and common names
that no publication of areas prints are the finder's (national/finding.py).
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count.geography import ENGLAND, members
from totalplace_lib.count.names import fold, slugify
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import Place

REGISTER = ["slug", "name", "kind", "region_name", "areas"]
CODE = re.compile(r"E\d{4}|[EWSN]\d{8}|\d\d([A-Z]{2})?|Q[0-9A-Z]{2}")
"""What a code looks like: finance returns, GSS, old ONS, health board."""
_CODES = ["area_code", "county_code", "region_code", "authority_code", "old_ons_code"]
_COMBINED = re.compile(r" (Mayoral )?Combined (County )?Authority$")


@dataclass(frozen=True)
class Gazetteer:
    """Everything a place can be called at one vintage.

    areas     area_code, area_name, area_type, county_code, county_name, region_code, region_name, authority_code
    changes   old_code, old_name, new_code: councils abolished in April 2009
    register  config/places.csv
    """

    areas: pd.DataFrame
    changes: pd.DataFrame
    register: pd.DataFrame
    vintage: int

    def __repr__(self) -> str:
        return f"<Gazetteer of {len(self.areas)} areas on the boundaries of {self.vintage}>"

    def find(self, word: str) -> Place | None:
        """The place called so, None where nothing is; UsageError with the choices where several are."""
        named = self._by_slug.get(word.lower())
        if named or not word:
            return named
        if CODE.fullmatch(word.upper()):
            areas = self.codes.get(word.upper())
            return self.on(areas, word.upper()) if areas else None
        return self._called(word)

    def on(self, areas: Iterable[str], code: str) -> Place:
        """The place with exactly these areas: a named one where there is one, else a group called by its code."""
        ground = tuple(sorted(set(areas)))
        named = self._by_ground.get(ground)
        return named or Place(code.lower(), self.name_of(code), ground, self.vintage)

    def beginning(self, word: str) -> list[Place]:
        """The places whose name begins with whole words: Newcastle -> upon Tyne, under-Lyme."""
        wanted = _words(word)
        found = {
            place.areas: place
            for place in reversed(self._by_slug.values())
            if wanted and _words(place.name)[: len(wanted)] == wanted
        }
        return list(found.values())[::-1]

    def nearest(self, word: str) -> list[str]:
        """Slugs of at most four places whose slug or name is like the word."""
        by_name = {place.name.lower(): slug for slug, place in self._by_slug.items()}
        close = difflib.get_close_matches(word.lower(), [*self._by_slug, *by_name], n=6, cutoff=0.6)
        close += [slug for slug in self._by_slug if slugify(word) and slugify(word) in slug]
        return list(dict.fromkeys(by_name.get(each, each) for each in close))[:4]

    def table(self) -> pd.DataFrame:
        """All named places: slug, name, kind, region_name, areas (number)."""
        return self.describe(self._by_slug.values())

    def describe(self, places: Iterable[Place]) -> pd.DataFrame:
        """Places of this vintage as rows: slug, name, kind, region_name, areas (number)."""
        region = dict(zip(self.areas["area_code"], self.areas["region_name"], strict=True))
        rows = [
            (
                place.slug,
                place.name,
                place.kind,
                _one_or_many([region[code] for code in place.areas]),
                len(place.areas),
            )
            for place in places
        ]
        return pd.DataFrame(rows, columns=REGISTER)

    @functools.cached_property
    def _by_slug(self) -> dict[str, Place]:
        """Registered places win over counties, counties over areas of the same name."""
        found: dict[str, Place] = {}
        for place in (*self._registered(), *self._national(), *self._counties(), *self._single_areas()):
            taken = found.setdefault(place.slug, place)
            if taken.areas != place.areas:
                slug = f"{place.slug}-{place.kind}"
                found.setdefault(slug, dataclasses.replace(place, slug=slug))
        return found

    @functools.cached_property
    def _by_ground(self) -> dict[tuple[str, ...], Place]:
        return {place.areas: place for place in reversed(self._by_slug.values())}

    @functools.cached_property
    def _by_name(self) -> dict[str, dict[tuple[str, ...], Place]]:
        """Places by folded slug and name, one for each ground; a combined authority also without those words."""
        found: dict[str, dict[tuple[str, ...], Place]] = {}
        for place in self._by_slug.values():
            for name in {place.slug, place.name, _COMBINED.sub("", place.name)}:
                found.setdefault(fold(name), {}).setdefault(place.areas, place)
        return found

    def _called(self, word: str) -> Place | None:
        """By name in any spelling: a slug spelt otherwise wins; else the name has to be that of one place."""
        named = list(self._by_name.get(fold(word), {}).values())
        by_slug = [place for place in named if fold(place.slug) == fold(word)]
        if len(by_slug or named) > 1:
            raise UsageError(which(word, named))
        return next(iter(by_slug or named), None)

    def _registered(self) -> Iterable[Place]:
        for row in self.register.itertuples():
            areas = members(str(row.members), self.areas)
            if areas:
                yield Place(str(row.slug), str(row.name), tuple(areas), self.vintage, str(row.kind))

    def _national(self) -> Iterable[Place]:
        yield Place("england", "England", tuple(self.areas["area_code"]), self.vintage, "country")
        for name, rows in self.areas.groupby("region_name"):
            yield Place(
                f"region:{slugify(str(name))}", str(name), tuple(rows["area_code"]), self.vintage, "region"
            )

    def _counties(self) -> Iterable[Place]:
        two_tier = self.areas[self.areas["county_code"] != self.areas["area_code"]]
        for name, rows in two_tier.groupby("county_name"):
            yield Place(slugify(str(name)), str(name), tuple(rows["area_code"]), self.vintage, "county")

    def _single_areas(self) -> Iterable[Place]:
        for row in self.areas.itertuples():
            yield Place(
                slugify(str(row.area_name)), str(row.area_name), (str(row.area_code),), self.vintage, "area"
            )

    @functools.cached_property
    def codes(self) -> dict[str, list[str]]:
        """Areas by code: of the area, its county, region and council; of a county council where no area has it."""
        found: dict[str, list[str]] = {ENGLAND: list(self.areas["area_code"])}
        for columns in (_CODES, ["county_authority_code"]):
            held: dict[str, dict[str, None]] = {}
            for column in (each for each in columns if each in self.areas):
                for code, area in zip(self.areas[column], self.areas["area_code"], strict=True):
                    held.setdefault(code, {})[area] = None
            found = {code: list(areas) for code, areas in held.items() if code} | found
        return found

    def abolished(self, word: str) -> list[str]:
        """Codes of the councils abolished in April 2009 that are called or coded so."""
        called = (self.changes["old_code"] == word.upper()) | (
            self.changes["old_name"].map(fold) == fold(word)
        )
        return sorted(set(self.changes.loc[called, "old_code"]))

    def successors(self, abolished: Sequence[str]) -> tuple[str, ...]:
        """Areas of which every predecessor district is named; refuses an incomplete set with the missing ones.

        No population is published for a council abolished in April 2009 alone.
        """
        old = set(abolished)
        parts = self.changes[
            self.changes["new_code"].isin(set(self.areas["area_code"]))
            & (self.changes["is_whole"].isin([True, "yes"]))
        ]
        touched = set(self.changes.loc[self.changes["old_code"].isin(old), "new_code"])
        for area in sorted(touched):
            missing = parts[(parts["new_code"] == area) & ~parts["old_code"].isin(old)]
            if not missing.empty:
                names = ", ".join(f"{row.old_name} ({row.old_code})" for row in missing.itertuples())
                raise UsageError(
                    f"{', '.join(sorted(old))}: abolished on 1 April 2009 and merged into {self.name_of(area)} "
                    f"({area}). No population is published for the former district alone. "
                    f"Use {area}, or name all that made it up: missing {names}."
                )
        return tuple(sorted(touched))

    def name_of(self, code: str) -> str:
        """The name that goes with a code of an area, council, county or region; the code where none does."""
        for column, name in (
            ("area_code", "area_name"),
            ("authority_code", "area_name"),
            ("county_code", "county_name"),
            ("county_authority_code", "county_name"),
            ("region_code", "region_name"),
        ):
            hit = self.areas.loc[self.areas[column] == code, name]
            if not hit.empty:
                return str(hit.iloc[0])
        old = self.changes.loc[self.changes["old_code"] == code, "old_name"]
        return str(old.iloc[0]) if not old.empty else code


def which(word: str, places: Sequence[Place]) -> str:
    """The question that an ambiguous name is answered with."""
    choices = " or ".join(f"{place.slug} ({place.name}, {place.kind})" for place in places[:6])
    more = f" or {len(places) - 6} more" if len(places) > 6 else ""
    return f"'{shown(word)}' can be several places: {choices}{more}. Which one?"


def _words(name: str) -> list[str]:
    return [fold(each) for each in re.split(r"[^\w'.&]+", name) if fold(each)]


def _one_or_many(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return distinct[0] if len(distinct) == 1 else ("England" if len(distinct) == 9 else "; ".join(distinct))
