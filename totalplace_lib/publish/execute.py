"""One report, start to end, in whatever process it is called in: run the notebook, render, give back bytes.

Nothing is written into the folder of reports but the log: the driver of the batch publishes what comes back
(files.py), so that a killed worker leaves nothing half written and a worker may sit on another machine.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.checks import check_report, demand
from totalplace_lib.publish.data_version import version_of
from totalplace_lib.publish.downloads import write_downloads
from totalplace_lib.publish.kernels.engine import ENGINE, KernelStartError
from totalplace_lib.publish.kernels.limits import MEMORY_VARIABLE
from totalplace_lib.publish.log import ReportLog, report_log
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.normalise import normalise, without_process_number
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.record import State
from totalplace_lib.publish.render import render_notebook

KERNEL = "python3"  # the environment's own, whatever kernel name an analyst's JupyterLab left in the notebook
LONGEST_MESSAGE = 500


def make_report(task: Task, conditions: Conditions) -> Made:
    """Run, render, check and give back one report. A cell's error or a faulty page is a result, not an exception.

    Raises KernelStartError when no kernel could be started, twice.
    """
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="tp-") as name,
        report_log(conditions.logs, task.meta) as log,
        _told_to_kernels(Path(name) / "reads", conditions) as reads,
    ):
        error = _run(task, conditions, Path(name) / "report.ipynb", log)
        executed = normalise(nbformat.read(Path(name) / "report.ipynb", as_version=4))
        version = version_of(reads())
        task = replace(task, meta=replace(task.meta, data_version=version))
        made = _failed(task, executed, error) if error else finished(task, executed, Path(name))
        if error:
            log.write("\n".join(error.traceback))
        log.write(f"{made.state} {made.message}".strip())
        return replace(made, seconds=time.perf_counter() - began, reads=reads(), data_version=version)


def stopped_report(task: Task, message: str) -> Made:
    """What is kept of a report whose process was lost: the notebook as it was, with the reason above it."""
    notebook = normalise(nbformat.read(task.notebook, as_version=4))
    reason = nbformat.v4.new_markdown_cell(f"**This report could not be made.** {message}")
    notebook.cells.insert(0, reason)
    return Made(State.FAILED, 0.0, {task.meta.failed_notebook: _bytes(normalise(notebook))}, message=message)


@contextmanager
def _told_to_kernels(notes: Path, conditions: Conditions) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Kernels inherit where project.py notes what is read, and their memory limit. Gives what was read so far."""
    told = {"TOTALPLACE_READS": os.fspath(notes), MEMORY_VARIABLE: str(conditions.memory_mb or 0)}
    os.environ.update(told)
    try:
        yield lambda: tuple(sorted(set(notes.read_text("utf-8").splitlines()))) if notes.is_file() else ()
    finally:
        for name in told:
            del os.environ[name]


def _run(task: Task, conditions: Conditions, output: Path, log: ReportLog) -> PapermillExecutionError | None:
    """The notebook's error, if it has one. A kernel that does not start is tried once more."""
    try:
        return _cell_error(task, conditions, output, log)
    except KernelStartError as error:
        log.write(f"the kernel did not start, trying once more: {error}")
        return _cell_error(task, conditions, output, log)


def _cell_error(
    task: Task, conditions: Conditions, output: Path, log: ReportLog
) -> PapermillExecutionError | None:
    try:
        _execute(task, conditions, output, log.cell)
    except PapermillExecutionError as error:
        return error
    return None


def _execute(task: Task, conditions: Conditions, output: Path, started: Callable[[int, int], None]) -> None:
    papermill.execute_notebook(
        task.notebook,
        output,
        parameters=dict(task.meta.parameters),
        engine_name=ENGINE,
        kernel_name=KERNEL,
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        execution_timeout=conditions.cell_seconds,
        cell_started=started,
        resources={"metadata": {"path": os.fspath(conditions.home)}},
    )


def finished(task: Task, executed: NotebookNode, folder: Path) -> Made:
    """The page and downloads of a notebook that has run, or what makes it unfit. folder: for the downloads, empty."""
    try:
        page = render_notebook(executed, task.meta)
        demand(task.meta.page, check_report(executed, page))
        downloads = _downloads(task, executed, folder / task.meta.folder)
    except TotalPlaceError as error:
        return Made(
            State.FAILED, 0.0, {task.meta.failed_notebook: _bytes(executed)}, message=_one_line(str(error))
        )
    notebook = {task.meta.notebook: _bytes(executed)}
    return Made(State.MADE, 0.0, notebook | downloads | {task.meta.page: page.encode()})


def _downloads(task: Task, executed: NotebookNode, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    written = write_downloads(executed, folder, task.meta)
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in written}


def _failed(task: Task, executed: NotebookNode, error: PapermillExecutionError) -> Made:
    message = _one_line(f"{error.ename}: {error.evalue}")
    return Made(
        State.FAILED,
        0.0,
        {task.meta.failed_notebook: _bytes(executed)},
        cell=error.exec_count,
        message=message,
    )


def _bytes(executed: NotebookNode) -> bytes:
    text: str = nbformat.writes(executed, version=4)
    return (text + "\n").encode()


def _one_line(text: str) -> str:
    line = " ".join(without_process_number(text).split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"
