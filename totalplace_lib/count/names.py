"""How a place may be written: names compared by their letters, PLACE@YEAR and PLACE@VINTAGE, joining with +."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import VINTAGES, Year
from totalplace_lib.model import slugify as slugify

LONGEST = 5_000
"""Characters of a place at most: the codes of all areas of England joined by + are 3,600."""

_SAINT = re.compile(r"\bsaint\b")


def fold(name: str) -> str:
    """A name by its letters and digits: case, accents, spaces and punctuation do not matter; & is and, Saint is St.

    >>> fold("St. Helens") == fold("SAINT HELENS") == "sthelens"
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    return re.sub(r"[^a-z0-9]", "", _SAINT.sub("st", plain))


@dataclass(frozen=True)
class Written:
    """A place as it was written, taken apart. year and vintage are None where nothing was said."""

    name: str
    vintage: int | None = None
    year: Year | None = None

    @property
    def place(self) -> str:
        """The place without its year: dorset@2009@2010-11 -> dorset@2009."""
        return self.name if self.vintage is None else f"{self.name}@{self.vintage}"


def written(text: object) -> Written:
    """Take apart PLACE, PLACE@YEAR (kent@2010-11), PLACE@VINTAGE (dorset@2009) or both (dorset@2009@2010-11).

    Raises UsageError for what is not text, is empty or too long, and for words after @ that are neither.
    """
    if not isinstance(text, str):
        raise UsageError(
            f"A place is text, such as 'birmingham', 'region:north-east' or 'E08000025', or a Place; "
            f"{shown(repr(text))} is neither ({type(text).__name__}). Several are joined with +: 'birmingham+solihull'."
        )
    if len(text) > LONGEST:
        raise UsageError(
            f"A place of {len(text):,} characters is too long (most: {LONGEST:,}). It begins '{shown(text)}'."
        )
    name, *after = [part.strip() for part in text.split("@")]
    if not name:
        raise UsageError("No place was named. 'totalplace places' lists them.")
    return _with(name, after, text)


def _with(name: str, after: list[str], text: str) -> Written:
    """The name with what stands after each @: at most a vintage, then a year."""
    vintage, year = None, None
    for word in after:
        if re.fullmatch(r"[12][0-9]{3}", word) and vintage is None and year is None:
            vintage = _vintage(int(word))
        elif re.fullmatch(r"[12][0-9]{3}\D[0-9]{2}", word) and year is None:
            year = Year.parse(word)
        else:
            raise UsageError(
                f"'{shown(text)}': after @ stands a financial year (kent@2010-11) or the year of boundaries "
                f"(dorset@2009), after the whole place. '{shown(word)}' is neither."
            )
    return Written(name, vintage, year)


def _vintage(vintage: int) -> int:
    if vintage in VINTAGES:
        return vintage
    raise UsageError(
        f"No boundaries of {vintage} are held. Vintages: {', '.join(map(str, VINTAGES))}. "
        f"A financial year is written {Year(vintage)}."
    )
