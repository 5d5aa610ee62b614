"""The executor of a batch: each call in a process of its own, of which nothing reaches another.

On Linux they are forks of a warm parent; where there is none, or it must not fork, each is a fresh interpreter with
the same result. A process that dies costs the one call that it was busy with; a parent that dies costs no call.
"""

from __future__ import annotations

import contextlib
import json
import logging
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from totalplace_lib.publish.processes.answer import Ended, Refused, WorkerDiedError, how_it_ended
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.warmth import Call

_log = logging.getLogger(__name__)
_HERE = "totalplace_lib.publish.processes"
_MOST_LOST = 3  # warm parents of one pool: whatever ends them would end the next one too
_LEAVING = 10.0  # seconds that a parent has to end its children

# Of a call, function and arguments: what the parent makes first.
SharedBy = Callable[[Callable[..., Any], tuple[Any, ...]], Sequence[Call]]


def nothing(function: Callable[..., Any], args: tuple[Any, ...]) -> Sequence[Call]:
    """For calls that share nothing."""
    return ()


class ParentLostError(WorkerDiedError):
    """The warm parent has ended or forks no more; the call itself is not to blame and may be made again."""


class WarmParent:
    """A handle that starts the parent, asks it for children, and ends it."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", f"{_HERE}.parent", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=dict(environment), stdin=subprocess.PIPE
        )
        theirs.close()
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError), self._process.stdin as modules_wanted:
                modules_wanted.write(json.dumps(list(modules)).encode())
        self._threads: list[str] | None = None

    @property
    def pid(self) -> int:
        """The parent's process id."""
        return self._process.pid

    def why_not(self) -> str:
        """Wait until the parent is warm. Why it cannot be used; "" when it can."""
        if self._threads is None:
            try:
                said = self._control.recv(65536)
            except OSError:
                said = b""
            self._threads = (
                [f"it has another thread, {name}" for name in json.loads(said)]
                if said
                else ["it ended while it warmed up"]
            )
        return f"the warm parent cannot fork ({', '.join(self._threads)})" if self._threads else ""

    def call(
        self, function: Callable[..., Any], args: tuple[Any, ...] = (), shared: Sequence[Call] = ()
    ) -> Any:
        """The value from a fork that is made once what is shared is there. Raises what the call raises,
        WorkerDiedError, or ParentLostError."""
        mine, theirs = socket.socketpair()
        with Connection(mine.detach()) as line:
            try:
                socket.send_fds(self._control, [b"?"], [theirs.fileno()])
                theirs.close()
                line.send((shared, function, args))
                said = line.recv()
            except (EOFError, OSError) as error:
                raise ParentLostError("the warm parent was killed") from error
            finally:
                theirs.close()
        if isinstance(said, Refused):
            self._threads = [f"it has another thread, {name}" for name in said.threads]
            raise ParentLostError(self.why_not())
        if isinstance(said, Ended):
            raise WorkerDiedError(how_it_ended(said.code))
        return said.given()

    def close(self) -> None:
        """End the parent, and with it all its children and what they have started."""
        self._control.close()
        self._process.terminate()
        try:
            self._process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def in_fresh_process(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    environment: Mapping[str, str],
    begun: Callable[[subprocess.Popen[bytes]], None] = lambda process: None,
) -> Any:
    """The value from an interpreter that is started for it. Raises what the call raises, or WorkerDiedError."""
    call = pickle.dumps((sys.path, pickle.dumps((function, args))))
    process = subprocess.Popen(
        [sys.executable, "-m", f"{_HERE}.fresh"],
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    begun(process)
    said, _ = process.communicate(call)
    if process.returncode or not said:
        raise WorkerDiedError(how_it_ended(process.returncode))
    return pickle.loads(said).given()


class ProcessPool(Executor):
    """A PEP 3148 executor that makes size calls at a time.

    modules  what the warm parent imports; shared, what it makes once for several calls
    """

    def __init__(
        self,
        size: int,
        environment: Mapping[str, str],
        modules: Sequence[str] = (),
        shared: SharedBy = nothing,
    ) -> None:
        self._modules, self._environment, self._shared = modules, environment, shared
        self._threads = ThreadPoolExecutor(max(size, 1))
        self._lock = threading.Lock()
        self._parent: WarmParent | None = None
        self._fresh: set[subprocess.Popen[bytes]] = set()
        self._lost = 0
        self._is_stopped = self._has_warned = False

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call; TypeError for keyword arguments, which do not travel."""
        if kwargs:
            raise TypeError("ProcessPool.submit takes positional arguments only")
        return self._threads.submit(self._value, function, args)

    def _value(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        while parent := self._warm_parent():
            try:
                return parent.call(function, args, self._shared(function, args))
            except ParentLostError:
                if self._is_stopped:
                    raise
                self._replace(parent)
        return self._fresh_value(function, args)

    def _warm_parent(self) -> WarmParent | None:
        """The parent, started for the first call and when it is lost; None where a fork is impossible or unsafe."""
        if not can_fork():
            return None
        with self._lock:
            if self._is_stopped:
                raise ParentLostError("the batch was stopped")
            if self._parent is None and self._lost < _MOST_LOST:
                self._parent = WarmParent(self._modules, self._environment)
            parent = self._parent
            reason = parent.why_not() if parent else f"the warm parent ended {self._lost} times"
            if reason and not self._has_warned:
                _log.warning("Fresh processes are used, which takes longer: %s.", reason)
                self._has_warned = True
            return None if reason else parent

    def _replace(self, lost: WarmParent) -> None:
        """What a parent had made for all may have ended it, or left the threads: the next one makes nothing first."""
        with self._lock:
            self._shared = nothing
            if lost is not self._parent or lost.why_not():  # one with threads stays, and is not asked again
                return
            self._parent = None
            self._lost += 1
        lost.close()

    def _fresh_value(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        def begun(process: subprocess.Popen[bytes]) -> None:
            with self._lock:
                self._fresh.add(process)
                if self._is_stopped:
                    process.kill()

        return in_fresh_process(function, args, self._environment, begun)

    def kill(self) -> None:
        """End all processes at once; calls that wait are cancelled, calls that run end in WorkerDiedError."""
        self.shutdown(wait=True, cancel_futures=True, kill=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False, kill: bool = False) -> None:
        """Let the processes go when what is queued is done, or, with kill, at once."""
        if kill:
            # First: a thread whose process ends takes the next call, which would then fail and not be cancelled.
            self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
            self._end_processes()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._end_processes()

    def _end_processes(self) -> None:
        with self._lock:
            self._is_stopped = True
            parent, self._parent = self._parent, None
            for process in self._fresh:
                process.kill()  # nothing happens to those that have ended
        if parent:
            parent.close()
