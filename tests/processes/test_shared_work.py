"""What reports share is made in the warm parent, between forks, and costs nobody else their report."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest
from cell_runs import note
from toy_project import ToyProject

from totalplace_lib.publish import catalogue
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.processes.pool import ParentLostError, WarmParent
from totalplace_lib.publish.record import State
from totalplace_lib.publish.warmth import Call

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only"),
]

MODULE = """
import os, threading, time

def note(word):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(word + "\\n")

def long(name):
    for step in range(100_000):
        note(f"{name} {step}")
        time.sleep(0.1)
        yield

def quick(name):
    note(f"{name} quick")

def threaded(place):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()

def leave(place):
    os._exit(3)
"""


def call(function: str, **options: str) -> Call:
    return {"function": f"shared_by_test:{function}", "options": options}


class Desk:
    """A warm parent that knows the module, and what was noted by it and its children."""

    def __init__(self, folder: Path) -> None:
        (folder / "shared_by_test.py").write_text(MODULE)
        self._notes = folder / "notes"
        path = os.pathsep.join(
            [str(folder), str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        )
        own = {"PYTHONPATH": path, "NOTES": str(self._notes)}
        self.parent = WarmParent((), os.environ | report_environment(folder, folder) | own)

    @property
    def notes(self) -> list[str]:
        return self._notes.read_text().splitlines() if self._notes.exists() else []

    def fork(self, word: str, *shared: Call) -> None:
        self.parent.call(note, (f"child {word}",), shared)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    assert made.parent.why_not() == ""
    yield made
    made.parent.close()


def test_it_is_made_once_and_before_the_child(desk: Desk) -> None:
    for word in ("one", "two"):
        desk.fork(word, call("quick", name="a"), call("quick", name="b"))
    assert desk.notes == ["a quick", "b quick", "child one", "child two"]


def test_who_needs_less_does_not_wait_for_who_needs_more(desk: Desk) -> None:
    def wait_long() -> None:
        with contextlib.suppress(ParentLostError):  # hours before it would be forked, the test ends
            desk.fork("slow", call("long", name="x"))

    threading.Thread(target=wait_long, daemon=True).start()
    while not desk.notes:
        time.sleep(0.01)
    desk.fork("quick", call("quick", name="y"))
    desk.fork("none")
    assert "child quick" in desk.notes
    assert "child slow" not in desk.notes


def test_whoever_gives_up_waiting_does_not_stop_the_others(desk: Desk) -> None:
    for said in (None, ([call("quick", name="z")], print, ())):  # before and after it has said what it wants
        mine, theirs = socket.socketpair()
        socket.send_fds(desk.parent._control, [b"?"], [theirs.fileno()])
        theirs.close()
        with Connection(mine.detach()) as line:
            if said:
                line.send(said)
    desk.fork("next", call("quick", name="y"))
    assert psutil.Process(desk.parent.pid).status() != psutil.STATUS_ZOMBIE


def with_shared(toy: ToyProject, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (toy.home / "shared_by_test.py").write_text(MODULE)
    monkeypatch.setenv("PYTHONPATH", str(toy.home))
    (toy.home / "config" / "reports.csv").write_text(
        "report,notebook,title,parameters,named_by,order,prepare,check\n"
        "count,notebooks/count.ipynb,Count: {place_name},place year,year,1,count,\n"
    )
    monkeypatch.setattr(catalogue, "PREPARE", {"count": f"shared_by_test:{name}"})


@pytest.mark.parametrize("name", ["threaded", "leave", "nothing_of_this_name"])
def test_shared_work_that_goes_wrong_costs_time_only(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with_shared(toy_project, name, monkeypatch)
    record = run_batch(toy_project.plan("here", "there", "beyond"), toy_project.out, jobs=2)
    assert [result.state for result in record.reports] == [State.MADE] * 3
