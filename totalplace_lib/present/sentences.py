"""Names in sentences: a small first letter where the name is no proper name, an article where it needs one, lists.

Groups of bodies, functions, themes and keys have names that begin with a capital because they stand alone in tables.
"""

from __future__ import annotations

import functools
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


def bracketed(name: str) -> str:
    """A name with a colon, as a sentence with a colon of its own can hold it: "NHS (primary care trusts)"."""
    whole, _, part = name.partition(": ")
    return f"{whole} ({part})" if part else name


def small(name: str) -> str:
    """The name with a small first letter, unless it begins with an acronym: "health", "IMD score"."""
    name = bracketed(name)
    return name if _ACRONYM.match(name) else name[:1].lower() + name[1:]


def in_sentence(name: str) -> str:
    """A group or national body inside a sentence: "councils", "the NHS", "HM Revenue and Customs", "Jobcentre Plus".

    Not for names that may begin with a place and go on with small letters ("Birmingham council").
    """
    name = bracketed(name)
    if name == "Police":
        return "the police"
    if _WITH_ARTICLE.match(name):
        return f"the {name}"
    _, *others = name.split(" ")
    is_own = name in _OWN_NAMES or any(word[:1].isupper() for word in others)
    return name if is_own else small(name)


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"; names that hold "and" themselves have a comma more: "a, b and c, and d"; those that hold a comma
    are parted by semicolons: "a; b, c and d; and e"."""
    words: Sequence[str] = list(names)
    if len(words) < 2 or not any(", " in word or " and " in word for word in words):
        return join(words)
    between = "; " if any(", " in word for word in words) else ", "
    return f"{between.join(words[:-1])}{between}and {words[-1]}"


def ordinal(number: int) -> str:
    """ "first" to "ninth", "10th", "21st"."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


_SHORT_WORDS = re.compile(
    "A|ACT|AGE|AID|AIR|AND|ARMS|ART|ARTS|AT|BANK|BASE|BEST|BIG|BODY|BUS|BUY|CAR|CARE|CITY|COAL|COLD|CORE|COST|DATA|"
    "DEAL|DEBT|EXAM|EXIT|FAIR|FEES|FILM|FIRE|FOOD|FOR|FREE|FROM|FUEL|FUND|GAP|GAS|GOOD|HEAT|HELP|HIGH|HOME|IN|INTO|JOB|"
    "KEY|LAND|LEVY|LIFE|LINE|LINK|LOAN|LONG|LOW|MAIL|NET|NEW|NEXT|NON|OF|OIL|OLD|ON|OPEN|OUR|OWN|PAY|POST|RAIL|RATE|"
    "RENT|RISK|ROAD|SAFE|SALE|SAVE|SICK|SITE|TAX|TEAM|TERM|TEST|THE|TO|TWO|UNIT|UP|USE|WAR|WAY|WELL|WIDE|WITH|WORK|ZERO"
)
_PROPER = re.compile(
    "BIRMINGHAM|BRITAIN|BRITISH|CORNWALL|ENGLAND|ENGLISH|EUROPEAN|IRELAND|LONDON|MANCHESTER|MERSEY|NORTHERN|OLYMPIC|"
    "SCOTLAND|SCOTTISH|SELLAFIELD|THAMES|WALES|WELSH|WESTMINSTER"
)
_WORD = re.compile(r"[A-Z]+")
_RUN = re.compile(r"\b[A-Z]{5,}(?: (?:AND |OF |& |- )?[A-Z]{4,})+\b")


@functools.cache
def calm(name: str) -> str:
    """A name that a publication shouts, in small letters: "INCAPACITY BENEFIT" is "Incapacity benefit".

    A word of up to four letters that is no common one is taken for an acronym; in a name with small letters only a
    word that is shouted after another is calmed.
    """
    if re.search("[a-z]", name):
        return _RUN.sub(lambda run: _WORD.sub(lambda found: _calm_word(found[0]), run[0]), name)
    if not re.search("[A-Z]{5}", name):
        return name
    return capital(_WORD.sub(lambda found: _calm_word(found[0]), name))


def _calm_word(word: str) -> str:
    if _PROPER.fullmatch(word):
        return word.capitalize()
    return word.lower() if len(word) > 4 or _SHORT_WORDS.fullmatch(word) else word
