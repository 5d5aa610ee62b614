"""What a reader may type to find a place: its name in any spelling, its codes, and the areas that lie in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from totalplace_lib.count.names import fold
from totalplace_lib.model import Place

_IN_ENGLAND = re.compile(r"(E\d{8})(\+E\d{8})*")


def names_of(
    places: Mapping[str, Place], aliases: pd.DataFrame, areas: pd.DataFrame, became: Mapping[str, str]
) -> list[tuple[str, str, bool]]:
    """(name or code, slug of the smallest place that holds it, whether it is only a part of it), no name twice.

    aliases  alias, code (GSS codes joined by +);  areas: area_code, area_name, county_code
    became   former GSS code -> the code that has its ground today
    """
    held = {slug: frozenset(place.areas) for slug, place in places.items()}
    ground = {str(code): frozenset([str(code)]) for code in areas["area_code"]}
    ground |= {str(code): frozenset(own["area_code"]) for code, own in areas.groupby("county_code")}
    own = [
        (name, held[slug]) for slug, place in places.items() for name in (place.name, slug.replace("-", " "))
    ]
    codes = [(code, found) for code, found in ground.items()]
    named = [
        (str(name), ground[str(code)])
        for name, code in zip(areas["area_name"], areas["area_code"], strict=True)
    ]
    known = [
        (str(alias), _ground(str(code), ground, became))
        for alias, code in zip(aliases["alias"], aliases["code"], strict=True)
        if _IN_ENGLAND.fullmatch(str(code))
    ]
    found: dict[str, tuple[str, str, bool]] = {}
    for name, wanted in (*own, *codes, *named, *known):
        slug = _smallest(wanted, held)
        if slug and wanted:
            found.setdefault(fold(name), (name, slug, held[slug] != wanted))
    return list(found.values())


def _ground(code: str, ground: Mapping[str, frozenset[str]], became: Mapping[str, str]) -> frozenset[str]:
    """The areas of today of one code or several; none where one of them is not known."""
    parts = [ground.get(one) or ground.get(became.get(one, ""), frozenset()) for one in code.split("+")]
    return frozenset().union(*parts) if all(parts) else frozenset()


def _smallest(wanted: frozenset[str], held: Mapping[str, frozenset[str]]) -> str:
    """The smallest place with all these areas; of two alike the first."""
    fits = [slug for slug, areas in held.items() if wanted <= areas]
    return min(fits, key=lambda slug: len(held[slug]), default="")
