"""Members of a place or a body: E-codes of councils, beginnings of them (E22*), region codes; -E2201 takes one out.

Judged against the areas of all boundaries since April 2009, so that a code that is gone is named with what it became.
"""

from __future__ import annotations

import functools
import re

from totalplace_lib.model import slugify
from totalplace_lib.schema.config.cell_rules import Language
from totalplace_lib.schema.config.facts import Facts
from totalplace_lib.schema.config.fault import nearest

_AREA = ("vintage", "area_code", "area_name", "authority_code", "region_code", "county_code", "county_name")
_CHANGE = ("effective", "old_code", "old_name", "new_code", "new_name")
_FORM = re.compile(r"-?E(\d{2}|\d{3})\*|-?E\d{4}|E12000\d{3}")
Area = dict[str, str]


def areas_of(facts: Facts) -> list[Area] | None:
    """Every area of every boundary vintage; None where the table is not there."""
    return facts.rows("areas", _AREA)


def _fitting(token: str, facts: Facts) -> frozenset[tuple[str, str]]:
    """The areas, as (vintage, area code), whose council's or region's code a token fits."""
    plain = token.removeprefix("-")
    if plain not in facts.members:
        column = "region_code" if plain.startswith("E12000") else "authority_code"
        start = plain[:-1] if plain.endswith("*") else ""
        facts.members[plain] = frozenset(
            (area["vintage"], area["area_code"])
            for area in areas_of(facts) or ()
            if area[column] == plain or (start and area[column].startswith(start))
        )
    return facts.members[plain]


def of_vintages(text: str, facts: Facts) -> dict[str, set[str]]:
    """The area codes that the members name, by boundary vintage."""
    inside: set[tuple[str, str]] = set()
    for token in text.split():
        inside = inside - _fitting(token, facts) if token.startswith("-") else inside | _fitting(token, facts)
    found: dict[str, set[str]] = {}
    for vintage, code in inside:
        found.setdefault(vintage, set()).add(code)
    return found


def judge(text: str, facts: Facts | None) -> str:
    """What is wrong with the members of a place: a code that is not there, with the nearest or what became of it."""
    tokens = text.split()
    for token in tokens:
        if not _FORM.fullmatch(token):
            return _not_a_code(token, facts)
    if len(set(tokens)) < len(tokens):
        return "a code stands twice"
    areas = areas_of(facts) if facts else None
    if areas is None or facts is None:
        return ""
    inside: set[tuple[str, str]] = set()
    for token in tokens:
        fitting = _fitting(token, facts)
        if not fitting:
            return _unknown(token.removeprefix("-"), areas, facts)
        if token.startswith("-") and not inside & fitting:
            return f"'{token}' takes out what the codes before it do not hold"
        inside = inside - fitting if token.startswith("-") else inside | fitting
    return "" if inside else "nothing is left of it"


def _not_a_code(token: str, facts: Facts | None) -> str:
    areas = areas_of(facts) if facts else None
    for area in areas or ():
        if token == area["area_code"]:
            return f"{area['area_name']} is written {area['authority_code']} here, not {token}"
    if facts and (gone := _gone(token, facts)):
        return gone
    separated = "; codes have spaces between them" if re.search(r"[,;+|]", token) else ""
    return f"'{token}' is no such code{separated}"


def _unknown(token: str, areas: list[Area], facts: Facts) -> str:
    if gone := _gone(token, facts):
        return gone
    known = {area["authority_code"]: area["area_name"] for area in areas}
    close = nearest(token, sorted(known))
    near = f"; nearest: {close} ({known[close]})" if close else ""
    return f"no council since April 2009 has the code '{token}'{near}"


def _gone(code: str, facts: Facts) -> str:
    """What became of the code of a former council or area."""
    rows = [row for row in facts.rows("area_changes", _CHANGE) or () if row["old_code"] == code]
    if not rows:
        return ""
    first, areas = rows[0], areas_of(facts) or []
    names = {area["area_code"]: area["authority_code"] for area in areas}
    became = ", ".join(f"{row['new_name']} ({names.get(row['new_code'], row['new_code'])})" for row in rows)
    return f"'{code}' was {first['old_name']} until {first['effective']}; write what it became: {became}"


def _options(facts: Facts | None) -> list[str]:
    return sorted({area["authority_code"] for area in (areas_of(facts) if facts else None) or ()})


MEMBERS = Language(
    judge,
    "E-codes of councils since April 2009 with spaces between them; E22* for all that begin so, -E2201 to take one "
    "out, or a region's code",
    _options,
)


def slug_is_free(row: dict[str, str], facts: Facts) -> bool:
    """Whether a place's slug is not that of another area or county: then that one could no longer be named."""
    areas = areas_of(facts)
    if areas is None or judge(row["members"], facts):
        return True
    mine = of_vintages(row["members"], facts)
    for name in ("area_name", "county_name"):
        same: dict[str, set[str]] = {}
        for area in areas:
            if _slug(area[name]) == row["slug"]:
                same.setdefault(area["vintage"], set()).add(area["area_code"])
        if any(mine.get(vintage) != codes for vintage, codes in same.items()):
            return False
        if same and _slug(row["name"]) != row["slug"]:
            return False
    return True


_slug = functools.cache(slugify)
