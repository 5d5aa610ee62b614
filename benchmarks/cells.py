"""The reports' own work, one after another, in one shell of one warm process: no batch can be quicker than this
divided by the cores.

Imports and the first figure are done before the clock starts; what reports share is made once, by the first of
them. Left out are kernels, messages and saving; without `whole` also pages, checks and downloads.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from totalplace_lib.publish.execute import finished
from totalplace_lib.publish.normalise import normalise
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.processes.warm import warm_up
from totalplace_lib.publish.record import State
from totalplace_lib.publish.warmth import modules_for


def run_all(tasks: Sequence[Task], *, whole: bool) -> tuple[float, float]:
    """Seconds and processor seconds of the cells of all tasks; whole: with pages, checks and downloads."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    warm_up(modules_for(tasks))
    shell = InteractiveShell.instance()
    shell.display_formatter.active_types = shell.display_formatter.format_types
    results = shell.display_trap.hook = CapturingDisplayHook(shell)
    seconds, cpu = time.perf_counter(), time.process_time()
    for task in tasks:
        notebook = parameterize_notebook(load_notebook_node(str(task.notebook)), dict(task.meta.parameters))
        for cell in notebook.cells:
            if cell.cell_type == "code":
                results.outputs.clear()
                with capture_output() as captured:
                    shell.run_cell(cell.source, store_history=False).raise_error()
                shown = [(one.data, one.metadata) for one in captured.outputs]
                shown += [(one["data"], one["metadata"]) for one in results.outputs]
                cell.outputs = [
                    nbformat.v4.new_output("display_data", data, metadata=more or {}) for data, more in shown
                ]
        if whole:
            _finish(task, notebook)
    return time.perf_counter() - seconds, time.process_time() - cpu


def run_whole(tasks: Sequence[Task]) -> tuple[float, float]:
    """run_all with pages, checks and downloads, for a pool of processes."""
    return run_all(tasks, whole=True)


def _finish(task: Task, notebook: NotebookNode) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = finished(task, normalise(notebook), Path(folder))
    if made.state is not State.MADE:
        raise RuntimeError(f"{task.meta.id}: {made.message}")
