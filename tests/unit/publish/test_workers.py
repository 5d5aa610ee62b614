"""Processes that make reports: their answers, their errors, their deaths."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from totalplace_lib.publish.workers import (
    Answer,
    HostLostError,
    SpawnedWorker,
    WorkerDiedError,
    WorkerPool,
    how_it_ended,
)


def double(number: int) -> int:
    return 2 * number


def fail(words: str) -> None:
    raise ValueError(words)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def pool():  # type: ignore[no-untyped-def]
    pool = WorkerPool(1, lambda: SpawnedWorker({"SAID": "yes"}))
    yield pool
    pool.kill()


def test_values_and_errors_come_back(pool: WorkerPool) -> None:
    assert pool.submit(double, 21).result() == 42
    with pytest.raises(ValueError, match="no"):
        pool.submit(fail, "no").result()
    assert pool.submit(os.getenv, "SAID").result() == "yes"


def test_a_death_costs_its_own_call_only(pool: WorkerPool) -> None:
    dead, next_one = pool.submit(die), pool.submit(double, 1)
    assert "killed by signal 9 (SIGKILL)" in str(dead.exception())
    assert isinstance(dead.exception(), WorkerDiedError)
    assert next_one.result() == 2


def test_keyword_arguments_are_refused(pool: WorkerPool) -> None:
    with pytest.raises(TypeError):
        pool.submit(double, number=1)


def test_killing_the_pool_ends_what_runs_and_cancels_what_waits() -> None:
    pool = WorkerPool(1, lambda: SpawnedWorker({}))
    running, waiting = pool.submit(time.sleep, 6000), pool.submit(double, 1)
    while not running.running():
        time.sleep(0.01)
    time.sleep(0.5)
    pool.kill()  # does not wait for it
    assert isinstance(running.exception(), WorkerDiedError)
    assert waiting.cancelled()


class Fragile:
    """A worker whose host is lost the first so many times; all of one pool count together."""

    def __init__(self, losses: int, tries: list[str]) -> None:
        self._losses, self._tries = losses, tries

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        self._tries.append("called")
        is_lost = len(self._tries) <= self._losses
        return Answer(error=HostLostError("gone")) if is_lost else Answer(function(*args))

    def kill(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing to end."""


@pytest.mark.parametrize("losses", [0, 1, 2, 4])
def test_a_call_is_made_again_when_its_host_was_lost(losses: int) -> None:
    tries: list[str] = []
    with WorkerPool(1, lambda: Fragile(losses, tries)) as pool:
        assert pool.submit(double, 4).result() == 8
    assert len(tries) == losses + 1


def test_but_not_for_ever_and_not_once_the_pool_is_stopped() -> None:
    tries: list[str] = []
    with WorkerPool(1, lambda: Fragile(1000, tries)) as pool:
        assert isinstance(pool.submit(double, 4).exception(), HostLostError)
        assert len(tries) == 5
    stopped = WorkerPool(1, lambda: Stopping(stopped))
    assert isinstance(stopped.submit(double, 4).exception(), HostLostError)
    stopped.kill()


class Stopping(Fragile):
    """The pool is stopped while it is busy with a call that loses its host."""

    def __init__(self, pool: WorkerPool) -> None:
        super().__init__(1, [])
        self._pool = pool

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        self._pool.stop()
        return super().call(function, args)


def test_a_worker_that_cannot_be_started_is_the_error_of_its_call_and_of_no_other() -> None:
    causes = [OSError(11, "Resource temporarily unavailable")]

    def start() -> Fragile:
        if causes:
            raise causes.pop()
        return Fragile(0, [])

    with WorkerPool(1, start) as pool:
        first, second = pool.submit(double, 1), pool.submit(double, 2)
        assert isinstance(first.exception(), OSError)
        assert second.result() == 4


class UnreadableError(Exception):
    """It can be sent, but not taken in: its arguments are not those that it was made of."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def raise_unreadable() -> None:
    raise UnreadableError("one", "two")


def test_an_answer_that_cannot_be_read_is_the_error_of_its_call_and_of_no_other(pool: WorkerPool) -> None:
    unreadable, next_one = pool.submit(raise_unreadable), pool.submit(double, 3)
    assert isinstance(unreadable.exception(timeout=60), TypeError)
    assert next_one.result() == 6


def test_how_it_ended() -> None:
    assert how_it_ended(-11) == "the process was killed by signal 11 (SIGSEGV)"
    assert how_it_ended(3) == "the process ended by itself with exit code 3"
