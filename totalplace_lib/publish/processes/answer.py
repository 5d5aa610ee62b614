"""What a process that was asked to make something says, and how its end is told."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

is_for_one_call = False
"""True in a process that makes one thing and ends: there cells may do what they like."""


class WorkerDiedError(RuntimeError):
    """The process ended without an answer: killed, out of memory, or crashed."""


@dataclass(frozen=True)
class Answer:
    """What a call gave: a value, or the error that it raised."""

    value: Any = None
    error: BaseException | None = None

    def given(self) -> Any:
        """The value; or the error, raised."""
        if self.error is not None:
            raise self.error
        return self.value


@dataclass(frozen=True)
class Ended:
    """The warm parent says: the child that was to answer has ended, with this exit code (-9: killed by signal 9)."""

    code: int


@dataclass(frozen=True)
class Refused:
    """The warm parent says: it has found these threads, and forks no more."""

    threads: tuple[str, ...]


def answer_of(function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
    """The value or the error of the one call that this process is for."""
    global is_for_one_call
    is_for_one_call = True
    try:
        return Answer(function(*args))
    except Exception as error:  # noqa: BLE001 - not swallowed: it is the call's answer and travels to the driver
        return Answer(error=error)


def answer_bytes(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    """The same, pickled; an error where the value cannot be."""
    answer = answer_of(function, args)
    try:
        return pickle.dumps(answer)
    except Exception as error:  # noqa: BLE001 - whoever waits must hear why nothing comes
        return pickle.dumps(Answer(error=TypeError(f"the answer cannot be sent: {error}")))


def how_it_ended(exit_code: int) -> str:
    """-9 -> "killed by signal 9 (SIGKILL)"."""
    if exit_code < 0:
        return f"the process was killed by signal {-exit_code} ({signal.Signals(-exit_code).name})"
    return f"the process ended by itself with exit code {exit_code}"
