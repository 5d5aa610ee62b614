"""Whatever is killed, and when: no process stays, and a resumed batch equals one that was never stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from toy_project import READS_TABLE, ToyProject, snapshot

from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.folder import plan_to_resume
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.record import State, record_from

T = TypeVar("T")
ROUNDS = int(os.environ.get("TOTALPLACE_KILLS", "3"))  # twenty were shown: see docs/how-to-batch.md
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only"),
]

DRIVER = """
import sys
from pathlib import Path
from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.plan import make_plan
from totalplace_lib.publish.selection import Selection
plan = make_plan([Selection([f"place-{n}" for n in range(6)], ["count"])], str.title)
try:
    record = run_batch(plan, Path(sys.argv[1]), jobs=2)
except TotalPlaceError as error:
    sys.exit(f"totalplace: {error}")
sys.exit(record.exit_code)
"""
SLOW_CELL = "import time\ntime.sleep(0.4)\n'Done.'"
GATE_CELL = (
    "import time\nfrom pathlib import Path\nwhile not Path({!r}).exists():\n    time.sleep(0.02)\n'Done.'"
)


@pytest.fixture
def toy(toy_project: ToyProject) -> ToyProject:
    """Reports that take about a second, so that there is something to kill."""
    toy_project.notebook("count", READS_TABLE, SLOW_CELL, SLOW_CELL)
    return toy_project


@pytest.fixture
def gate(toy_project: ToyProject) -> Path:
    """Until this file is there no report is done, however slow the machine is to do what it is told."""
    path = toy_project.home / "gate"
    toy_project.notebook("count", READS_TABLE, GATE_CELL.format(str(path)))
    return path


def start(out: Path, scratch: Path | None = None) -> psutil.Popen:
    """scratch: where it keeps temporary files, which must be a short path for sockets; the system's place by default."""
    return psutil.Popen(
        [sys.executable, "-c", DRIVER, str(out)],
        env=os.environ | ({"TMPDIR": str(scratch)} if scratch else {}),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_ctrl_c,
    )


def _hear_ctrl_c() -> None:
    """Where the tests themselves run in the background, a shell has told them to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(family: Callable[[], list[psutil.Process]], seconds: float = 600) -> list[psutil.Process]:
    end = time.monotonic() + seconds
    while not (found := family()) and time.monotonic() < end:
        time.sleep(0.05)
    assert found, "it did not begin in time"
    return found


def parent_of(driver: psutil.Process) -> list[psutil.Process]:
    return [one for one in children_of(driver) if "processes.parent" in " ".join(told(one.cmdline, []))]


def workers_of(driver: psutil.Process) -> list[psutil.Process]:
    return [child for one in parent_of(driver) for child in children_of(one)]


def children_of(process: psutil.Process) -> list[psutil.Process]:
    return [
        one for one in told(process.children, []) if told(one.status, "") not in ("", psutil.STATUS_ZOMBIE)
    ]


def told(ask: Callable[[], T], otherwise: T) -> T:
    """What the system says of a process, which may end at any moment."""
    try:
        return ask()
    except psutil.NoSuchProcess:
        return otherwise


def assert_gone(processes: list[psutil.Process], seconds: float = 600) -> None:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_killed_driver_takes_everything_with_it(toy_project: ToyProject, gate: Path) -> None:
    toy, driver = toy_project, start(toy_project.out)
    family = [*wait_for(lambda: workers_of(driver)), *parent_of(driver)]
    driver.kill()
    assert_gone(family)
    gate.touch()
    record = run_batch(plan_to_resume(toy.out), toy.out, jobs=2, resume=True)
    assert record.count(State.MADE) == 6


def test_a_killed_parent_costs_no_report(toy_project: ToyProject, gate: Path) -> None:
    toy, driver = toy_project, start(toy_project.out)
    family = wait_for(lambda: workers_of(driver))
    parent_of(driver)[0].kill()
    assert_gone(family)
    gate.touch()
    assert driver.wait(600) == 0
    assert record_from((toy.out / "run.json").read_text()).count(State.MADE) == 6


@pytest.mark.usefixtures("gate")
def test_ctrl_c_stops_all_at_once_and_says_how_to_go_on(toy_project: ToyProject) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="k-"))  # of its own: others may use the system's at the same time
    toy, driver = toy_project, start(toy_project.out, scratch)
    family = [*wait_for(lambda: workers_of(driver)), *parent_of(driver)]
    driver.send_signal(signal.SIGINT)
    assert driver.wait(600) == 1
    assert_gone(family)
    assert "totalplace run --resume --out" in driver.stderr.read()
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
    assert record_from((toy.out / "run.json").read_text()).count(State.NOT_RUN) > 0


def test_kills_at_random_moments_then_resumed_equal_a_clean_run(toy: ToyProject) -> None:
    clean = toy.out.with_name("clean")
    driver = start(clean)
    assert driver.wait(600) == 0
    chance = random.Random(2010)
    for round_number in range(ROUNDS):
        out = toy.out.with_name(f"killed-{round_number}")
        _kill_something(start(out), chance)
        run_batch(plan_to_resume(out), out, jobs=2, resume=True)
        assert snapshot(out) == snapshot(clean), f"round {round_number}"
        assert not list((out / ".batch" / "staging").glob("*"))


def _kill_something(driver: psutil.Popen, chance: random.Random) -> None:
    """The driver, the parent or a worker, at a random moment of the batch; then the driver, so that it must resume."""
    wait_for(lambda: parent_of(driver))
    time.sleep(chance.uniform(0.5, 4))
    victims = {"driver": [driver], "parent": parent_of(driver), "worker": workers_of(driver)}
    for victim in victims[chance.choice(list(victims))][:1]:
        told(victim.kill, None)
    time.sleep(chance.uniform(0, 0.5))
    family = [*workers_of(driver), *parent_of(driver)] if driver.is_running() else []
    driver.kill()
    driver.wait()
    assert_gone(family)
