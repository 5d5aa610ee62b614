"""A batch: make what must be made, several at a time, and publish each report as soon as it is ready.

The driver is the only writer of the folder of reports. Workers give back bytes (execute.Made); one that dies
costs its own report only. Whatever happens, run.json, run.csv and index.html say what is true of the folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from pathlib import Path

from totalplace_lib import kept, project
from totalplace_lib.errors import TotalPlaceError, UsageError
from totalplace_lib.publish.crew import make_all, shared_with
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.folder import ReportFolder
from totalplace_lib.publish.lock import folder_lock
from totalplace_lib.publish.made import Conditions
from totalplace_lib.publish.own_files import LOGS
from totalplace_lib.publish.plan import Plan, Task
from totalplace_lib.publish.processes.limits import can_limit_memory
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.progress import Progress
from totalplace_lib.publish.record import RunRecord, State
from totalplace_lib.publish.warmth import modules_for


class InterruptedBatchError(TotalPlaceError):
    """The batch was stopped by the person who started it."""

    exit_code = 130


def run_batch(
    plan: Plan,
    out: Path,
    jobs: int | None = None,
    executor: Executor | None = None,
    *,
    force: bool = False,
    resume: bool = False,
    wait: bool = False,
    cell_seconds: int | None = None,
    memory_mb: int | None = None,
    progress: Progress | None = None,
) -> RunRecord:
    """Make the reports of the plan that are not right as they are, in the folder out, jobs at a time.

    jobs          default: one per core
    executor      any PEP 3148 executor, to run them elsewhere; jobs is then only for show
    force         make all, changed or not
    resume        count what the stopped batch had made as made by this one
    wait          wait for another batch in the same folder instead of raising UsageError
    cell_seconds  time limit of one cell
    memory_mb     what a report may use beyond what it starts with; UsageError where the system has no such limit
    Raises UsageError (folder in use), FolderError (disk full, read-only), KeptFileError (in it are files in the batch's
    own places that no batch has written), InterruptedBatchError (Ctrl-C).
    A report that fails raises nothing: see RunRecord.exit_code.
    """
    if memory_mb and not can_limit_memory():
        raise UsageError("A memory limit is possible on Linux only: leave it out.")
    jobs = jobs or os.cpu_count() or 1
    progress = progress or Progress()
    with folder_lock(out.resolve(), wait) as scratch, closing(progress):
        folder = ReportFolder(out.resolve(), plan)
        to_make = folder.begin(force, resume)
        kept.save()
        progress.begin(len(to_make), len(plan.tasks) - len(to_make), jobs)
        conditions = Conditions(project.home(), folder.out / LOGS, cell_seconds, memory_mb)
        record = None
        with _workers(to_make, jobs, executor, scratch) as chosen:
            is_stopped = _make(to_make, conditions, chosen, folder, progress)
            if to_make and executor is None and not is_stopped:
                record = folder.finish(jobs, chosen)  # a warm worker has counted already
        record = record or folder.finish(jobs)
        progress.end(record)
    if is_stopped:
        raise InterruptedBatchError(_how_to_resume(record, out))
    return record


def _make(
    tasks: Sequence[Task], conditions: Conditions, workers: Executor, folder: ReportFolder, progress: Progress
) -> bool:
    """Make and publish; True when Ctrl-C ended it."""
    try:
        for task, made in make_all(tasks, conditions, workers, progress.update):
            progress.done(folder.add(task, made))
    except KeyboardInterrupt:
        return True
    return False


@contextmanager
def _workers(
    tasks: Sequence[Task], jobs: int, executor: Executor | None, scratch: Path
) -> Iterator[Executor]:
    """The executor that was given, or our own, whose processes never outlive the batch."""
    if executor is not None:
        yield executor
        return
    environment = report_environment(project.home(), scratch)
    pool = ProcessPool(min(jobs, len(tasks)), os.environ | environment, modules_for(tasks), shared_with)
    try:
        yield pool
    finally:
        pool.kill()


def _how_to_resume(record: RunRecord, out: Path) -> str:
    left = record.count(State.NOT_RUN)
    return f"Stopped with {left} reports still to make. To make them: totalplace run --resume --out {out}"
