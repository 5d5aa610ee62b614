"""Time limits, interrupts, memory limits and deaths of forked kernels: the same errors as stock kernels give."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest
from kernel_runs import Runner

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.kernels import handle
from totalplace_lib.publish.kernels.handle import OwnedParent
from totalplace_lib.publish.kernels.limits import MEMORY_VARIABLE


def test_a_cell_that_takes_too_long_is_stopped_and_shown(run: Runner) -> None:
    result = run("while True: pass", "print('never')", execution_timeout=2)
    assert result.error.ename == "CellTimeoutError"  # type: ignore[union-attr]
    assert "took longer than 2 seconds" in result.outputs[-1]


def test_an_interrupt_reaches_the_cell(run: Runner) -> None:
    result = run("import time\ntime.sleep(60)", execution_timeout=2, interrupt_on_timeout=True)
    assert result.error.ename == "KeyboardInterrupt"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "death",
    ["import os; os.kill(os.getpid(), 9)", "import os; os._exit(3)", "import ctypes; ctypes.string_at(0)"],
    ids=["killed", "exit", "segmentation fault"],
)
def test_a_kernel_that_dies_is_shown_in_its_cell(run: Runner, parent: OwnedParent, death: str) -> None:
    result = run("'fine so far'", death, "print('never')")
    assert result.error.ename == "DeadKernelError"  # type: ignore[union-attr]
    assert result.error.exec_count == 3  # type: ignore[union-attr]
    assert "fine so far" in result.outputs[0]
    assert psutil.Process(parent.pid).status() != psutil.STATUS_ZOMBIE
    assert run("print('next')").error is None


def test_a_memory_limit_is_the_cells_own_error(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "200")
    big = "import numpy as np\nx = np.ones(100_000_000)"
    for adopted in (handle._adopted, []):  # a forked kernel, an ordinary one
        monkeypatch.setattr(handle, "_adopted", adopted)
        assert "MemoryError" in run(big).error.ename  # type: ignore[union-attr]
        assert run("x = bytearray(20_000_000)").error is None


def test_a_parent_with_threads_refuses_and_ordinary_kernels_are_used(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\n"
    )
    path = {"PYTHONPATH": str(tmp_path)}
    threaded = OwnedParent(("threaded",), os.environ | report_environment(tmp_path, tmp_path) | path)
    assert "python" in threaded.why_not().lower()
    threaded.close()
    monkeypatch.setattr(handle, "_adopted", [threaded])
    assert "Fork" not in str(run("print('made all the same')").error)
    assert "made all the same" in run("print('made all the same')").outputs[0]
