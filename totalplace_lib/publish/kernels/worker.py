"""A worker that runs each call in a fresh fork of the warm parent."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from totalplace_lib.publish.kernels.handle import ForkedProcess, NotForkedError, OwnedParent, can_fork
from totalplace_lib.publish.warmth import Warmth
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


class Nursery:
    """The warm parent of a batch: started for the first worker, replaced once it was killed."""

    def __init__(self, warmth: Warmth, environment: Mapping[str, str]) -> None:
        self._warmth, self._environment = warmth, environment
        self._lock = threading.Lock()
        self._parent: OwnedParent | None = None

    def worker(self) -> Worker:
        """A warm worker, or an ordinary one where forking is impossible or unsafe."""
        parent = self._warm_parent()
        return WarmWorker(parent) if parent else SpawnedWorker(self._environment)

    def _warm_parent(self) -> OwnedParent | None:
        if not can_fork():
            return None
        with self._lock:
            if self._parent and not self._parent.why_not() and not self._parent.is_alive():
                self._parent.close()
                self._parent = None
            if self._parent is None:
                self._parent = OwnedParent(self._warmth, self._environment)
                if self._parent.why_not():
                    _log.warning(
                        "Ordinary processes are used, which takes longer: %s.", self._parent.why_not()
                    )
            return None if self._parent.why_not() else self._parent

    def close(self) -> None:
        """End the parent and all its children at once."""
        with self._lock:
            if self._parent:
                self._parent.close()
            self._parent = None


class WarmWorker:
    """Each call gets a process of its own, so that no report ever sees what another left behind."""

    def __init__(self, parent: OwnedParent) -> None:
        self._parent = parent
        self._running: ForkedProcess | None = None
        self._is_killed = False

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        """Run it in a fork; HostLostError when the warm parent is not there to fork, or ends meanwhile."""
        mine, theirs = socket.socketpair()
        with Connection(mine.detach()) as connection:
            try:
                self._running = self._parent.fork(_SERVE, {}, theirs, self._parent.control)
            except NotForkedError as error:
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
