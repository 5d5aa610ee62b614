"""What reports share is made in the warm parent, between forks, and costs nobody else their report."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from toy_project import ToyProject

from totalplace_lib.publish import catalogue
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.kernels.handle import ForkedProcess, NotForkedError, OwnedParent, can_fork
from totalplace_lib.publish.record import State
from totalplace_lib.publish.warmth import Call

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")]

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

def child(line, word):
    note(f"child {word}")
"""


def call(function: str, **options: str) -> Call:
    return {"function": f"shared_by_test:{function}", "options": options}


class Desk:
    """A warm parent that knows the module, and what was noted by it and its children."""

    def __init__(self, folder: Path) -> None:
        (folder / "shared_by_test.py").write_text(MODULE)
        self._notes = folder / "notes"
        own = {"PYTHONPATH": str(folder), "NOTES": str(self._notes)}
        self.parent = OwnedParent((), os.environ | report_environment(folder, folder) | own)

    @property
    def notes(self) -> list[str]:
        return self._notes.read_text().splitlines() if self._notes.exists() else []

    def fork(self, word: str, *shared: Call) -> ForkedProcess:
        return self.parent.fork("shared_by_test:child", {"word": word}, shared=shared)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    assert made.parent.why_not() == ""
    yield made
    made.parent.close()


def test_it_is_made_once_and_before_the_child(desk: Desk) -> None:
    for word in ("one", "two"):
        assert desk.fork(word, call("quick", name="a"), call("quick", name="b")).wait() == 0
    assert desk.notes == ["a quick", "b quick", "child one", "child two"]


def test_who_needs_less_does_not_wait_for_who_needs_more(desk: Desk) -> None:
    def wait_long() -> None:
        with contextlib.suppress(NotForkedError):  # hours before it would be forked, the test ends
            desk.fork("slow", call("long", name="x"))

    threading.Thread(target=wait_long, daemon=True).start()
    while not desk.notes:
        time.sleep(0.01)
    assert desk.fork("quick", call("quick", name="y")).wait() == 0
    assert desk.fork("none").wait() == 0
    assert "child quick" in desk.notes
    assert "child slow" not in desk.notes


def test_whoever_gives_up_waiting_does_not_stop_the_others(desk: Desk) -> None:
    asked = {"call": "shared_by_test:child", "options": {"word": "lost"}, "shared": [call("quick", name="z")]}
    mine, theirs = socket.socketpair()
    socket.send_fds(desk.parent.control, [json.dumps(asked).encode()], [theirs.fileno()])
    theirs.close()
    mine.close()
    assert desk.fork("next", call("quick", name="y")).wait() == 0
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
