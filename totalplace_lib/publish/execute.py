"""One report, start to end, in whatever process it is called in: run the notebook, render, give back bytes.

Nothing is written into the folder of reports but the log: the driver of the batch publishes what comes back
(files.py), so that a killed worker leaves nothing half written and a worker may sit on another machine.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from totalplace_lib import project
from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.data_version import version_of
from totalplace_lib.publish.downloads import write_downloads
from totalplace_lib.publish.engine import ENGINE
from totalplace_lib.publish.log import report_log
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.normalise import normalise, without_process_number
from totalplace_lib.publish.page_checks import check_report, demand
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.portable import portable
from totalplace_lib.publish.processes.limits import limited_memory
from totalplace_lib.publish.record import State
from totalplace_lib.publish.render import render_notebook

KERNEL = "python3"  # the environment's own, whatever kernel name an analyst's JupyterLab left in the notebook
LONGEST_MESSAGE = 500


def make_report(task: Task, conditions: Conditions) -> Made:
    """Run the cells in this process, render, check and give back one report. For a process that makes nothing else.

    A cell's error or a faulty page is a result, not an exception.
    """
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="tp-") as name,
        report_log(conditions.logs, task.meta) as log,
        project.noting_reads() as noted,
    ):
        with limited_memory(conditions.memory_mb):
            error = _cell_error(task, conditions, Path(name) / "report.ipynb", log.cell)
        executed = normalise(nbformat.read(Path(name) / "report.ipynb", as_version=4))
        reads = tuple(sorted(noted))
        version = version_of(reads)
        task = replace(task, meta=replace(task.meta, data_version=version))
        if error:
            made = _failed(task, executed, f"{error.ename}: {error.evalue}", error.exec_count)
            log.write("\n".join(error.traceback))
        else:
            made = _left_early(task, executed) or finished(task, executed, Path(name))
        log.write(f"{made.state} {made.message}".strip())
        return replace(made, seconds=time.perf_counter() - began, reads=reads, data_version=version)


def stopped_report(task: Task, message: str) -> Made:
    """What is kept of a report whose process was lost: the notebook as it was, with the reason above it."""
    notebook = normalise(nbformat.read(task.notebook, as_version=4))
    reason = nbformat.v4.new_markdown_cell(f"**This report could not be made.** {message}")
    notebook.cells.insert(0, reason)
    return Made(State.FAILED, 0.0, {task.meta.failed_notebook: _bytes(normalise(notebook))}, message=message)


def _cell_error(
    task: Task, conditions: Conditions, output: Path, started: Callable[[int, int], None]
) -> PapermillExecutionError | None:
    """Execute the notebook into output; the error that ended it, if one has."""
    try:
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
    except PapermillExecutionError as error:
        return error
    return None


def finished(task: Task, executed: NotebookNode, folder: Path) -> Made:
    """The page and downloads of a notebook that has run, or what makes it unfit. folder: for the downloads, empty."""
    try:
        page = render_notebook(executed, task.meta)
        demand(task.meta.page, check_report(executed, page))
        downloads = _downloads(task, executed, folder / task.meta.folder)
    except TotalPlaceError as error:
        return _failed(task, executed, str(error))
    notebook = {task.meta.notebook: _bytes(portable(executed))}
    return Made(State.MADE, 0.0, notebook | downloads | {task.meta.page: page.encode()})


def _downloads(task: Task, executed: NotebookNode, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    written = write_downloads(executed, folder, task.meta)
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in written}


def _left_early(task: Task, executed: NotebookNode) -> Made | None:
    """The failure of a notebook whose cell has left with sys.exit(0), which papermill takes for its end."""
    for number, cell in enumerate(executed.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            ran = [one.execution_count for one in executed.cells if one.get("execution_count")]
            why = f"SystemExit: a cell has left the notebook; cell {number} and what follows has not run"
            return _failed(task, executed, why, max(ran, default=None))
    return None


def _failed(task: Task, executed: NotebookNode, why: str, cell: int | None = None) -> Made:
    files = {task.meta.failed_notebook: _bytes(executed)}
    return Made(State.FAILED, 0.0, files, cell=cell, message=_one_line(why))


def _bytes(executed: NotebookNode) -> bytes:
    text: str = nbformat.writes(executed, version=4)
    return (text + "\n").encode()


def _one_line(text: str) -> str:
    line = " ".join(without_process_number(text).split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"
