"""Who paid: as typed, by a column, by the file's name or by the title of a table of payments."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from totalplace_lib import project
from totalplace_lib.payments.mapping import Choice
from totalplace_lib.payments.public_bodies import SAYS_COUNCIL, Known, councils_by_name, recognised, register
from totalplace_lib.payments.word_lists import plain

_NO_COUNCIL = frozenset([
    "fire", "police", "constabulary", "pcc", "opcc", "nhs", "trust", "hospital", "hospitals", "ccg", "icb", "college",
    "university", "academy", "ambulance", "pension", "pensions", "waste", "transport",
])  # fmt: skip
_KNOWN_BY_HEADING = 90
_SHORTEST_NAME = 4
"""What nobody knows and is shorter is no name of a body but a cell that slipped."""


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
    councils, (exact, _) = councils_by_name(project.home()), register(project.home())
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
    return bool(_NO_COUNCIL & {*words}) and not SAYS_COUNCIL & {*words}


@functools.cache
def _first_words(home: Path) -> dict[str, Known]:
    """Councils by the first word of their names, where it is that of one only: stoke."""
    first: dict[str, set[Known]] = {}
    for known in councils_by_name(home).values():
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
