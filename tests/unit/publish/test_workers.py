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
    running, waiting = pool.submit(time.sleep, 60), pool.submit(double, 1)
    while not running.running():
        time.sleep(0.01)
    time.sleep(0.5)
    began = time.monotonic()
    pool.kill()
    assert time.monotonic() - began < 20
    assert isinstance(running.exception(), WorkerDiedError)
    assert waiting.cancelled()


class Fragile:
    """A worker whose host is lost the first time."""

    calls = 0

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        type(self).calls += 1
        return Answer(error=HostLostError("gone")) if self.calls == 1 else Answer(function(*args))

    def kill(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing to end."""


def test_a_call_is_made_once_more_when_its_host_was_lost() -> None:
    pool = WorkerPool(1, Fragile)
    assert pool.submit(double, 4).result() == 8
    assert Fragile.calls == 2
    pool.kill()


def test_how_it_ended() -> None:
    assert how_it_ended(-11) == "the process was killed by signal 11 (SIGSEGV)"
    assert how_it_ended(3) == "the process ended by itself with exit code 3"
