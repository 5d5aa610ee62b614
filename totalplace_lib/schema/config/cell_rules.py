"""What may stand in a cell of config/: a word of a list, a key of another table, a pattern, a number, a year.

A rule says whether a text is right (`accepts`), what was expected (`expected`), and which words there are to choose
from (`words`), so that the nearest can be named. A rule that needs a table that is not there accepts: reading that
table is an error of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from totalplace_lib.schema.patterns import any_fits, pieces

if TYPE_CHECKING:
    from totalplace_lib.schema.config.facts import Facts, Source


_LEAST_LETTERS = 3  # of a pattern that has a star


class Rule:
    """The base: accepts anything."""

    is_bound = False
    is_number = False

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether the text may stand there."""
        return True

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """What may stand there, in words that follow "expected:"."""
        return "text"

    def words(self, facts: Facts | None = None) -> list[str]:
        """The words to choose from, where they are a list."""
        return []


@dataclass(frozen=True)
class Words(Rule):
    """One word of a short list."""

    allowed: tuple[str, ...]
    is_bound = True

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether it is on the list."""
        return text in self.allowed

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """The list."""
        return " | ".join(self.allowed)

    def words(self, facts: Facts | None = None) -> list[str]:
        """The list."""
        return list(self.allowed)


@dataclass(frozen=True)
class Key(Rule):
    """A value that stands in another table (or in one of several); `also` may stand there besides."""

    sources: tuple[Source, ...]
    also: tuple[str, ...] = ()
    is_bound = True

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether it stands there."""
        known = facts.values(self.sources) if facts else None
        return text in self.also or known is None or text in known

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """Where the values stand."""
        besides = f", or {' | '.join(self.also)}" if self.also else ""
        return f"a value of {' or of '.join(str(source) for source in self.sources)}{besides}"

    def words(self, facts: Facts | None = None) -> list[str]:
        """The values, where they are known."""
        known = facts.values(self.sources) if facts else None
        return [*self.also, *sorted(known or ())]


@dataclass(frozen=True)
class Fits(Rule):
    """A pattern (* stands for anything, upper and lower case are the same) that fits at least one known value.

    between  what separates alternatives in one cell, "" where a cell holds one pattern
    """

    sources: tuple[Source, ...]
    between: str = ""
    is_bound = True

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether each alternative fits something."""
        known = facts.lowered(self.sources) if facts else None
        parts = text.split(self.between) if self.between else [text]
        return known is None or all(self._one(part, known, facts) for part in parts)

    def _one(self, part: str, known: dict[str, str], facts: Facts | None) -> bool:
        pattern = pieces(part)
        if pattern is None or part.lower() in known or facts is None:
            return True
        is_slip = sum(map(len, pattern)) < _LEAST_LETTERS  # "*x" is a star with a slip of the hand
        return len(pattern) > 1 and not is_slip and any_fits(facts.joined(self.sources), pattern)

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """Where the values stand."""
        either = f" ('{self.between}' separates several)" if self.between else ""
        return f"* or a pattern that fits a value of {' or of '.join(str(source) for source in self.sources)}{either}"

    def words(self, facts: Facts | None = None) -> list[str]:
        """The values that a pattern is held against, where they are known."""
        known = facts.lowered(self.sources) if facts else None
        return ["*", *sorted((known or {}).values())]


@dataclass(frozen=True)
class Form(Rule):
    """A text of a certain form: the regular expression that all of it must fit, and the form in words."""

    pattern: str
    form: str

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether all of it fits."""
        return re.fullmatch(self.pattern, text) is not None

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """The form."""
        return self.form


@dataclass(frozen=True)
class Year(Rule):
    """A financial year, April to March."""

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """2008-09, whose second part is the year after its first; from 1990 to 2060."""
        return (
            re.fullmatch(r"\d{4}-\d{2}", text) is not None
            and (int(text[:4]) + 1) % 100 == int(text[5:])
            and 1990 <= int(text[:4]) <= 2060
        )

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """The form."""
        return "a financial year such as 2008-09"


@dataclass(frozen=True)
class Number(Rule):
    """A finite number within limits, written in digits without commas."""

    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    is_number = True

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether it is one."""
        form = r"-?\d+" if self.whole else r"-?\d+(\.\d+)?"
        return re.fullmatch(form, text) is not None and self.low <= float(text) <= self.high

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """Its kind and limits."""
        kind = "a whole number" if self.whole else "a number"
        low, high = (f"{limit:g}" if math.isfinite(limit) else "" for limit in (self.low, self.high))
        if low and high:
            return f"{kind} from {low} to {high}, in digits without commas"
        limits = f" of at least {low}" if low else f" of at most {high}" if high else ""
        return f"{kind}{limits}, in digits without commas"


@dataclass(frozen=True)
class Each(Rule):
    """Several values in one cell, each by a rule of its own; a value stands once."""

    rule: Rule
    between: str = " "

    @property
    def is_bound(self) -> bool:  # type: ignore[override]
        """As its rule is."""
        return self.rule.is_bound

    def _parts(self, text: str) -> list[str]:
        return [part.strip() for part in text.split(self.between)]

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether each part is right and none stands twice."""
        parts = self._parts(text)
        return len(set(parts)) == len(parts) and all(self.rule.accepts(part, facts) for part in parts)

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """What each part may be, with the parts that are wrong."""
        wrong = [part for part in self._parts(text) if not self.rule.accepts(part, facts)]
        name = "spaces" if self.between == " " else f"'{self.between}'"
        which = f"; look at '{wrong[0]}'" if wrong and wrong[0] != text else ""
        return f"values with {name} between them, none twice, each {self.rule.expected(text, facts)}{which}"

    def words(self, facts: Facts | None = None) -> list[str]:
        """As its rule has them."""
        return self.rule.words(facts)


Judge = Callable[[str, "Facts | None"], str]


@dataclass(frozen=True)
class Language(Rule):
    """A small language in a cell: `judge` says what is wrong with a text, "" where it is right."""

    judge: Judge
    form: str
    options: Callable[[Facts | None], Sequence[str]] = lambda facts: ()
    is_bound = True

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """Whether the judge finds nothing."""
        return not self.judge(text, facts)

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """The form, and what the judge found."""
        return f"{self.form}. {self.judge(text, facts)}".rstrip(". ")

    def words(self, facts: Facts | None = None) -> list[str]:
        """Words of the language."""
        return list(self.options(facts))
