"""Handing tasks to an executor and taking back what it made, in whatever order it comes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import Any

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.log import last_cell
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.processes import answer
from totalplace_lib.publish.processes.pool import in_fresh_process
from totalplace_lib.publish.startup import import_jsonschema_quickly
from totalplace_lib.publish.warmth import Call, shared_calls

_GLANCE = 0.25  # seconds between two looks at what is running

Glance = Callable[[Mapping[str, str]], None]


def make_all(
    tasks: Sequence[Task], conditions: Conditions, executor: Executor, glance: Glance
) -> Iterator[tuple[Task, Made]]:
    """Each task with what was made of it, as they finish. A lost worker is its own task's failure, no more.

    glance is told about four times a second what is running: report -> "cell 3 of 20".
    """
    futures = {executor.submit(work, task, conditions): task for task in tasks}
    while futures:
        done, _ = wait(futures, timeout=_GLANCE, return_when=FIRST_COMPLETED)
        glance(_running(futures, conditions.logs))
        for future in done:
            task = futures.pop(future)
            yield task, _made(task, future, conditions)


def work(task: Task, conditions: Conditions) -> Made:
    """What a worker runs. The driver itself imports neither papermill nor nbconvert.

    Cells need a process of their own: in one that does other things too, such as an executor's, they get another.
    """
    if not answer.is_for_one_call:
        environment = os.environ | report_environment(conditions.home, Path(tempfile.gettempdir()))
        made: Made = in_fresh_process(work, (task, conditions), environment)
        return made
    import_jsonschema_quickly()
    from totalplace_lib.publish.execute import make_report

    return make_report(task, conditions)


def shared_with(function: Callable[..., Any], args: tuple[Any, ...]) -> list[Call]:
    """What a report shares with others: a warm parent makes it once, before the first report that needs it."""
    return shared_calls(args[0]) if function is work else []


def _made(task: Task, future: Future[Made], conditions: Conditions) -> Made:
    error = future.exception()
    if error is None:
        return future.result()
    from totalplace_lib.publish.execute import stopped_report

    where = last_cell(conditions.logs, task.meta) if conditions.logs else ""
    during = f" (during {where})" if where else ""
    return stopped_report(task, f"{type(error).__name__}: {error}{during}")


def _running(futures: Mapping[Future[Made], Task], logs: Path | None) -> dict[str, str]:
    running = [task for future, task in futures.items() if future.running()]
    return {task.meta.id: last_cell(logs, task.meta) if logs else "running" for task in running}
