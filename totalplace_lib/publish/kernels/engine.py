"""The papermill engine "totalplace": papermill's own client with quick starts and errors that always show.

A kernel that dies and a cell that takes too long become an error output of the cell that was running, so
that papermill keeps and highlights them like any other error. A kernel that never started is
KernelStartError, the only error worth a second try.

Also for plain papermill: papermill --engine totalplace in.ipynb out.ipynb
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, v4
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger
from zmq import ZMQError

from totalplace_lib.injected import check
from totalplace_lib.publish.kernels.manager import ReportKernelManager

ENGINE = "totalplace"


class KernelStartError(RuntimeError):
    """The kernel did not start: nothing of the notebook has run, so that a second try is safe."""


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client; when a kernel dies or a cell takes too long, the running cell carries the error."""

    _running: NotebookNode | None = None

    def execute(self, **kwargs: Any) -> NotebookNode:
        """Run all cells, up to the first error."""
        self.reset_execution_trackers()
        with tempfile.TemporaryDirectory(prefix="tp-") as folder, ExitStack() as stack:
            self.km = self.create_kernel_manager()
            self.km.use_folder(Path(folder))
            try:
                stack.enter_context(self.setup_kernel(cleanup_kc=True, **kwargs))
            except (RuntimeError, OSError, ZMQError) as error:
                raise KernelStartError(str(error)) from error
            try:
                self.papermill_execute_cells()
                self.nb.metadata["language_info"] = self._language()
                self.set_widgets_metadata()
            except (DeadKernelError, CellTimeoutError) as error:
                self._show(error)
        executed: NotebookNode = self.nb
        return executed

    def _language(self) -> dict[str, Any]:
        info = self.wait_for_reply(self.kc.kernel_info())
        language: dict[str, Any] = info["content"]["language_info"]
        return language

    def _show(self, error: Exception) -> None:
        if self._running is None:
            raise error
        name, text = type(error).__name__, str(error).strip().splitlines()[0]
        if isinstance(error, CellTimeoutError):
            text = f"the cell took longer than {self.timeout} seconds"
        shown = v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
        self._running.outputs.append(shown)
        self._running.execution_count = self.code_cells_executed
        self.nb_man.cell_exception(self._running)

    def watch(self, started: Callable[[int, int], None] | None) -> None:
        """Call started(number, of) when a code cell begins."""
        total = len(self.nb.cells)

        def on_start(cell: NotebookNode, cell_index: int) -> None:
            if cell.cell_type == "code":
                self._running = cell
                if started:
                    started(cell_index + 1, total)

        self.on_cell_start = on_start


class ReportEngine(NBClientEngine):  # type: ignore[misc]
    """Registered by entry point as the papermill engine "totalplace"."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        cell_started: Callable[[int, int], None] | None = None,
        **options: Any,
    ) -> NotebookNode:
        """As papermill's own engine; cell_started(number, of) is called when a cell begins."""
        options.pop("input_path", None)
        check([cell.source for cell in nb_man.nb.cells if cell.cell_type == "code"])
        client = ReportClient(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=ReportKernelManager,
            shutdown_kernel="immediate",
            coalesce_streams=True,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **options,
        )
        client.watch(cell_started)
        return client.execute()
