"""Executing the project's own notebooks as a batch does: in forks of a warm parent, which makes what they share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cell_runs import run_task
from nbformat import NotebookNode

from totalplace_lib.project import home
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.warmth import Call, modules_for, shared_calls

Execute = Callable[[ReportMeta], NotebookNode]


def task_of(meta: ReportMeta) -> Task:
    return Task(meta, home() / report_kinds()[meta.report].notebook)


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPool]:
    """One for all reports."""
    scratch = tmp_path_factory.mktemp("scratch")
    tasks = [task_of(ReportMeta("here", "Here", report, report)) for report in report_kinds()]
    path = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])}
    environment = os.environ | report_environment(home(), scratch) | path
    made = ProcessPool(1, environment, (*modules_for(tasks), "cell_runs"), shared_of)
    yield made
    made.kill()


def shared_of(function: object, args: tuple[object, ...]) -> list[Call]:
    """The task is the last of what run_task is told."""
    return shared_calls(args[0])  # type: ignore[arg-type]


@pytest.fixture
def execute(pool: ProcessPool, tmp_path: Path) -> Execute:
    """execute(meta) -> the executed notebook of the report, told the parameters of meta."""

    def run(meta: ReportMeta) -> NotebookNode:
        made: NotebookNode = pool.submit(run_task, task_of(meta), tmp_path / "executed.ipynb").result()
        return made

    return run
