"""The cells' own work: all reports' cells, one after another, in one shell of one warm process.

Imports and the first figure are done before the clock starts; what reports share is made once, by the first of
them. Left out are kernels, messages, saving, rendering, checks and downloads: no batch can be quicker than this
divided by the cores.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from totalplace_lib.publish.kernels.warm import warm_up
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.warmth import modules_for


def run_all(tasks: Sequence[Task]) -> tuple[float, float]:
    """Seconds and processor seconds of the cells of all tasks."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    warm_up(modules_for(tasks))
    shell = InteractiveShell.instance()
    shell.display_formatter.active_types = shell.display_formatter.format_types
    seconds, cpu = time.perf_counter(), time.process_time()
    for task in tasks:
        notebook = parameterize_notebook(load_notebook_node(str(task.notebook)), dict(task.meta.parameters))
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with capture_output():
                    shell.run_cell(cell.source, store_history=False).raise_error()
    return time.perf_counter() - seconds, time.process_time() - cpu
