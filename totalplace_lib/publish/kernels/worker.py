"""A worker that runs each call in a fresh fork of the warm parent."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

from totalplace_lib.publish.kernels.handle import ForkedProcess, NotForkedError, OwnedParent, can_fork
from totalplace_lib.publish.warmth import Call
from totalplace_lib.publish.workers import (
    Answer,
    HostLostError,
    SpawnedWorker,
    Worker,
    WorkerDiedError,
    how_it_ended,
)

_log = logging.getLogger(__name__)
_SERVE = "totalplace_lib.publish.kernels.child:serve_call"

# Of a call, function and arguments: what the parent makes first.
SharedBy = Callable[[Callable[..., Any], tuple[Any, ...]], Sequence[Call]]


def nothing(function: Callable[..., Any], args: tuple[Any, ...]) -> Sequence[Call]:
    """For calls that share nothing."""
    return ()


class Nursery:
    """The warm parent of a batch: started for the first worker, replaced once it was killed."""

    def __init__(
        self, modules: Sequence[str], environment: Mapping[str, str], shared: SharedBy = nothing
    ) -> None:
        self._modules, self._environment, self._shared = modules, environment, shared
        self._lock = threading.Lock()
        self._parent: OwnedParent | None = None
        self._has_warned = False

    def worker(self) -> Worker:
        """A warm worker, or an ordinary one where forking is impossible or unsafe."""
        parent = self._warm_parent()
        return WarmWorker(parent, self) if parent else SpawnedWorker(self._environment)

    def shared(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Sequence[Call]:
        """What a warm parent is to make before it forks for a call."""
        return self._shared(function, args)

    def not_forked(self) -> None:
        """A parent ended while it was asked, most likely by what it had to make: the next ones share nothing."""
        self._shared = nothing

    def _warm_parent(self) -> OwnedParent | None:
        if not can_fork():
            return None
        with self._lock:
            if self._parent and not self._parent.why_not() and not self._parent.is_alive():
                self._parent.close()
                self._parent = None
            if self._parent is None:
                self._parent = OwnedParent(self._modules, self._environment)
            reason = self._parent.why_not()
            if reason and not self._has_warned:
                _log.warning("Ordinary processes are used, which takes longer: %s.", reason)
                self._has_warned = True
            return None if reason else self._parent

    def close(self) -> None:
        """End the parent and all its children at once."""
        with self._lock:
            if self._parent:
                self._parent.close()
            self._parent = None


class WarmWorker:
    """Each call gets a process of its own, so that no report ever sees what another left behind."""

    def __init__(self, parent: OwnedParent, nursery: Nursery) -> None:
        self._parent, self._nursery = parent, nursery
        self._running: ForkedProcess | None = None
        self._is_killed = False

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        """Run it in a fork; HostLostError when the warm parent is not there to fork, or ends meanwhile."""
        mine, theirs = socket.socketpair()
        with Connection(mine.detach()) as connection:
            try:
                self._running = self._parent.fork(
                    _SERVE, {}, theirs, self._parent.control, shared=self._nursery.shared(function, args)
                )
            except NotForkedError as error:
                self._nursery.not_forked()
                return Answer(error=HostLostError(str(error)))
            finally:
                theirs.close()
            if self._is_killed:
                self._running.kill()
            answer = _ask(connection, function, args)
        code = self._running.wait()
        if answer is not None:
            return answer
        lost = WorkerDiedError if self._parent.is_alive() else HostLostError
        return Answer(error=lost(how_it_ended(code)))

    def kill(self) -> None:
        """End the call that runs; whoever waits for it gets WorkerDiedError."""
        self._is_killed = True
        if self._running:
            self._running.kill()

    def close(self) -> None:
        """Nothing is left to end: each call has ended its process."""


def _ask(connection: Connection, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer | None:
    try:
        connection.send((function, args))
        answer: Answer = connection.recv()
    except (EOFError, OSError):
        return None
    return answer
