"""Time limits, memory limits and deaths: what they do to a cell, and that they do it to no other report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cell_runs import Runner, make_notebook, run_notebook

from totalplace_lib.publish import shell
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.processes.answer import WorkerDiedError
from totalplace_lib.publish.processes.limits import limited_memory
from totalplace_lib.publish.processes.pool import ProcessPool, WarmParent


def test_a_cell_that_takes_too_long_is_stopped_and_shown(run: Runner) -> None:
    for cell in ("while True: pass", "import time\ntime.sleep(6000)", STUBBORN):
        result = run(cell, "print('never')", execution_timeout=1)
        assert result.error == "CellTimeoutError"
        assert "took longer than 1 seconds" in result.outputs[-1]
    assert run("1", execution_timeout=600).error == ""


STUBBORN = "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass"


def test_a_cell_that_cannot_be_stopped_ends_its_process(parent: WarmParent, tmp_path: Path) -> None:
    deaf = "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\ntime.sleep(600)"
    with pytest.raises(WorkerDiedError, match="exit code 1"):
        parent.call(with_little_grace, (make_notebook(tmp_path, deaf),))


def with_little_grace(source: Path) -> None:
    shell._GRACE = 1
    run_notebook(source, "totalplace", True, {"execution_timeout": 1})


@pytest.mark.parametrize(
    ("death", "how"),
    [
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL"),
        ("import os; os._exit(3)", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
    ],
    ids=["killed", "exit", "segmentation fault"],
)
def test_a_process_that_dies_costs_its_own_report(run: Runner, death: str, how: str) -> None:
    with pytest.raises(WorkerDiedError, match=how):
        run("'fine so far'", death, "print('never')")
    assert run("print('next')").error == ""


@pytest.mark.parametrize("leaving", ["exit()", "quit()", "import sys\nsys.exit(3)", "raise SystemExit('no')"])
def test_leaving_is_an_error_of_the_cell(run: Runner, leaving: str) -> None:
    result = run("'fine so far'", leaving, "print('never')")
    assert result.error in ("EarlyExit", "SystemExit")
    assert result.cell == 3
    assert "never" not in str(result.outputs)


def test_a_memory_limit_is_the_cells_own_error(parent: WarmParent, tmp_path: Path) -> None:
    big = make_notebook(tmp_path, "import numpy as np\nx = np.ones(100_000_000)")
    assert "MemoryError" in parent.call(in_little_memory, (big,))
    assert parent.call(in_little_memory, (make_notebook(tmp_path, "x = bytearray(20_000_000)"),)) == ""


def in_little_memory(source: Path) -> str:
    with limited_memory(200):
        return run_notebook(source, "totalplace", True, {}).error


def test_with_threads_nothing_is_forked_and_fresh_processes_do_the_same(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\n"
    )
    path = {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    environment = os.environ | report_environment(tmp_path, tmp_path) | path
    source = make_notebook(tmp_path, "print('made all the same')")
    with ProcessPool(1, environment, ["threaded"]) as pool:
        made = pool.submit(run_notebook, source, "totalplace", True, {}).result()
        assert pool._parent and "another thread" in pool._parent.why_not()
    assert "made all the same" in made.outputs[0]
