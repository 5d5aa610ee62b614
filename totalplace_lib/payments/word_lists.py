"""The words of config/payments, ready to compare with: headings, words for what is no supplier, date styles."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from totalplace_lib import project
from totalplace_lib.schema.patterns import Pieces, fits, pieces

REQUIRED = ("body", "date", "payee", "amount")
KEPT = ("department", "service", "purpose", "category", "supplier_number", "transaction")
FIELDS = (*REQUIRED, *KEPT)


@dataclass(frozen=True)
class Heading:
    """One row of headings.csv."""

    field: str
    pattern: Pieces
    score: int
    basis: str


def plain(text: object) -> str:
    """A text as headings are compared: lower case, letters and digits, single spaces; a pound sign is the word gbp."""
    words = unicodedata.normalize("NFKC", str(text)).casefold().replace("£", " gbp ").replace("�", " gbp ")
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", words)))


def headings() -> tuple[Heading, ...]:
    """What config/payments/headings.csv says."""
    return _headings(project.home())


@functools.cache
def _headings(_project: Path) -> tuple[Heading, ...]:
    rows = project.read_config("payments/headings.csv").fillna("")
    return tuple(
        Heading(field, pieces(heading), int(score), basis)
        for field, heading, score, basis in rows[["field", "heading", "score", "basis"]].itertuples(
            index=False
        )
    )


def scores(heading: object) -> dict[str, tuple[int, str]]:
    """The best score of a heading for each field that it may be, with its basis."""
    return _scores(project.home(), plain(heading))


@functools.lru_cache(maxsize=10_000)
def _scores(home: Path, text: str) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for one in _headings(home):
        if one.pattern and fits(text, one.pattern) and one.score > found.get(one.field, (0, ""))[0]:
            found[one.field] = one.score, one.basis
    return found


def words(kind: str) -> frozenset[str]:
    """The words of one kind in config/payments/words.csv, as plain() writes them."""
    return _words(project.home()).get(kind, frozenset())


@functools.cache
def _words(_project: Path) -> dict[str, frozenset[str]]:
    rows = project.read_config("payments/words.csv")
    return {str(kind): frozenset(map(plain, group)) for kind, group in rows.groupby("kind")["word"]}


def is_one_of(text: str, kind: str) -> bool:
    """Whether a text, as plain() writes it, is a word of the kind; * in a word stands for anything."""
    return _matching(project.home(), kind).fullmatch(text) is not None


@functools.cache
def _matching(_project: Path, kind: str) -> re.Pattern[str]:
    rows = project.read_config("payments/words.csv")
    words = rows[rows["kind"] == kind]["word"]
    return re.compile(
        "|".join(".*".join(map(re.escape, map(plain, word.split("*")))) for word in words) or "(?!)"
    )


class DateStyle(NamedTuple):
    """One row of dates.csv."""

    style: str
    form: str
    order: str
    precision: str


def date_styles() -> tuple[DateStyle, ...]:
    """The styles of config/payments/dates.csv, in their order."""
    return _date_styles(project.home())


@functools.cache
def _date_styles(_project: Path) -> tuple[DateStyle, ...]:
    rows = project.read_config("payments/dates.csv")
    return tuple(DateStyle(*row) for row in rows[list(DateStyle._fields)].itertuples(index=False, name=None))
