"""Executing the project's own notebooks as a batch does: on forks of one warm parent, which makes what they share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import papermill
import pytest
from nbformat import NotebookNode

from totalplace_lib.project import home
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.kernels import handle
from totalplace_lib.publish.kernels.handle import OwnedParent, can_fork
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.warmth import modules_for, shared_calls

Execute = Callable[[ReportMeta], NotebookNode]


def task_of(meta: ReportMeta) -> Task:
    return Task(meta, home() / report_kinds()[meta.report].notebook)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnedParent | None]:
    """One parent for all reports of a module; none where kernels cannot be forked: ordinary ones do the same."""
    if not can_fork():
        yield None
        return
    scratch = tmp_path_factory.mktemp("scratch")
    tasks = [task_of(ReportMeta("here", "Here", report, report)) for report in report_kinds()]
    parent = OwnedParent(modules_for(tasks), os.environ | report_environment(home(), scratch))
    assert parent.why_not() == ""
    yield parent
    parent.close()


@pytest.fixture
def execute(warm: OwnedParent | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Execute:
    """execute(meta) -> the executed notebook of the report, told the parameters of meta."""
    for name, value in report_environment(home(), tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(handle, "_adopted", [warm] if warm else [])

    def run(meta: ReportMeta) -> NotebookNode:
        task = task_of(meta)
        if warm:
            assert warm.fork("builtins:print", {}, shared=shared_calls(task)).wait() == 0
        return papermill.execute_notebook(
            task.notebook,
            tmp_path / "executed.ipynb",
            dict(meta.parameters),
            engine_name="totalplace",
            kernel_name="python3",
            progress_bar=False,
        )

    return run

