"""Places by name, code or list of codes, always as a set of lower-tier areas at one boundary vintage.

A place is a slug (birmingham, kent), england, region:west-midlands, or codes joined by +: GSS codes of areas, counties
and regions, or E-codes of councils. Councils abolished in April 2009 stand for an area only when all that made it up
are named (Durham's eight); one alone is refused, because no population is published for it.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count.geography import ENGLAND, members
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, slugify

REGISTER = ["slug", "name", "kind", "region_name", "areas"]


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

    def find(self, text: str) -> Place:
        """The place that `text` names; UsageError with the nearest names when there is none."""
        word = text.strip()
        if not word:
            raise UsageError("No place was named. 'totalplace places' lists them.")
        if "+" in word or re.fullmatch(r"E\d{4}(\d{4})?", word):
            return self._from_codes(word)
        known = self._by_slug
        slug = word.lower()
        if slug not in known:
            raise UsageError(self._unknown(word, known))
        return known[slug]

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

    def _from_codes(self, word: str) -> Place:
        codes = [code.strip().upper() for code in word.split("+") if code.strip()]
        found, old, wrong = set[str](), set[str](), []
        for code in codes:
            areas = self._areas_of(code)
            if areas:
                found.update(areas)
            elif code in set(self.changes["old_code"]):
                old.add(code)
            else:
                wrong.append(code)
        if wrong:
            raise UsageError(
                f"Unknown code {', '.join(wrong)}. Use GSS codes (E08000025) or CLG codes (E4601): "
                "'totalplace places' lists them."
            )
        found.update(self._whole_successors(old))
        name = " + ".join(self._name_of(code) for code in codes)
        return Place("+".join(codes).lower(), name, tuple(found), self.vintage, "group")

    def _areas_of(self, code: str) -> list[str]:
        if code == ENGLAND:
            return list(self.areas["area_code"])
        hit = (self.areas[["area_code", "county_code", "region_code", "authority_code"]] == code).any(axis=1)
        if not hit.any() and re.fullmatch(r"E\d{4}", code) and "county_authority_code" in self.areas:
            hit = self.areas["county_authority_code"] == code
        return list(self.areas.loc[hit, "area_code"])

    def _whole_successors(self, old: set[str]) -> set[str]:
        """Areas of which every predecessor district is named; refuses an incomplete set with the missing ones."""
        if not old:
            return set()
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
                    f"{', '.join(sorted(old))}: abolished on 1 April 2009 and merged into {self._name_of(area)} "
                    f"({area}). No population is published for the former district alone. "
                    f"Use {area}, or name all that made it up: missing {names}."
                )
        return touched

    def _name_of(self, code: str) -> str:
        for column, name in (
            ("area_code", "area_name"),
            ("authority_code", "area_name"),
            ("county_code", "county_name"),
            ("region_code", "region_name"),
        ):
            hit = self.areas.loc[self.areas[column] == code, name]
            if not hit.empty:
                return str(hit.iloc[0])
        old = self.changes.loc[self.changes["old_code"] == code, "old_name"]
        return str(old.iloc[0]) if not old.empty else code

    def _unknown(self, word: str, known: dict[str, Place]) -> str:
        by_name = {place.name.lower(): slug for slug, place in known.items()}
        candidates = [*known, *by_name]
        close = difflib.get_close_matches(word.lower(), candidates, n=6, cutoff=0.6)
        close += [slug for slug in known if slugify(word) and slugify(word) in slug]
        names = list(dict.fromkeys(by_name.get(each, each) for each in close))[:4]
        nearest = f" Nearest: {', '.join(names)}." if names else ""
        return f"No place is called '{word}'.{nearest} 'totalplace places' lists all of them."


def _one_or_many(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return distinct[0] if len(distinct) == 1 else ("England" if len(distinct) == 9 else "; ".join(distinct))
