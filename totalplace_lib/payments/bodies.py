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
from totalplace_lib.payments.mapping import Choice
from totalplace_lib.payments.words import plain
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
_SAYS_COUNCIL = frozenset(["council", "borough", "mbc", "mdc", "lbc", "bcc", "metropolitan", "ua"])
_NO_COUNCIL = frozenset([
    "fire", "police", "constabulary", "pcc", "opcc", "nhs", "trust", "hospital", "hospitals", "ccg", "icb", "college",
    "university", "academy", "ambulance", "pension", "pensions", "waste", "transport",
])  # fmt: skip
_KNOWN_BY_HEADING = 90
_SHORTEST_NAME = 4
"""What nobody knows and is shorter is no name of a body but a cell that slipped."""


@dataclass(frozen=True)
class Known:
    """A public body: its name here, what kind it is, the code of its area ("" for other bodies than councils)."""

    name: str
    kind: str
    code: str = ""


@dataclass(frozen=True)
class Body:
    """Who paid: one name for a whole table, or by the text of a column."""

    name: str = ""
    column: int | None = None
    names: Mapping[str, str] | None = None

    def named(self, text: str) -> str:
        """The body that a cell names."""
        known = recognised(text)
        tidy = " ".join(text.split())
        return known.name if known else tidy if len(tidy) >= _SHORTEST_NAME else ""


def recognised(text: str) -> Known | None:
    """The public body that a name stands for, None where it is none that is known."""
    return _recognised(project.home(), plain(_bare(text)))


def named(name: str) -> Known | None:
    """The public body of this name, as the store has it: a council's short name too."""
    return _councils(project.home()).get(plain(name)) or recognised(name)


def _bare(text: str) -> str:
    """Without what a ledger adds: a number before, an address, a bracket at the end."""
    return re.sub(r"^\d{4,}\s*[-:]\s*|\s*\([^)]*\)?\s*$|&&.*$", "", text)


@functools.lru_cache(maxsize=100_000)
def _recognised(home: Path, text: str) -> Known | None:
    if not text:
        return None
    exact, patterns = _register(home)
    without = text.removeprefix("the ")
    found = exact.get(text) or exact.get(without)
    if found:
        return found
    councils = _councils(home)
    if without in councils and (_SAYS_COUNCIL & set(without.split())):
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
    if not _SAYS_COUNCIL & set(words) and not (words[-1] in ("cc", "bc", "dc") and len(words) > 1):
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
def _register(_project: Path) -> tuple[dict[str, Known], list[tuple[tuple[str, ...], str, str]]]:
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
    return re.compile("|".join(".*".join(map(re.escape, pattern)) for pattern, _, _ in _register(home)[1]))


@functools.cache
def _councils(_project: Path) -> dict[str, Known]:
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


def whose(cells: Sequence[str], choice: Choice | None, *, typed: str, file: str, title: str) -> Body:
    """Who paid: as typed, by a column that names known bodies, by the file's name, by a sure column, by the title."""
    if typed:
        known = recognised(typed) or _in_words(typed)
        return Body(known.name if known else " ".join(typed.split()))
    texts = {cell for cell in cells if cell}
    if choice is not None and texts:
        known_texts = [text for text in texts if recognised(text)]
        if len(known_texts) * 2 >= len(texts):
            return Body(column=choice.column)
    by_file = _in_words(file, is_name=True)
    if by_file:
        return Body(by_file.name)
    if choice is not None and texts and choice.score >= _KNOWN_BY_HEADING and min(map(len, texts)) > 3:
        return Body(column=choice.column)
    by_title = _in_words(title)
    return Body(by_title.name if by_title else "")


def _in_words(text: str, *, is_name: bool = False) -> Known | None:
    """The body named by the longest run of words of a file's name or a title; in a name, its first word will do."""
    words = plain(re.sub(r"\.(csv|xlsx?|ods|gz|zip|txt|tsv)\b", " ", text.lower()).replace("_", " ")).split()
    councils, (exact, _) = _councils(project.home()), _register(project.home())
    for length in range(min(8, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if length == 1 and len(run) < 3:
                continue
            found = recognised(run) or councils.get(run) or exact.get(run)
            if found and not (length == 1 and run in _COMMON):
                return _of_the_area(found, words)
    begun = _first_words(project.home()) if is_name and not _is_of_another(words) else {}
    return next((begun[word] for word in words if word in begun and word not in _COMMON), None)


def _of_the_area(found: Known, words: Sequence[str]) -> Known | None:
    """A council, or what else of its area the words name: Essex fire; None where nobody knows what that is."""
    if not found.code or not _is_of_another(words):
        return found
    return Known(f"{found.name} fire and rescue", "fire and rescue") if "fire" in words else None


def _is_of_another(words: Sequence[str]) -> bool:
    """Whether words that name an area name another body of it, not the council."""
    return bool(_NO_COUNCIL & {*words}) and not _SAYS_COUNCIL & {*words}


@functools.cache
def _first_words(home: Path) -> dict[str, Known]:
    """Councils by the first word of their names, where it is that of one only: stoke."""
    first: dict[str, set[Known]] = {}
    for known in _councils(home).values():
        word = plain(known.name).split()[0]
        if len(word) >= 5:
            first.setdefault(word, set()).add(known)
    alone = {word: group for word, group in first.items() if len({one.name for one in group}) == 1}
    return {word: next(iter(group)) for word, group in alone.items()}


_COMMON = frozenset({
    "reading", "bath", "sale", "police", "council", "spend", "data", "open", "over", "payments", "published", "mind",
    "central", "forest", "great", "three", "castle", "amber", "south", "north", "east", "west", "royal", "isle",
    "city", "county", "london", "greater", "mole", "rural", "staff", "public",
})  # fmt: skip
"""Words of files' names that are also names, or begin one."""
