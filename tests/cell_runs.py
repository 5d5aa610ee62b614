"""Running small notebooks and looking at what they gave."""

from __future__ import annotations

import json
import os
import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from totalplace_lib.project import home
from totalplace_lib.publish.plan import Task


@dataclass(frozen=True)
class Run:
    """An executed notebook and the error that ended it."""

    notebook: NotebookNode
    error: str = ""
    cell: int | None = None

    @property
    def outputs(self) -> list[str]:
        """All outputs as text, without what differs between any two processes."""
        return [
            stable(json.dumps(output, sort_keys=True))
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
        ]


def stable(text: str) -> str:
    """Addresses, process numbers and random ids replaced."""
    text = re.sub(r"0x[0-9a-f]{6,}", "ADDRESS", text)
    text = re.sub(r"[^\s'\"]*ipykernel_\d+/\d+", "CELL", text)
    text = re.sub(r"\b(pid=|T_|uuid=|model_id': ')[0-9a-f]+", r"\1ID", text)
    return re.sub(r"\b[mp][0-9a-f]{10}\b|<dc:date>[^<]*", "SVG", text)


# Kernels of tests are reached through files: between choosing ports and opening them another process may be quicker.
NO_PORTS = Config({"KernelManager": {"transport": "ipc"}})


def make_notebook(folder: Path, *cells: str) -> Path:
    """A notebook of these cells, the first one tagged as parameters."""
    nodes = [nbformat.v4.new_code_cell(textwrap.dedent(cell)) for cell in ("k = 1", *cells)]
    nodes[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=nodes)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "in.ipynb"
    nbformat.write(notebook, path)
    return path


def eventually(is_so: Callable[[], bool], seconds: float = 600) -> bool:
    """Whether it becomes so: at once on an idle machine, later on a busy one."""
    end = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def run_notebook(source: Path, engine: str, here: bool, options: dict[str, object]) -> Run:
    """Execute it; here: the cells in this process, as a batch does."""
    output = source.with_name("out.ipynb")
    if here:
        options = {
            "resources": {"metadata": {"path": str(source.parent)}},
            "cell_started": nothing,
            **options,
        }
    try:
        papermill.execute_notebook(source, output, engine_name=engine, progress_bar=False, **options)
    except PapermillExecutionError as error:
        return Run(nbformat.read(output, as_version=4), error.ename, error.exec_count)
    return Run(nbformat.read(output, as_version=4))


def run_task(task: Task, output: Path) -> NotebookNode:
    """The task's notebook, executed in this process; PapermillExecutionError where a cell fails."""
    return papermill.execute_notebook(
        task.notebook,
        output,
        dict(task.meta.parameters),
        engine_name="totalplace",
        kernel_name="python3",
        progress_bar=False,
        resources={"metadata": {"path": str(home())}},
        cell_started=nothing,
    )


def note(word: str) -> None:
    """For whoever looks at the file NOTES."""
    with Path(os.environ["NOTES"]).open("a", encoding="utf-8") as notes:
        notes.write(f"{word}\n")


def nothing(number: int, of: int) -> None:
    """A cell begins."""


Runner = Callable[..., Run]
