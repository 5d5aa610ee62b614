"""What a batch is to do: one task per place, report and year, with its file names; checked before it runs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from totalplace_lib import project
from totalplace_lib.errors import Faults, TotalPlaceError, UsageError
from totalplace_lib.model import Year
from totalplace_lib.publish.catalogue import ReportKind, check_parameters, notebook_parameters, report_kinds
from totalplace_lib.publish.own_themes import spelt_out, title_words
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.selection import Choice, Selection
from totalplace_lib.publish.values import wrong_values

MOST_FAULTS = 50
"""So many are told together; a list of thousands is read by nobody."""


@dataclass(frozen=True)
class Task:
    """One report to make: a notebook and what it is told (meta.parameters)."""

    meta: ReportMeta
    notebook: Path

    def to_row(self) -> dict[str, Any]:
        """For a JSON file; the notebook is written relative to the project folder."""
        home, path = project.home(), self.notebook
        where = path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)
        return {"meta": asdict(self.meta), "notebook": where}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Task:
        """The task from its JSON form."""
        return cls(ReportMeta(**row["meta"]), project.home() / row["notebook"])


@dataclass(frozen=True)
class Plan:
    """The tasks of one batch, in the order in which readers want them; no two write the same page.

    left_out  what every report, or every theme of a place, would include and a year has no figures for, with the
              reason; it is told once, and not again by --resume
    """

    tasks: tuple[Task, ...]
    left_out: tuple[str, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """For --resume."""
        return [task.to_row() for task in self.tasks]

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, Any]]) -> Plan:
        """The plan of an interrupted batch."""
        return cls(tuple(Task.from_row(row) for row in rows))


def make_plan(selections: Sequence[Selection], place_name: Callable[[str], str]) -> Plan:
    """Check everything and lay out the tasks.

    place_name gives a place's name for its slug and raises UsageError for an unknown one. All faults are
    reported together (UsageError, or Faults with exit code 2) before anything runs.
    """
    kinds = report_kinds()
    tasks: dict[str, Task] = {}
    faults: dict[str, TotalPlaceError] = {}
    asked, left_out = _all_asked(selections, kinds)
    for choice in asked:
        try:
            task = _task(choice, _kind(choice.report, kinds), place_name)
            if tasks.setdefault(task.meta.id, task) != task:
                raise UsageError(
                    f"Two reports would be called {task.meta.id}: choose other places or parameters."
                )
        except Faults as several:
            faults |= {str(fault): fault for fault in several.faults}
        except TotalPlaceError as fault:
            faults[str(fault)] = fault
        if len(faults) >= MOST_FAULTS:
            break
    if len(faults) == 1:
        raise next(iter(faults.values()))
    if faults:
        raise Faults("Nothing was run", list(faults.values()))
    if not tasks:
        raise UsageError("Nothing to run: name at least one place.")
    return Plan(tuple(tasks.values()), left_out)


def _all_asked(
    selections: Sequence[Selection], kinds: Mapping[str, ReportKind]
) -> tuple[list[Choice], tuple[str, ...]]:
    """What all selections ask for together, and what is left out of it, each said once."""
    found = [_asked(selection, kinds) for selection in selections]
    said = dict.fromkeys(words for _, left_out in found for words in left_out)
    return [one for choices, _ in found for one in choices], tuple(said)


def _asked(selection: Selection, kinds: Mapping[str, ReportKind]) -> tuple[list[Choice], list[str]]:
    """All combinations, and in words those left out: what nobody named and a countable year has no figures for."""
    every = not selection.reports
    groups = [
        (choice, [(one, _refusal(one, kinds)) for one in spelt_out(choice, kinds.get(choice.report), every)])
        for choice in selection.choices(list(kinds))
    ]
    countable = {
        one.year for _, group in groups for one, why in group if not why and _looks_at_years(one, kinds)
    }
    kept: list[Choice] = []
    left_out: list[str] = []
    for choice, group in groups:
        is_named = not every and [one for one, _ in group] == [choice]
        must = is_named or choice.year not in countable
        kept += [one for one, why in group if must or not why]
        left_out += [
            f"{one.report} of {_year(one, kinds[one.report])}: {why}"
            for one, why in group
            if why and not must
        ]
    return kept, left_out


def _refusal(choice: Choice, kinds: Mapping[str, ReportKind]) -> str:
    """Why it cannot be made, in the year asked for or else in that of its notebook; empty where it can."""
    kind = kinds.get(choice.report)
    if kind is None or not kind.check:
        return ""
    return kind.refusal(_year(choice, kind), {**choice.parameters, "place": choice.place})


def _year(choice: Choice, kind: ReportKind) -> str | None:
    if choice.year is not None:
        return choice.year
    default = notebook_parameters(kind.notebook).get("year")
    return default.default if default else None


def _looks_at_years(choice: Choice, kinds: Mapping[str, ReportKind]) -> bool:
    """Whether its report looks at the year at all."""
    return choice.report in kinds and bool(kinds[choice.report].check)


def _kind(report: str, kinds: Mapping[str, ReportKind]) -> ReportKind:
    if report in kinds:
        return kinds[report]
    near = difflib.get_close_matches(report, kinds, n=1, cutoff=0.4)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"There is no report '{report}'.{hint} There are: {', '.join(kinds)}.")


def _task(choice: Choice, kind: ReportKind, place_name: Callable[[str], str]) -> Task:
    defaults = {name: one.default for name, one in notebook_parameters(kind.notebook).items()}
    given = _given(choice, kind)
    faults = check_parameters(kind.notebook, given) or wrong_values(given)
    if faults:
        raise Faults("Wrong parameters", faults)
    used = defaults | given
    kind.check_asked(used.get("year"), used)
    name = place_name(choice.place)
    meta = ReportMeta(
        place=choice.place,
        place_name=name,
        report=kind.report,
        title=kind.title.format(place_name=name, **used, **title_words(used)),
        year=used.get("year"),
        parameters=given | {name: used[name] for name in kind.named_by if name in used and name != "year"},
        library_version=version("totalplace"),
        stem=_stem(kind, given, used, defaults),
    )
    return Task(meta, kind.notebook)


def _given(choice: Choice, kind: ReportKind) -> dict[str, Any]:
    """What the notebook is told: place and year where the report takes them, and all that was asked for."""
    given: dict[str, Any] = {"place": choice.place}
    if choice.year is not None:
        given["year"] = str(Year.parse(choice.year))
    return {name: value for name, value in given.items() if name in kind.parameters} | dict(choice.parameters)


def _stem(
    kind: ReportKind, given: Mapping[str, Any], used: Mapping[str, Any], defaults: Mapping[str, Any]
) -> str:
    """count-2008-09-real: report, then what names it, then what else differs from the notebook's defaults."""
    named = [used[name] for name in kind.named_by if name in used]
    others = [
        value
        for name, value in sorted(given.items())
        if name != "place" and name not in kind.named_by and value != defaults[name]
    ]
    return "-".join([kind.report, *(_slug(value) for value in named + others)])


def _slug(value: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-") or "none"
