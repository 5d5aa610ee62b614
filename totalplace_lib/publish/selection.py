"""Which places, reports and years are asked for: one Selection per command line or [[batch]] of a file.

A plan file is TOML, any number of [[batch]] tables. Lists multiply, and so do lists of parameters:

    [[batch]]
    places = ["birmingham", "cumbria"]
    reports = ["count"]
    years = ["2008-09", "2009-10"]
    parameters = { prices = ["cash", "real"] }

A place may name its own year, kent@2007-08; then the years of the table are not for it.
"""

from __future__ import annotations

import codecs
import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from totalplace_lib.count.names import written
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
        for text in dict.fromkeys(self.places):
            place, own = _apart(text)
            years: Sequence[str | None] = [own] if own else list(dict.fromkeys(self.years)) or [None]
            reports = dict.fromkeys(self.reports or all_reports)
            for report, year in itertools.product(reports, years):
                for values in itertools.product(*(_as_list(value) for value in self.parameters.values())):
                    yield Choice(place, report, year, dict(zip(self.parameters, values, strict=True)))


_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_plan_file(path: Path) -> list[Selection]:
    """The [[batch]] tables of a TOML file. UsageError says which key is wrong."""
    try:
        data = tomllib.loads(_text(path))
    except OSError as error:
        raise UsageError(f"Cannot read the plan {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from error
    tables = data.get("batch")
    if not isinstance(tables, list) or not tables or set(data) != {"batch"}:
        raise UsageError(f"{path} must hold one or more [[batch]] tables and nothing else.")
    return [_selection(path, number, table) for number, table in enumerate(tables, 1)]


def _text(path: Path) -> str:
    """UTF-8, or what the byte order mark says that Windows editors write."""
    content = path.read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not text in UTF-8 (byte {error.start + 1:,}). Save it as UTF-8; a plan is a TOML file "
            "such as docs/how-to-batch.md shows."
        ) from error


def _selection(path: Path, number: int, table: Any) -> Selection:
    where = f"{path}, [[batch]] number {number}"
    if not isinstance(table, dict):
        raise UsageError(f"{where}: {table!r} is no table. Begin each with [[batch]] on a line of its own.")
    for key in table:
        if key not in _KEYS:
            raise UsageError(f"{where}: unknown key '{key}'. It may have: {', '.join(sorted(_KEYS))}.")
    for key in ("places", "reports", "years"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UsageError(f'{where}: {key} must be a list of texts, like ["birmingham"].')
    if not table.get("places"):
        raise UsageError(f"{where}: places is missing or empty.")
    if not isinstance(table.get("parameters", {}), dict):
        raise UsageError(
            f'{where}: parameters must be names with values, like {{ prices = "cash" }}, '
            f"not {table['parameters']!r}."
        )
    return Selection(**table)


def _apart(text: str) -> tuple[str, str]:
    """A place and its own year, if it names one. What is wrong with it is told with all other faults (make_plan)."""
    try:
        asked = written(text)
    except UsageError:
        return text, ""
    return asked.place, str(asked.year or "")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
