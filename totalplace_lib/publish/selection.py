"""Which places, reports and years are asked for: one Selection per command line or [[batch]] of a file.

A plan file is TOML, any number of [[batch]] tables. Lists multiply, and so do lists of parameters:

    [[batch]]
    places = ["birmingham", "cumbria"]
    reports = ["count"]
    years = ["2008-09", "2009-10"]
    parameters = { prices = ["cash", "real"] }
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from totalplace_lib.errors import UsageError

_KEYS = {"places", "reports", "years", "parameters"}


@dataclass(frozen=True)
class Choice:
    """One combination of what was asked for, not checked yet."""

    place: str
    report: str
    year: str | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Selection:
    """What is asked for. No reports means every one of config/reports.csv; no years, the notebook's own."""

    places: Sequence[str]
    reports: Sequence[str] = ()
    years: Sequence[str] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def choices(self, all_reports: Sequence[str]) -> Iterator[Choice]:
        """Every combination of place, report, year and further parameters."""
        years: Sequence[str | None] = self.years or [None]
        for place, report, year in itertools.product(self.places, self.reports or all_reports, years):
            for values in itertools.product(*(_as_list(value) for value in self.parameters.values())):
                yield Choice(place, report, year, dict(zip(self.parameters, values, strict=True)))


def read_plan_file(path: Path) -> list[Selection]:
    """The [[batch]] tables of a TOML file. UsageError says which key is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"Cannot read the plan {path}: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}") from error
    tables = data.get("batch")
    if not isinstance(tables, list) or not tables or set(data) != {"batch"}:
        raise UsageError(f"{path} must hold one or more [[batch]] tables and nothing else.")
    return [_selection(path, number, table) for number, table in enumerate(tables, 1)]


def _selection(path: Path, number: int, table: Mapping[str, Any]) -> Selection:
    where = f"{path}, [[batch]] number {number}"
    for key in table:
        if key not in _KEYS:
            raise UsageError(f"{where}: unknown key '{key}'. It may have: {', '.join(sorted(_KEYS))}.")
    for key in ("places", "reports", "years"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UsageError(f'{where}: {key} must be a list of texts, like ["birmingham"].')
    if not table.get("places"):
        raise UsageError(f"{where}: places is missing or empty.")
    return Selection(**table)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
