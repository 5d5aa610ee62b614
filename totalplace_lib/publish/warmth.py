"""What a warm parent should hold for a batch: the modules that its notebooks import, the work that they share."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish import code_used
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.plan import Task


@dataclass(frozen=True)
class Warmth:
    """Names to import where they are modules; calls to make, {"function": "module:name", "options": {...}}."""

    modules: tuple[str, ...] = ()
    calls: tuple[Mapping[str, Any], ...] = field(default=())

    def to_json(self) -> str:
        """For the parent's standard input."""
        return json.dumps({"modules": self.modules, "calls": self.calls})

    @classmethod
    def from_json(cls, text: str) -> Warmth:
        """As the parent reads it."""
        data = json.loads(text)
        return cls(tuple(data["modules"]), tuple(data["calls"]))


def warmth_for(tasks: Iterable[Task]) -> Warmth:
    """All that these tasks have in common."""
    tasks = list(tasks)
    return Warmth(tuple(_modules(tasks)), tuple(_calls(tasks)))


def _modules(tasks: Iterable[Task]) -> list[str]:
    """All that the notebooks import and all that the library's code behind them imports, early or late."""
    notebooks = {task.notebook for task in tasks}
    sources = [source for notebook in notebooks for source in code_used.code_cells(notebook)]
    library = [path.read_text("utf-8") for path in code_used.files_used(sources) if path.suffix == ".py"]
    return sorted({name for source in (*sources, *library) for name in code_used.modules_imported(source)})


def _calls(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """The functions of the column prepare, with what the notebooks are told; each takes what it wants of it."""
    kinds = report_kinds()
    return [
        {"function": name, "options": {"year": task.meta.year} | dict(task.meta.parameters)}
        for task in tasks
        if task.meta.report in kinds
        for name in kinds[task.meta.report].prepare
    ]


def make_shared(warmth: Warmth) -> None:
    """Make the calls, each once for every set of parameters that its function takes.

    A fault in the data or the config is not for here: each report that meets it will say so.
    """
    done = set()
    for call in warmth.calls:
        module, name = call["function"].split(":")
        function = getattr(importlib.import_module(module), name)
        wanted = {
            key: one for key, one in call["options"].items() if key in inspect.signature(function).parameters
        }
        if (call["function"], repr(wanted)) not in done:
            done.add((call["function"], repr(wanted)))
            with contextlib.suppress(TotalPlaceError):
                function(**wanted)
