"""The papermill engine "totalplace".

In a process of a batch, which makes one report and ends, the cells run right there (shell.py): no kernel, no messages.
Elsewhere (papermill --engine totalplace in.ipynb out.ipynb) papermill's own client and kernel run them, with two things
added: each stream of a cell is one output, and a kernel that dies or a cell that takes too long shows as the error of
the cell that was running, so that papermill keeps and highlights it. (Parameters that a notebook of ours does not have
are refused when it imports the library, by whatever engine.)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from nbclient.client import _RGX_CARRIAGERETURN
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, v4
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from totalplace_lib.publish.shell import LANGUAGE, Cells, Message, cells_here

ENGINE = "totalplace"
Started = Callable[[int, int], None]


class ReportEngine(NBClientEngine):  # type: ignore[misc]
    """Registered by entry point as the papermill engine "totalplace"."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        execution_timeout: int | None = None,
        cell_started: Started | None = None,
        **options: Any,
    ) -> None:
        """As papermill's own engine. cell_started(number, of), called when a cell begins, asks for cells that run in
        this process, which should make nothing else."""
        if cell_started:
            folder = options["resources"]["metadata"]["path"]
            ReportClient(nb_man, timeout=execution_timeout, kernel_name=kernel_name).run(folder, cell_started)
            return
        try:
            super().execute_managed_notebook(
                nb_man, kernel_name, execution_timeout=execution_timeout, coalesce_streams=True, **options
            )
        except (DeadKernelError, CellTimeoutError) as error:
            _show(nb_man, error)


def _show(nb_man: Any, error: Exception) -> None:
    """The error becomes an output of the cell that ran when it came."""
    begun = [
        cell for cell in nb_man.nb.cells if cell.cell_type == "code" and cell.metadata.papermill.start_time
    ]
    if not begun:
        raise error
    name, text = type(error).__name__, str(error).strip().splitlines()[0]
    begun[-1].outputs.append(v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"]))
    begun[-1].execution_count = sum(1 for cell in begun if cell.source.strip())
    nb_man.cell_exception(begun[-1])


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client without a kernel: what it makes of a kernel's messages it makes of the shell's."""

    _cells: Cells
    _running: tuple[NotebookNode, int]

    def run(self, folder: str, started: Started) -> None:
        """Run all cells in this process, up to the first error."""
        self._started = started
        self.reset_execution_trackers()
        with cells_here(self._receive, folder) as self._cells:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = LANGUAGE

    def _receive(self, message: Message) -> None:
        self.process_message(message, *self._running)

    def execute_cell(self, cell: NotebookNode, cell_index: int, *_: Any, **__: Any) -> NotebookNode:
        """Run one cell; CellExecutionError as nbclient raises it."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self._started(cell_index + 1, len(self.nb.cells))
        self._running = cell, cell_index
        cell.outputs = []
        self.clear_before_next_output = False
        reply = self._cells.run(cell.source, self._get_timeout(cell))
        self.code_cells_executed += 1
        cell.execution_count = reply["execution_count"]
        cell.outputs = _one_of_each_stream(cell.outputs)
        may_fail = self.allow_errors or "raises-exception" in cell.metadata.get("tags", [])
        if reply["status"] == "error" and not may_fail:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell


def _one_of_each_stream(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What nbclient makes of them (coalesce_streams): all a cell prints in one output where the first of it stood,
    standard output before errors, what a carriage return overwrites left out."""
    streams: dict[str, NotebookNode] = {}
    kept = []
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        kept.append(output)
    for stream in streams.values():
        stream.text = _RGX_CARRIAGERETURN.sub("", stream.text)
    for number, (one, other) in enumerate(itertools.pairwise(kept)):
        if (one.get("name"), other.get("name")) == ("stderr", "stdout"):
            kept[number : number + 2] = [other, one]
            break
    return kept
