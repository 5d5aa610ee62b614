"""Five hundred reports in a row: no memory, descriptor, process, socket or temporary file is left behind."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path

import psutil
import pytest
from cell_runs import eventually
from toy_project import ToyProject

from totalplace_lib.publish.crew import shared_with, work
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.made import Conditions
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.record import State
from totalplace_lib.publish.warmth import modules_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only"),
]
REPORTS, SETTLED = (
    int(os.environ.get("TOTALPLACE_REPORTS", "90")),
    45,
)  # by then all that is kept on purpose is there
MEGABYTE = 1024 * 1024


def held(process: psutil.Process) -> tuple[int, int, int]:
    """Descriptors, threads, children."""
    return process.num_fds(), process.num_threads(), len(process.children())


def has_no_child(process: psutil.Process) -> bool:
    return not process.children()


def own_memory(process: psutil.Process) -> int:
    return int(process.memory_full_info().uss)


def test_nothing_grows(toy_project: ToyProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))  # others may use the system's at the same time
    already = psutil.Process().children()  # a warm parent of another test may wait for its next kernel
    plan = toy_project.plan(*[f"place-{number}" for number in range(REPORTS)])
    environment = os.environ | report_environment(toy_project.home, tmp_path)
    pool = ProcessPool(2, environment, modules_for(plan.tasks), shared_with)
    conditions = Conditions(toy_project.home, None)
    try:
        for number, task in enumerate(plan.tasks):
            together = [
                pool.submit(work, task, conditions) for _ in range(1 if number else 2)
            ]  # both threads begin
            assert {made.result().state for made in together} == {State.MADE}
            if number == SETTLED:
                parent, driver = psutil.Process(pool._parent.pid), psutil.Process()  # type: ignore[union-attr]
                assert eventually(partial(has_no_child, parent))
                before = held(parent), held(driver), own_memory(parent), own_memory(driver)
        assert eventually(lambda: (held(parent), held(driver)) == before[:2])
        assert own_memory(parent) - before[2] < 5 * MEGABYTE
        assert own_memory(driver) - before[3] < 5 * MEGABYTE
        assert list(tmp_path.glob("tp-*")) == []
        assert list(own.iterdir()) == []
    finally:
        pool.kill()
    assert psutil.Process().children() == already
