"""A supplier's name as ledgers write it -> the name to show and the key by which spellings of one supplier meet.

Taken away: numbers and codes of the ledger, brackets, legal forms, "the"; T/A keeps the name that is traded under.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from totalplace_lib import project
from totalplace_lib.payments.words import plain, words

_LEDGER = re.compile(r"^\d{4,}\s*[-:]\s*|\s*&&\s*\w*\s*$|^\*+|\*+$")
_TRADING = re.compile(r"\s*\b(?:t[/.]?\s?as?\b|t/a|trading as|ta)\b[.:]?\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\]]*\]?")
_LETTERS = re.compile(r"\b((?:[a-z] ){1,}[a-z])\b")
_TAIL = re.compile(r"\s+(?:no ?\d+ a c|a c|acc|account|[a-z]{0,6}\d{3,}[a-z0-9]*)$")
SHORT = {
    "assoc": "association", "assn": "association", "bldg": "building", "bros": "brothers", "cttee": "committee",
    "dept": "department", "dev": "development", "devt": "development", "govt": "government", "hosp": "hospital",
    "intl": "international", "int": "international", "mgt": "management", "mgmt": "management", "mngmt": "management",
    "natl": "national", "org": "organisation", "organization": "organisation", "prop": "property", "serv": "services",
    "servs": "services", "service": "services", "srvs": "services", "svcs": "services", "sch": "school",
    "schl": "school", "soc": "society", "st": "saint", "tech": "technology", "technologies": "technology",
    "transpt": "transport", "uni": "university", "univ": "university", "ctr": "centre", "cent": "centre",
    "center": "centre", "equip": "equipment", "eng": "engineering", "constr": "construction", "consult": "consulting",
    "solns": "solutions", "solution": "solutions", "systems": "system", "grp": "group", "hldgs": "holdings",
    "supls": "supplies", "utd": "united", "nth": "north", "sth": "south",
}  # fmt: skip


def without_ledger(text: str) -> str:
    """A name without what the ledger adds to it."""
    return " ".join(_LEDGER.sub("", _LEDGER.sub("", text.replace("\xa0", " ").strip())).split())


def traded(text: str) -> tuple[str, str]:
    """The legal name and the name traded under, "" where there is one name only."""
    found = [part.strip() for part in _TRADING.split(text, maxsplit=1)]
    return (found[0], found[1]) if len(found) == 2 and all(found) else (text, "")


def key(text: str) -> str:
    """The key of a name: plain words without legal forms; names with one key are one supplier."""
    return _key(project.home(), text)


def _key(home: Path, text: str) -> str:
    name = without_ledger(text)
    legal, trading = traded(name)
    for one in (trading or legal, legal, name):
        bare = plain(_BRACKETS.sub(" ", one)) or plain(one)
        bare = _LETTERS.sub(
            lambda found: found[1].replace(" ", ""), _TAIL.sub("", bare).replace(" and ", " ")
        )
        tokens = [SHORT.get(word, word) for word in bare.split()]
        tokens = _without_forms(tokens, _forms(home))
        if tokens:
            return " ".join(tokens)
    return plain(text)


@functools.cache
def _forms(_project: Path) -> frozenset[str]:
    return words("legal form") | {"co", "company", "uk", "gb", "the"}


def _without_forms(tokens: list[str], forms: frozenset[str]) -> list[str]:
    kept = list(tokens)
    while len(kept) > 1 and kept[-1] in forms:
        kept.pop()
    while len(kept) > 1 and kept[0] == "the":
        kept.pop(0)
    return kept
