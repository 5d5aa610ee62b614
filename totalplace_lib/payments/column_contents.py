"""What the columns of a table hold, told by a sample of their cells: days, amounts, names, numbers, or nothing."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from totalplace_lib.payments import amounts, dates
from totalplace_lib.payments.word_lists import plain, words

LOOKED_AT = 80
"""So many different cells of a column tell what it is."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Profile:
    """Shares of the non-empty cells of one column; filled: share of all cells that are not empty."""

    filled: float
    dates: float
    periods: float
    amounts: float
    money: float
    names: float
    companies: float
    distinct: int

    @property
    def is_empty(self) -> bool:
        """Whether the sample has no cell."""
        return self.distinct == 0


def profile(cells: Sequence[str]) -> Profile:
    """What a column holds."""
    full = [cell for cell in cells if cell]
    if not full:
        return Profile(0, 0, 0, 0, 0, 0, 0, 0)
    times = Counter(full)
    different = list(times)
    step = max(1, len(different) // LOOKED_AT)
    seen = different[::step][:LOOKED_AT]
    part = 1 / len(seen)
    looked_at = sum(
        times[cell] for cell in seen
    )  # a file of one month has one day or period, and the word Total
    found = dates.read([cell for cell in seen if _may_be_day(cell)])
    money = [
        cell
        for cell in seen
        if amounts.pence(cell) is not None or amounts.pence(cell, comma=True) is not None
    ]
    return Profile(
        filled=len(full) / len(cells),
        dates=sum(times[cell] for cell in found.by_text) / looked_at,
        periods=sum(times[cell] for cell in seen if dates.PERIOD.fullmatch(cell)) / looked_at,
        amounts=len(money) * part,
        money=sum(bool(re.search(r"[.,]\d\d$|[£\ufffd(]|^-|-$", cell.strip())) for cell in money) * part,
        names=sum(bool(_LETTERS.search(cell)) and not _ADDRESS.match(cell) for cell in seen) * part,
        companies=sum(has_company_word(cell) for cell in seen) * part,
        distinct=len(different),
    )


def _may_be_day(cell: str) -> bool:
    return len(cell) <= 40 and any(sign.isdigit() for sign in cell)


def has_company_word(cell: str) -> bool:
    """Whether a cell ends like the name of a company, or names a council or a trust."""
    return not _company_words().isdisjoint(plain(cell).split())


@functools.cache
def _company_words() -> frozenset[str]:
    return words("legal form") | {"council", "nhs", "trust", "university", "services"}
