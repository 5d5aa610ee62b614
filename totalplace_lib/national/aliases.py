"""Other names and codes of places: from the table area_aliases and config/geography/names.csv."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from totalplace_lib.count.gazetteer import CODE
from totalplace_lib.count.names import fold
from totalplace_lib.project import read_config, read_table, remembered

NAMES = "geography/names.csv"
_BEFORE = re.compile(
    r"^(the )?(((london|royal|metropolitan) )?borough|city and county|city and district|city|county|district)"
    r"( council)? of (the )?"
)
_AFTER = re.compile(
    r"( (city|county|(london |metropolitan )?borough|(metropolitan )?district|unitary))*( and district)?"
    r"( council| corporation| authority)?( (ua|mbc|mdc|lbc|rbc|bc|dc|cc))?$"
)


@dataclass(frozen=True)
class Alias:
    """A name or code and what it stands for: codes or a slug, joined by +."""

    name: str
    code: str


@remembered
def _known() -> dict[str, list[Alias]]:
    """Aliases by folded name; what is written in config comes first."""
    own = read_config(NAMES)
    table = read_table("area_aliases", columns=["alias", "code"])
    found: dict[str, list[Alias]] = {}
    for names, codes in ((own["alias"], own["code"]), (table["alias"], table["code"])):
        for name, code in zip(names, codes, strict=True):
            held = found.setdefault(fold(str(name)), [])
            if all(each.code != code for each in held):
                held.append(Alias(str(name), str(code)))
    return found


@remembered
def _councils() -> dict[str, list[tuple[bool, Alias]]]:
    """Official names by what is left without council, borough of ...; with whether it is a county council."""
    official = read_table("area_aliases", columns=["alias", "code"], kind="official name")
    found: dict[str, list[tuple[bool, Alias]]] = {}
    for name, code in zip(official["alias"], official["code"], strict=True):
        bare, is_county, _ = without_kind(str(name))
        found.setdefault(fold(bare), []).append((is_county, Alias(str(name), str(code))))
    return found


def without_kind(name: str) -> tuple[str, bool, bool]:
    """A council's name without its kind; whether it says county; whether it says city, borough or district.

    >>> without_kind("London Borough of Croydon")
    ('croydon', False, True)
    """
    plain = " ".join(name.lower().split())
    before = _BEFORE.match(plain)
    rest = plain[before.end() :] if before else plain
    after = _AFTER.search(rest)
    bare = rest[: after.start()] if after else rest
    kind = f" {before[0] if before else ''} {after[0] if after else ''} "
    is_county = " county " in kind.replace("city and county", "") or " cc " in kind
    return (
        bare.strip() or plain,
        is_county,
        bool(re.search(r" (city|\w* ?borough|district|[mlr]?[bd]c) ", kind)),
    )


def is_alias(word: str) -> bool:
    """Whether a register, a return or config holds exactly this name or code, however it is spelt."""
    return fold(word) in _known()


def official_name(alias: Alias) -> str:
    """The name that stands for the same as a code."""
    same = (each for held in _known().values() for each in held if each.code == alias.code)
    return next((each.name for each in same if not CODE.fullmatch(each.name)), alias.name)


def aliases_of(word: str) -> Sequence[Alias]:
    """What a word stands for, by its own or, for Croydon Council or Kent CC, by the official name that fits it.

    A county council is not taken for a city, borough or district council of the same name, nor the other way round.
    """
    if held := _known().get(fold(word)):
        return held
    bare, says_county, says_district = without_kind(word)
    named = _councils().get(fold(bare), []) if fold(bare) != fold(word) else []
    if says_county:
        return [alias for is_county, alias in named if is_county] or _plain(named)
    fitting = [alias for is_county, alias in named if not is_county]
    return fitting if fitting or says_district else [alias for _, alias in named]


def _plain(named: Sequence[tuple[bool, Alias]]) -> list[Alias]:
    """Councils that say neither: Cornwall Council is what Cornwall County Council became."""
    return [alias for _, alias in named if not without_kind(alias.name)[2]]
