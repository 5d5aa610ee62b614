"""The reports that can be made (config/reports.csv) and what each notebook accepts.

A parameter is checked against the notebook's own parameters cell before anything runs: papermill itself only
warns about an unknown name. Types come from the annotation where there is one, else from the default value.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from totalplace_lib import project
from totalplace_lib.errors import UsageError
from totalplace_lib.kept import kept
from totalplace_lib.publish.startup import import_jsonschema_quickly

TABLE = "reports.csv"
PACKAGE = "totalplace_lib"
# What the words of the columns prepare and check stand for: functions of the library. One that yields is made in steps.
PREPARE: Mapping[str, str] = {
    "count": ".analysis.whole_area_count:prepare",
    "editions": ".analysis.diff:prepare",
    "funding": ".analysis.flows:funding",
    "theme shares": ".analysis.theme_shares:measured_shares",
    "deep dives": ".analysis.deep_dive:prepare",
    "comparison": ".analysis.compare:prepare",
    "series": ".analysis.series:prepare",
    "peers": ".analysis.peers:prepare",
}
CHECKS: Mapping[str, str] = {
    "year": ".national.years:check_year",
    "theme": ".analysis.themes:check_theme_told",
    "theme year": ".analysis.themes:check_theme_year",
    "capital year": ".analysis.assets:check_capital_year",
    "payments": ".analysis.payments:check_payments",
    "returns": ".analysis.returns:check_returns",
    "peers": ".analysis.peers:check_peers",
    "division": ".analysis.proposal:check_division",
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "list": (list,),
    "dict": (dict,),
}


@dataclass(frozen=True)
class ReportKind:
    """One row of config/reports.csv. notebook is absolute."""

    report: str
    notebook: Path
    title: str
    parameters: tuple[str, ...]
    named_by: tuple[str, ...]
    prepare: tuple[str, ...] = ()  # functions that make what the reports share, "module:name"
    check: str = ""  # the function that refuses what it cannot be made for, "module:name"

    def check_asked(self, year: str | None, parameters: Mapping[str, Any]) -> None:
        """UsageError with the reason where the report cannot be made for a year or, where it takes one, a theme."""
        if self.check and year is not None:
            module, name = self.check.split(":")
            function = getattr(importlib.import_module(module), name)
            wanted = inspect.signature(function).parameters.keys() & parameters.keys() - {"year"}
            function(year, **{name: parameters[name] for name in wanted})

    def refusal(self, year: str | None, parameters: Mapping[str, Any]) -> str:
        """Why the report cannot be made for a year and, where it takes one, a theme; empty where it can."""
        try:
            self.check_asked(year, parameters)
        except UsageError as reason:
            return str(reason)
        return ""


@dataclass(frozen=True)
class Parameter:
    """One name of a notebook's parameters cell. accepts is empty when anything goes."""

    name: str
    accepts: tuple[type, ...]
    default: Any
    is_required: bool  # its default is None: it must be given


def report_kinds() -> dict[str, ReportKind]:
    """All reports by name, in the order of the table."""
    table = project.read_config(TABLE).fillna("")
    table = table.sort_values("order", key=lambda order: order.astype(int), kind="stable")
    return {kind.report: kind for kind in _kinds(table.to_dict("records"))}


def _kinds(rows: list[dict[Any, Any]]) -> Iterator[ReportKind]:
    for row in rows:
        yield ReportKind(
            report=row["report"],
            notebook=project.home() / row["notebook"],
            title=row["title"],
            parameters=tuple(row["parameters"].split()),
            named_by=tuple(row["named_by"].split()),
            prepare=tuple(_function(PREPARE[word.strip()]) for word in row["prepare"].split(";") if word),
            check=_function(CHECKS[row["check"]]) if row["check"] else "",
        )


def _function(name: str) -> str:
    """ "module:name" in full; one that begins with a point is the library's own."""
    return f"{PACKAGE}{name}" if name.startswith(".") else name


@functools.cache
def notebook_parameters(notebook: Path) -> dict[str, Parameter]:
    """What the notebook's parameters cell declares. UsageError when there is no notebook or no such cell."""
    if not notebook.is_file():
        raise UsageError(f"There is no notebook {_short(notebook)} (named in config/{TABLE}).")
    by = f"parameters by papermill {version('papermill')}"
    found = kept(by, notebook.read_text("utf-8", errors="replace"), lambda: _declared(notebook))
    return {name: _parameter(name, one["inferred_type_name"], one["default"]) for name, one in found.items()}


def _declared(notebook: Path) -> dict[str, Any]:
    import_jsonschema_quickly()
    import papermill  # slow to import, and not needed by every command
    from papermill.exceptions import PapermillException

    try:
        found = papermill.inspect_notebook(notebook)
    except (ValueError, KeyError, PapermillException) as error:
        raise UsageError(f"{_short(notebook)} cannot be read as a Python notebook: {error}") from error
    if not found:
        raise UsageError(
            f"{_short(notebook)} declares no parameters: tag one cell 'parameters' and write each "
            "as name = value, one to a line."
        )
    return {name: dict(one) for name, one in found.items()}


def _parameter(name: str, type_name: str, default_text: str) -> Parameter:
    try:
        default = ast.literal_eval(default_text)
    except (ValueError, SyntaxError):  # an expression: anything goes
        return Parameter(name, _TYPES.get(type_name, ()), default_text, False)
    accepts = _TYPES.get(type_name) or _TYPES.get(type(default).__name__, ())
    return Parameter(name, accepts, default, default is None)


def check_parameters(notebook: Path, given: Mapping[str, Any]) -> list[UsageError]:
    """Everything that is wrong with these parameters for this notebook: unknown, missing, wrongly typed."""
    declared = notebook_parameters(notebook)
    unknown = [
        UsageError(f"{_short(notebook)} has no parameter '{name}'. It has: {', '.join(declared)}.")
        for name in given
        if name not in declared
    ]
    missing = [
        UsageError(f"{_short(notebook)} needs the parameter '{name}', which was not given.")
        for name, parameter in declared.items()
        if parameter.is_required and name not in given
    ]
    wrong = [
        UsageError(
            f"{_short(notebook)}: parameter {name} must be {_words(declared[name].accepts)}, "
            f"not {type(value).__name__} ({value!r})."
        )
        for name, value in given.items()
        if name in declared and not _fits(value, declared[name].accepts)
    ]
    return unknown + missing + wrong


def _fits(value: Any, accepts: tuple[type, ...]) -> bool:
    if isinstance(value, bool):  # bool is an int in Python, but not in a parameters cell
        return not accepts or bool in accepts
    return not accepts or isinstance(value, accepts)


def _words(accepts: tuple[type, ...]) -> str:
    return " or ".join(one.__name__ for one in accepts)


def _short(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"
