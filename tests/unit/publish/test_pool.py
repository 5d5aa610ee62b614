"""Processes that make one thing each: their answers, their errors, their deaths, and the death of their parent."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.processes import pool as pools
from totalplace_lib.publish.processes.answer import WorkerDiedError, how_it_ended
from totalplace_lib.publish.processes.pool import ParentLostError, ProcessPool

SCRATCH = Path(tempfile.gettempdir())
HERE = (
    os.environ | report_environment(SCRATCH, SCRATCH) | {"SAID": "yes"}
)  # as a batch has it: no thread but one


@pytest.fixture(scope="module", params=["forked", "fresh"])
def pool(request: pytest.FixtureRequest) -> Iterator[ProcessPool]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "fresh":
            patch.setattr(pools, "can_fork", lambda: False)
        made = ProcessPool(1, HERE)
        yield made
        assert [parent.why_not() for parent in (made._parent,) if parent] == [""] * (
            request.param == "forked"
        )
        made.kill()


class UnreadableError(Exception):
    """It can be sent, but not taken in: its arguments are not those that it was made of."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def raise_unreadable() -> None:
    raise UnreadableError("one", "two")


def give_a_function() -> Any:
    return lambda: 1


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_values_and_errors_come_back(pool: ProcessPool) -> None:
    assert pool.submit(abs, -42).result() == 42
    assert pool.submit(os.getenv, "SAID").result() == "yes"
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 1, 0).result()
    with pytest.raises(TypeError):
        pool.submit(abs, number=1)


def test_a_death_costs_its_own_call_only(pool: ProcessPool) -> None:
    dead, next_one = pool.submit(die), pool.submit(abs, 2)
    assert "killed by signal 9 (SIGKILL)" in str(dead.exception())
    assert isinstance(dead.exception(), WorkerDiedError)
    assert next_one.result() == 2


def test_an_answer_that_cannot_travel_is_the_error_of_its_call_and_of_no_other(pool: ProcessPool) -> None:
    unreadable, unsendable, next_one = (
        pool.submit(raise_unreadable),
        pool.submit(give_a_function),
        pool.submit(abs, 3),
    )
    assert isinstance(unreadable.exception(timeout=60), TypeError)
    assert "cannot be sent" in str(unsendable.exception(timeout=60))
    assert next_one.result() == 3


def test_killing_the_pool_ends_what_runs_and_cancels_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for forks in (True, False):
        monkeypatch.setattr(pools, "can_fork", lambda forks=forks: forks)
        pool = ProcessPool(1, HERE)
        pool.submit(abs, 1).result()
        running, waiting = pool.submit(time.sleep, 6000), pool.submit(abs, 1)
        while not running.running():
            time.sleep(0.01)
        pool.kill()  # does not wait for it
        assert isinstance(running.exception(), WorkerDiedError)
        assert waiting.cancelled()


def test_what_waits_is_cancelled_before_what_runs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the thread whose process was ended takes the next call, which then fails instead of being cancelled."""
    monkeypatch.setattr(pools, "can_fork", lambda: False)
    pool = ProcessPool(1, HERE)
    running, waiting = pool.submit(time.sleep, 6000), pool.submit(abs, 1)
    while not running.running():
        time.sleep(0.01)
    end = pool._end_processes

    def end_slowly() -> None:
        end()
        assert isinstance(running.exception(), WorkerDiedError)
        assert waiting.cancelled() or waiting.exception()

    monkeypatch.setattr(pool, "_end_processes", end_slowly)
    pool.kill()
    assert waiting.cancelled()


class LostParent:
    """Never forks: it has ended, or found threads."""

    def __init__(self, *_: object) -> None:
        self.threads = ""
        self.shared: list[object] = []
        self.is_closed = False
        made.append(self)

    def why_not(self) -> str:
        return self.threads

    def call(self, function: object, args: object, shared: object) -> None:
        self.shared.append(shared)
        self.threads = threads[0]
        raise ParentLostError("gone")

    def close(self) -> None:
        self.is_closed = True


made: list[LostParent] = []
threads = [""]


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessPool]:
    made.clear()
    monkeypatch.setattr(pools, "can_fork", lambda: True)
    monkeypatch.setattr(pools, "WarmParent", LostParent)
    with ProcessPool(1, HERE, (), lambda function, args: ["shared"]) as pool:  # type: ignore[list-item]
        yield pool


def test_a_lost_parent_is_replaced_but_not_for_ever_and_shares_nothing(lost: ProcessPool) -> None:
    threads[0] = ""
    assert lost.submit(abs, -4).result() == 4  # in a fresh process
    assert [one.shared for one in made] == [[["shared"]], [()], [()]]
    assert all(one.is_closed for one in made)


def test_threads_end_no_parent_but_nothing_is_forked_any_more(lost: ProcessPool) -> None:
    threads[0] = "it has another thread"
    assert lost.submit(abs, -4).result() == 4
    assert [(one.is_closed, one.shared) for one in made] == [(False, [["shared"]])]
    assert lost.submit(abs, -5).result() == 5
    assert len(made) == 1


def test_how_it_ended() -> None:
    assert how_it_ended(-11) == "the process was killed by signal 11 (SIGSEGV)"
    assert how_it_ended(3) == "the process ended by itself with exit code 3"
