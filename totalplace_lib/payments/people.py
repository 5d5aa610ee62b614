"""Whether a payee is like a person's name. Such a name is never kept or shown: people are paid too, and it is nobody's
business whom a council pays an allowance, a pension or damages.

The rule leans to silence: a name of words in which nothing speaks of an organisation counts as a person's, although it
may be a firm that calls itself so. What is hidden is counted, in rows and money (docs/payments.md).
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from totalplace_lib import project
from totalplace_lib.payments import supplier_names
from totalplace_lib.payments.word_lists import is_one_of, plain, words

_BRACKET = re.compile(r"\(([^()]*)\)?")
_OF_THE_DEAD = re.compile(r"\W*(the )?(late |estate of|executors? |exors? |personal rep)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\w['’]s\b", re.IGNORECASE)
_OTHER_SIGNS = re.compile(r"[@]|\.(com|co|org|net|uk)\b|\b[NR]/H\b|\bc\.i\.c\b", re.IGNORECASE)
"""An address on the web, a nursing or residential home, a community interest company."""


def is_like_person(text: str) -> bool:
    """Whether a payee's name is, or may be, a person's."""
    bare = supplier_names.without_ledger(text)
    legal, trading = supplier_names.traded(bare)
    return is_name(legal) and (not trading or is_name(trading))


def is_name(text: str) -> bool:
    """The rule for one name, without what it trades as."""
    if _OTHER_SIGNS.search(text) or is_one_of(plain(text), "known"):
        return False
    if _OF_THE_DEAD.match(text):
        return True
    tokens = [token for token in plain(_BRACKET.sub(" ", text)).split() if token != "and"]
    while tokens and tokens[-1].isdigit():
        tokens.pop()
    if not tokens:
        return False
    organisation, weak = _evidence(tokens)
    if tokens[0] in words("title") or any(token in ("mr", "mrs", "miss", "ms") for token in tokens):
        return not (words("legal form") & set(tokens))
    if organisation or _POSSESSIVE.search(text) or tokens[0].isdigit() or tokens[0] == "the":
        return False
    if tokens[0] in words("rank"):
        return True
    return _of_words(tokens, weak)


def _of_words(tokens: list[str], weak: bool) -> bool:
    """The rule where nothing speaks of an organisation for sure."""
    first, last = _names(project.home())
    letters = [token for token in tokens if token.isalpha()]
    if len(letters) < len(tokens) or len(tokens) > 5:
        return len(letters) > 1 and (letters[0] in first) and letters[-1] not in words("weak")
    if len(tokens) == 1:
        return tokens[0] in first or tokens[0] in last
    initials = [token for token in tokens if len(token) == 1]
    if len(initials) == len(tokens):
        return False
    if weak:
        return tokens[0] in first or tokens[-1] in first or (bool(initials) and len(tokens) <= 4)
    return True


def _evidence(tokens: list[str]) -> tuple[bool, bool]:
    """Whether a word is only an organisation's; whether one is so unless a first name stands before it."""
    found = set(tokens)
    return bool(found & (words("organisation") | words("legal form"))), bool(found & words("weak"))


@functools.cache
def _names(_project: Path) -> tuple[frozenset[str], frozenset[str]]:
    rows = project.read_config("payments/names.csv")
    return tuple(frozenset(rows[rows["kind"] == kind]["name"]) for kind in ("first", "last"))  # type: ignore[return-value]


def without_people(text: str) -> str:
    """An organisation's name without a person's that stands beside it in brackets or before "T/A"."""
    legal, trading = supplier_names.traded(text)
    shown = trading if trading and is_name(legal) else text
    return " ".join(
        _BRACKET.sub(lambda found: "" if found[1] and is_name(found[1]) else found[0], shown).split()
    )
