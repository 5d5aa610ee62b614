"""Numbers in words and in cells: money, per head, shares, counts, plurals, lists.

Ordinary rounding (half away from zero), a true minus sign, never "nan": a gap is said in words. Large sums
are rounded as gov.uk content design asks ("£7.3 billion"); the exact figure is in the table beside the words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

NOT_AVAILABLE = "not available"
PENCE_UNDER = 20.0
_MINUS = "\u2212"
_UNITS = ((1_000_000_000.0, " billion", "bn"), (1_000_000.0, " million", "m"))


def is_missing(value: object) -> bool:
    """True for None, NaN and pandas' NA: a gap, not a number."""
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value


def rounded(value: float, decimals: int = 0) -> Decimal:
    """The value with half rounded away from zero. ValueError for an infinite value: a fault upstream."""
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be shown: something was divided by zero before it came here.")
    exact = Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def fixed(value: float, decimals: int = 0) -> str:
    """1234.5 as "1,234.5": commas, fixed decimals, true minus sign, no "-0"."""
    number = rounded(value, decimals)
    sign = _MINUS if number < 0 else ""
    return f"{sign}{abs(number):,.{decimals}f}"


def money(amount_gbp: float | None) -> str:
    """Pounds in words: "£7.3 billion", "£334 million", "£12,400", "less than £1,000", "−£2.1 million"."""
    return _money(amount_gbp, short=False)


def money_short(amount_gbp: float | None) -> str:
    """Pounds for a label in a drawing: "£7.3bn", "£334m", "£12,400"."""
    return _money(amount_gbp, short=True)


def _money(amount_gbp: float | None, short: bool) -> str:
    if amount_gbp is None or is_missing(amount_gbp):
        return NOT_AVAILABLE
    sign, size = (_MINUS if amount_gbp < 0 else ""), abs(amount_gbp)
    for unit, long_name, short_name in _UNITS:
        decimals = _money_decimals(size / unit, unit)
        # 999.96 million is said as 1.0 billion: the unit is chosen after rounding.
        if rounded(size / unit, decimals) >= 1:
            return f"{sign}£{fixed(size / unit, decimals)}{short_name if short else long_name}"
    if size == 0:
        return "£0"
    if 0 < amount_gbp < 1000:
        return "<£1,000" if short else "less than £1,000"
    if size < 1000:
        return f"{sign}£{fixed(size)}"
    return f"{sign}£{fixed(float(rounded(size / 100)) * 100)}"


def _money_decimals(in_unit: float, unit: float) -> int:
    """One decimal for billions below 100 and millions below 10, so that two or three figures are said."""
    limit = 99.95 if unit == _UNITS[0][0] else 9.95
    return 1 if in_unit < limit else 0


def pounds(amount_gbp: float | None, decimals: int = 0) -> str:
    """Pounds in full: "£7,249"."""
    if amount_gbp is None or is_missing(amount_gbp):
        return NOT_AVAILABLE
    text = fixed(amount_gbp, decimals)
    return f"{_MINUS}£{text[1:]}" if text.startswith(_MINUS) else f"£{text}"


def each(amount_gbp: float | None) -> str:
    """Pounds for each resident: "£7,249"; with pence where they are few: "£9.62", "£0"."""
    few = amount_gbp is not None and 0 < abs(amount_gbp) < PENCE_UNDER
    return pounds(amount_gbp, 2 if few else 0)


def per_head(amount_gbp: float | None) -> str:
    """Pounds for each resident in words: "£7,249 per head"."""
    if amount_gbp is None or is_missing(amount_gbp):
        return NOT_AVAILABLE
    return f"{each(amount_gbp)} per head"


def share(value: float | None) -> str:
    """A share of one as per cent: "33%", "less than 1%", "more than 99%"."""
    if value is None or is_missing(value):
        return NOT_AVAILABLE
    percent = rounded(value * 100)
    if percent == 0 and value > 0:
        return "less than 1%"
    if percent == 100 and value < 1:
        return "more than 99%"
    return f"{fixed(float(percent))}%"


def count(value: float | None) -> str:
    """A whole number: "1,016,800"."""
    return NOT_AVAILABLE if value is None or is_missing(value) else fixed(value)


def plural(number: float, one: str, many: str | None = None) -> str:
    """ "1 body", "3 bodies", "0 places": the number with its noun."""
    return f"{fixed(number)} {one if number == 1 else many or one + 's'}"


def join(words: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"; an empty list is "none"."""
    if not words:
        return "none"
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
