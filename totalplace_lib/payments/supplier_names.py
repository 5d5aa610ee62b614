"""A supplier's name as ledgers write it -> its keys: plain words by which spellings of one supplier meet.

Taken away: numbers and codes of the ledger, legal forms and what stands after them, "the"; what a firm trades as, and
what stands after a hyphen or in brackets at the end, is a second name of it.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import NamedTuple

from totalplace_lib import project
from totalplace_lib.payments.word_lists import plain, words

_LEDGER = re.compile(r"^\d{4,}\s*[-:]\s*|\s*&&\s*.*$|^\*+|\*+$")
_TRADING = re.compile(r"\s*\b(?:t[/.]?\s?as?\b|t/a|trading as|ta)\b[.:]?\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_BRANCH = re.compile(r"\s+[-–]\s*|\s*[-–]\s+|\bc/o\b|\s+re\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[-–]\s*")
_LETTERS = re.compile(r"\b((?:[a-z] ){1,}[a-z])\b")
_TAIL = re.compile(r"\s+(?:a c|acc|account|no \d+|(?:ref )?[a-z]{0,6}\d{3,}[a-z0-9]*)$")
_WEB = re.compile(
    r"^www\.|(?<=\w)\.(?:com|net|org|(?:co|org)\.uk)\b", re.IGNORECASE
)  # an address is the name with an ending
_RECORD = re.compile(
    r"^((?:\S+ ){3,})\d$"
)  # the ledger has the supplier several times: no legal form ends so
_FORMS = re.compile(r"\b(ltd|limited|plc|llp|cic)\b\.?", re.IGNORECASE)
SHORT = {
    "assoc": "association", "associ": "association", "assn": "association", "bldg": "building", "bros": "brothers",
    "cttee": "committee", "dept": "department", "dev": "development", "devt": "development", "govt": "government",
    "hosp": "hospital", "intl": "international", "int": "international", "mgt": "management", "mgmt": "management",
    "natl": "national", "org": "organisation", "organization": "organisation",
    "orgation": "organisation", "serv": "service", "servs": "service",
    "srvs": "service", "servcs": "service", "svcs": "service", "sch": "school", "schl": "school", "soc": "society",
    "st": "saint", "tech": "technology", "technologies": "technology", "transpt": "transport", "uni": "university",
    "univ": "university", "ctr": "centre", "cent": "centre", "center": "centre", "centres": "centre",
    "equip": "equipment", "eng": "engineering", "constr": "construction", "solns": "solution", "solutns": "solution",
    "solutions": "solution", "grp": "group", "hldgs": "holding", "utd": "united", "academies": "academy",
    "pharmarcy": "pharmacy", "intergrated": "integrated", "enviromental": "environmental",
}  # fmt: skip


class Keys(NamedTuple):
    """The keys of one name.

    own: of the legal name;  others: of what it trades as, and without branch or bracket;  within: of a last bracket
    """

    own: str
    others: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


def without_ledger(text: str) -> str:
    """A name without what the ledger adds to it."""
    return " ".join(_LEDGER.sub("", _LEDGER.sub("", text.replace("\xa0", " ").strip())).split())


def traded(text: str) -> tuple[str, str]:
    """The legal name and the name traded under, "" where there is one name only."""
    found = [part.strip() for part in _TRADING.split(text, maxsplit=1)]
    return (found[0], found[1]) if len(found) == 2 and all(found) else (text, "")


@functools.lru_cache(maxsize=200_000)
def keys(text: str) -> Keys:
    """The keys of a name."""
    legal, trading = traded(without_ledger(text))
    before_form = _until_form(legal)
    own = key(before_form if _FORMS.search(legal) else _RECORD.sub(r"\1", before_form))
    others = {key(trading)} if trading else set()
    base = _BRANCH.split(before_form, maxsplit=1)[0]
    if base.strip() and base != before_form:
        others.add(key(base))
    inside = [one for one in _BRACKETS.findall(before_form) if len(one) > 2]
    is_last = inside and not _FORMS.search(before_form.rsplit("(", 1)[-1])
    if is_last:
        others.add(key(_BRACKETS.sub(" ", before_form)))
    within = tuple(sorted({key(one) for one in inside} - {own, ""})) if is_last else ()
    parts = {key(part) for part in _PARTS.split(without_ledger(text))} - {""}
    if len(parts) > 1:
        others.add(" - ".join(sorted(parts)))  # the same two parts, whichever stands first
    return Keys(own, tuple(sorted(others - {own, ""})), within)


def _until_form(text: str) -> str:
    """A name up to its legal form, with the form; brackets after it are gone with the rest."""
    found = _FORMS.search(text)
    if not found or found.start() < 3 or text[: found.start()].count("(") > text[: found.start()].count(")"):
        return text
    return text[: found.end()]


def key(text: str) -> str:
    """Plain words of a name without legal forms: singular, in full, single letters joined."""
    return _key(project.home(), text)


def _key(home: Path, text: str) -> str:
    bare = plain(_WEB.sub("", text).replace("+", "&").replace("&", " and "))
    bare = _LETTERS.sub(lambda found: found[1].replace(" ", ""), _TAIL.sub("", bare.replace(" and ", " ")))
    tokens = [_whole(word) for word in bare.split()]
    forms = _forms(home)
    kept = [word for word in tokens if word not in forms] or tokens
    return " ".join(kept)


def _whole(word: str) -> str:
    """A word in full and in the singular."""
    full = SHORT.get(word, word)
    if len(full) > 5 and full.endswith("ies"):
        return f"{full[:-3]}y"
    return full[:-1] if len(full) > 3 and full.endswith("s") and not full.endswith("ss") else full


@functools.cache
def _forms(_project: Path) -> frozenset[str]:
    return words("legal form") | {"co", "company", "uk", "gb", "the", "of", "and"}
