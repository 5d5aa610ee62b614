"""What a warm parent should hold for a batch: the modules that its notebooks import, the work that they share."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from totalplace_lib import code_used
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.plan import Task

Call = Mapping[str, Any]  # {"function": "module:name", "options": {...}}: JSON


def modules_for(tasks: Iterable[Task]) -> tuple[str, ...]:
    """All that the notebooks import and all that the library's code behind them imports, early or late: names, of
    which some are modules and some stand in modules."""
    notebooks = {task.notebook for task in tasks}
    sources = [source for notebook in notebooks for source in code_used.code_cells(notebook)]
    library = [path.read_text("utf-8") for path in code_used.files_used(sources) if path.suffix == ".py"]
    imported = {name for source in (*sources, *library) for name in code_used.modules_imported(source)}
    return tuple(sorted(imported))


def shared_calls(task: Task) -> list[Call]:
    """The functions of the column prepare, with what the notebook is told; each takes what it wants of it."""
    kind = report_kinds().get(task.meta.report)
    options = {"year": task.meta.year} | dict(task.meta.parameters)
    return [{"function": name, "options": options} for name in (kind.prepare if kind else ())]


@dataclass(frozen=True)
class Work:
    """One call of a function that makes what reports share."""

    key: str
    begin: Callable[[], Any]


class Shared:
    """What has been made so far. Each call is made once for every set of options that its function takes; a function
    that yields is made in steps, so that whoever waits for less need not wait for all of it.

    A fault is not for here: the report that asked meets it in its own process, and says so. (That the functions of
    config/reports.csv are there is for the tests to say.)
    """

    def __init__(self) -> None:
        self._made: set[str] = set()
        self._begun: dict[str, Iterator[Any]] = {}

    def missing(self, calls: Sequence[Call]) -> list[Work]:
        """What must be made before a report with these calls."""
        named = [work for work in map(_work, calls) if work is not None]
        return [work for work in named if work.key not in self._made]

    def step(self, work: Work) -> None:
        """Make it, or its next step."""
        try:
            if work.key not in self._begun:
                result = work.begin()
                self._begun[work.key] = result if inspect.isgenerator(result) else iter(())
            next(self._begun[work.key])
        except Exception:  # noqa: BLE001 - it has ended; a fault is shown by the report, in the cell that needs it
            self._made.add(work.key)


def _work(call: Call) -> Work | None:
    module, _, name = call["function"].partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        return None
    taken = inspect.signature(function).parameters
    options = {key: one for key, one in call["options"].items() if key in taken}
    key = json.dumps([call["function"], options], sort_keys=True)
    return Work(key, lambda: function(**options))
