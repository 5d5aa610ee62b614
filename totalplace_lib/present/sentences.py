"""Names in sentences: a small first letter where the name is no proper name, an article where it needs one, lists.

Groups of bodies, functions, themes and keys have names that begin with a capital because they stand alone in tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from totalplace_lib.present.numbers import join

_ACRONYM = re.compile(r"^[A-Z]{2,}")
_WITH_ARTICLE = re.compile(
    r"^(NHS|Department|Ministry|Home Office|Prison Service|National Offender|Learning and Skills)\b"
)
_OWN_NAMES = frozenset({"Ofsted", "England", "London"})
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def capital(text: str) -> str:
    """The text with a capital first: how a sentence begins."""
    return text[:1].upper() + text[1:]


def small(name: str) -> str:
    """The name with a small first letter, unless it begins with an acronym: "health", "IMD score"."""
    return name if _ACRONYM.match(name) else name[:1].lower() + name[1:]


def in_sentence(name: str) -> str:
    """A group or national body inside a sentence: "councils", "the NHS", "HM Revenue and Customs", "Jobcentre Plus".

    Not for names that may begin with a place and go on with small letters ("Birmingham council").
    """
    if _WITH_ARTICLE.match(name):
        return f"the {name}"
    _, *others = name.split(" ")
    is_own = name in _OWN_NAMES or any(word[:1].isupper() for word in others)
    return name if is_own else small(name)


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"; names that hold a comma or "and" themselves are parted by semicolons: "a; b and c; and d"."""
    words: Sequence[str] = list(names)
    if len(words) > 1 and any(", " in word or " and " in word for word in words):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return join(words)


def ordinal(number: int) -> str:
    """ "first" to "ninth", "10th", "21st"."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
