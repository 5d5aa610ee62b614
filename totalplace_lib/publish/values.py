"""Whether the values that a report is told can be meant: checked before anything runs, by the parameter's name.

Years, places and themes of the report itself are checked elsewhere (plan, config/reports.csv); these are the others.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year


def wrong_values(given: Mapping[str, Any]) -> list[UsageError]:
    """A fault for each value that cannot be meant. given: the parameters that were asked for."""
    return list(_faults(given))


def _faults(given: Mapping[str, Any]) -> Iterator[UsageError]:
    for name, value in given.items():
        try:
            if isinstance(value, float) and not math.isfinite(value):
                raise UsageError(f"{value} is no number that can be counted with")
            if name in _CHECKS:
                _CHECKS[name](value, given)
        except UsageError as fault:
            yield UsageError(f"Parameter {name}: {str(fault).removesuffix('.')}.")


def _prices(value: str, given: Mapping[str, Any]) -> None:
    """cash, or a year whose prices are known; in a deep dive "" is the report's own year."""
    if value != "cash":
        _base("" if value == "" and "theme" in given else value or "(nothing)", given)


def _base(value: str, given: Mapping[str, Any]) -> None:
    """A year whose prices are known; "" is the last one of the series."""
    from totalplace_lib.analysis.prices import deflator

    if value:
        deflator().factor(value, value)


def _year_or_all(value: str, given: Mapping[str, Any]) -> None:
    if value:
        Year.parse(value)


def _part(value: float, given: Mapping[str, Any]) -> None:
    if not 0 < value <= 1:
        raise UsageError(f"{value} is no part of the money; write a number above 0 and up to 1, such as 0.01")


def _others(value: list[Any], given: Mapping[str, Any]) -> None:
    from totalplace_lib.analysis.compare import PILOTS
    from totalplace_lib.national.finding import find_place

    for text in value if value != [PILOTS] else ():
        find_place(text)


def _column(value: str, given: Mapping[str, Any]) -> None:
    from totalplace_lib.analysis.series import COLUMNS

    _one_of(value, COLUMNS)


def _journey(value: str, given: Mapping[str, Any]) -> None:
    from totalplace_lib.analysis.journeys import journeys

    _one_of(value, tuple(journeys()))


def _one_of(value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        near = difflib.get_close_matches(str(value)[:100], known, n=1, cutoff=0.4)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"'{value}' is not known.{hint} There are: {', '.join(known)}")


_CHECKS: Mapping[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "prices": _prices,
    "base": _base,
    "first": _year_or_all,
    "last": _year_or_all,
    "saving": _part,
    "share": _part,
    "others": _others,
    "by": _column,
    "journey": _journey,
}
