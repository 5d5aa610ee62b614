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


_MOST_LOST = 3  # warm parents of one batch: whatever ends them would end the next one too


class Nursery:
    """The warm parent of a batch: started for the first worker, replaced when it is lost, but not for ever."""

    def __init__(
        self, modules: Sequence[str], environment: Mapping[str, str], shared: SharedBy = nothing
    ) -> None:
        self._modules, self._environment, self._shared = modules, environment, shared
        self._lock = threading.Lock()
        self._parent: OwnedParent | None = None
        self._lost = 0
        self._is_closed = False
        self._has_warned = False

    def worker(self) -> Worker:
        """A warm worker, or an ordinary one where forking is impossible or unsafe."""
        parent = self._warm_parent()
        return WarmWorker(parent, self) if parent else SpawnedWorker(self._environment)

    def shared(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Sequence[Call]:
        """What a warm parent is to make before it forks for a call."""
        return self._shared(function, args)

    def lost(self, parent: OwnedParent, while_asked: bool = False) -> None:
        """A parent has ended: the next worker gets another. One that ended while it was asked did so most likely by
        what it had to make: the next ones share nothing."""
        with self._lock:
            if while_asked:
                self._shared = nothing
            if parent is self._parent:
                self._parent = None
                self._lost += 1
        parent.close()

    def refused(self) -> None:
        """A parent has found threads, most likely of what it had to make; why_not says so to the next worker."""
        self._shared = nothing

    def _warm_parent(self) -> OwnedParent | None:
        if not can_fork():
            return None
        with self._lock:
            if self._is_closed:
                return None
            if self._parent is None and self._lost < _MOST_LOST:
                self._parent = OwnedParent(self._modules, self._environment)
            reason = self._parent.why_not() if self._parent else f"the warm parent ended {self._lost} times"
            if reason and not self._has_warned:
                _log.warning("Ordinary processes are used, which takes longer: %s.", reason)
                self._has_warned = True
            return None if reason else self._parent

    def close(self) -> None:
        """End the parent and all its children at once."""
        with self._lock:
            self._is_closed = True
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
                if error.threads:
                    self._nursery.refused()
                else:
                    self._nursery.lost(self._parent, while_asked=True)
                return Answer(error=HostLostError(str(error)))
            finally:
                theirs.close()
            if self._is_killed:
                self._running.kill()
            answer = _ask(connection, function, args)
        code = self._running.wait()
        if answer is not None:
            return answer
        if not self._running.is_host_lost:
            return Answer(error=WorkerDiedError(how_it_ended(code)))
        self._nursery.lost(self._parent)
        return Answer(error=HostLostError("the warm parent was killed"))

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
