"""Public bodies by any of their names: who paid, and whether a payee is one.

Councils are known from the register of areas (area_aliases: official names, spellings, codes); others from
config/payments/public_bodies.csv. A body that nobody knows keeps the name that it gives itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from totalplace_lib import project
from totalplace_lib.payments.word_lists import plain
from totalplace_lib.schema.patterns import fits, pieces

_KINDS = ("official name", "short name", "spelling", "name in the returns", "combined authority")
_COUNCIL = frozenset(
    [
        "council",
        "city",
        "borough",
        "metropolitan",
        "district",
        "county",
        "london",
        "royal",
        "of",
        "the",
        "mbc",
        "cc",
        "bc",
        "dc",
        "mdc",
        "lbc",
        "bcc",
        "unitary",
        "ua",
        "authority",
        "corporation",
        "and",
    ]
)
SAYS_COUNCIL = frozenset(["council", "borough", "mbc", "mdc", "lbc", "bcc", "metropolitan", "ua"])


@dataclass(frozen=True)
class Known:
    """A public body: its name here, what kind it is, the code of its area ("" for other bodies than councils)."""

    name: str
    kind: str
    code: str = ""


def recognised(text: str) -> Known | None:
    """The public body that a name stands for, None where it is none that is known."""
    return _recognised(project.home(), plain(_bare(text)))


def named(name: str) -> Known | None:
    """The public body of this name, as the store has it: a council's short name too."""
    return councils_by_name(project.home()).get(plain(name)) or recognised(name)


def _bare(text: str) -> str:
    """Without what a ledger adds: a number before, an address, a bracket at the end."""
    return re.sub(r"^\d{4,}\s*[-:]\s*|\s*\([^)]*\)?\s*$|&&.*$", "", text)


@functools.lru_cache(maxsize=100_000)
def _recognised(home: Path, text: str) -> Known | None:
    if not text:
        return None
    exact, patterns = register(home)
    without = text.removeprefix("the ")
    found = exact.get(text) or exact.get(without)
    if found:
        return found
    councils = councils_by_name(home)
    if without in councils and (SAYS_COUNCIL & set(without.split())):
        return councils[without]
    if found := _by_council_words(without, councils):
        return found
    if not _any_pattern(home).fullmatch(without):
        return None
    pattern, body, kind = next(one for one in patterns if fits(without, one[0]))
    return Known(_filled(without, pattern, body), kind)


def _by_council_words(text: str, councils: Mapping[str, Known]) -> Known | None:
    """A council by the name of its area and any words that councils call themselves by."""
    words = text.split()
    if not SAYS_COUNCIL & set(words) and not (words[-1] in ("cc", "bc", "dc") and len(words) > 1):
        return None
    if "parish" in words or "town" in words:
        return None
    is_county = "county" in words or words[-1] == "cc"
    rest = " ".join(word for word in words if word not in _COUNCIL or word == "and")
    for name in (f"{rest} county council" if is_county else rest, rest):
        if name in councils:
            return councils[name]
    return None


def _filled(text: str, pattern: Sequence[str], body: str) -> str:
    if "*" not in body:
        return body
    middle = text
    for piece in (pattern[0], pattern[-1]):
        middle = middle.replace(piece, " ") if piece else middle
    if len(pattern) > 2:
        for piece in pattern[1:-1]:
            middle = middle.split(piece)[0] if piece in middle and middle.split(piece)[0].strip() else middle
    name = re.sub(
        r"\b(And|Of|The|In|On|Upon)\b", lambda word: word[0].lower(), " ".join(middle.split()).title()
    )
    return body.replace("*", name[:1].upper() + name[1:])


@functools.cache
def register(_project: Path) -> tuple[dict[str, Known], list[tuple[tuple[str, ...], str, str]]]:
    """config/payments/public_bodies.csv: bodies by exact name, and patterns with the body and kind of each."""
    rows = project.read_config("payments/public_bodies.csv")
    exact: dict[str, Known] = {}
    patterns = []
    for name, body, kind in rows[["name", "body", "kind"]].itertuples(index=False):
        if "*" in name:
            pattern = pieces("*".join(plain(part) if part.strip() else "" for part in name.split("*")))
            if pattern:
                patterns.append((pattern, body, kind))
        else:
            exact.setdefault(plain(name), Known(body, kind))
    return exact, patterns


@functools.cache
def _any_pattern(home: Path) -> re.Pattern[str]:
    """All patterns in one, to pass by the many names that fit none."""
    return re.compile("|".join(".*".join(map(re.escape, pattern)) for pattern, _, _ in register(home)[1]))


@functools.cache
def councils_by_name(_project: Path) -> dict[str, Known]:
    """Councils by every name of theirs, as plain() writes it; the short name is the body's."""
    aliases = project.read_table("area_aliases", ["alias", "kind", "code"])
    aliases = aliases[aliases["kind"].isin(_KINDS) & aliases["code"].str.startswith("E")]
    short = aliases[aliases["kind"] == "short name"].drop_duplicates("code").set_index("code")["alias"]
    official = aliases[aliases["kind"] == "official name"].drop_duplicates("code").set_index("code")["alias"]
    found: dict[str, Known] = {}
    order = {kind: at for at, kind in enumerate(_KINDS)}
    for alias, kind, code in sorted(
        aliases[["alias", "kind", "code"]].itertuples(index=False), key=lambda row: (order[row[1]], row[2])
    ):
        name = str(short.get(code, official.get(code, alias)))
        what = "combined authority" if kind == "combined authority" else "council"
        found.setdefault(plain(alias), Known(name, what, code))
    areas = project.read_table("areas", ["vintage", "area_code", "area_name"]).sort_values(
        "vintage", ascending=False
    )
    for code, name in areas[["area_code", "area_name"]].itertuples(index=False):
        found.setdefault(plain(name), Known(str(name), "council", str(code)))
    return found
