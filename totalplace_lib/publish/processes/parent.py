"""The warm parent: one single-threaded process that imports, warms up, and forks a child for each call.

    python -m totalplace_lib.publish.processes.parent DESCRIPTOR < MODULES

DESCRIPTOR is an inherited socket; MODULES, names to import as JSON. A request on it is one end of a socket pair: the
line to the asker, on which stands what is to be made first for all (warmth.Call) and the call itself. The child
answers on it; when the child has ended, the parent says so there too (answer.Ended). When the asker closes its end,
the child and its process group are killed; when nobody holds the other end of DESCRIPTOR, the parent leaves.

What is shared and not made yet is made before the fork, a step at a time; between steps those children are forked
that need no more, so that what the others wait for is made while these run.

A fork copies one thread only: a lock that another thread held would stay locked for ever in the child. So the
parent refuses to fork, and says so, when it finds that it has more than one thread.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from totalplace_lib.publish.processes.answer import Answer, Ended, Refused
from totalplace_lib.publish.processes.child import be_child
from totalplace_lib.publish.processes.limits import die_with_starter
from totalplace_lib.publish.processes.warm import arrow_groups_on_one_thread, warm_up
from totalplace_lib.publish.warmth import Call, Shared, Work

_HARMLESS_THREADS = {"jemalloc_bg_thd"}  # it takes care of forks itself


@dataclass(eq=False)
class _Request:
    """A call that waits for what it shares; steps made for it so far."""

    line: Connection
    shared: Sequence[Call]
    function: Callable[..., Any]
    args: tuple[Any, ...]
    steps: int = 0


class Parent:
    """Serves requests until nobody is left to ask."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lines: dict[int, Connection] = {}  # process id of a child -> line to its asker
        self._waiting: list[_Request] = []
        self._shared = Shared()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._poll.register(self._wake_read, select.POLLIN)

    def serve(self) -> None:
        """Tell the driver that all is ready (or which threads forbid it), then fork on request."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._leave())
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        threads = other_threads()
        self._control.sendall(json.dumps(threads).encode())
        while not threads and self._serve_once():
            self._reap()
            self._make_shared()
        self._leave()

    def _leave(self) -> None:
        for pid in self._lines:
            _kill_group(pid)
        for pid in (
            self._lines
        ):  # a call that was under way may still make a file: nothing is made once we have gone
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        os._exit(0)

    def _serve_once(self) -> bool:
        """Look who asks, who has hung up, who has ended; False when no asker is left."""
        for descriptor, _ in self._poll.poll(0 if self._waiting else None):
            if descriptor == self._wake_read:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
            elif descriptor != self._control.fileno():
                self._hang_up(descriptor)
            elif not self._take_request():
                return False
        return True

    def _take_request(self) -> bool:
        try:
            message, descriptors, *_ = socket.recv_fds(self._control, 1, 1)
        except ConnectionResetError:
            return False
        if not message:
            return False
        line = Connection(descriptors[0])
        try:
            self._waiting.append(_Request(line, *line.recv()))
        except EOFError:  # it has given up already
            line.close()
        except Exception as error:  # noqa: BLE001 - a call that cannot be read is its asker's fault, and told to it
            _tell(line, Answer(error=error))
            line.close()
        self._fork_the_ready()
        return True

    def _make_shared(self) -> None:
        """One step for one of those who wait, in turn: whoever needs little does not wait for whoever needs much."""
        if self._waiting:
            request = min(self._waiting, key=lambda each: (each.steps, len(self._missing(each))))
            request.steps += 1
            with arrow_groups_on_one_thread():
                self._shared.step(self._missing(request)[0])
            _freeze()
            self._fork_the_ready()

    def _missing(self, request: _Request) -> list[Work]:
        return self._shared.missing(request.shared)

    def _fork_the_ready(self) -> None:
        for request in [each for each in self._waiting if not self._missing(each)]:
            self._waiting.remove(request)
            threads = other_threads()
            if threads:
                _tell(request.line, Refused(tuple(threads)))
                request.line.close()
            else:
                self._fork(request)

    def _fork(self, request: _Request) -> None:
        pid = os.fork()
        if pid == 0:
            be_child(request.line, request.function, request.args, close=self._own_descriptors())
        with contextlib.suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(pid, pid)
        self._lines[pid] = request.line
        self._poll.register(request.line.fileno(), 0)  # that it was closed is told without being asked for

    def _own_descriptors(self) -> list[int]:
        lines = [line.fileno() for line in (*self._lines.values(), *(each.line for each in self._waiting))]
        return [self._control.fileno(), self._wake_read, self._wake_write, *lines]

    def _hang_up(self, descriptor: int) -> None:
        """The asker has closed its line: its child is not wanted any more. reap() does the rest."""
        self._poll.unregister(descriptor)
        for pid, line in self._lines.items():
            if line.fileno() == descriptor:
                _kill_group(pid)

    def _reap(self) -> None:
        while self._lines:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None:
                return
            line = self._lines.pop(ended.si_pid)
            with contextlib.suppress(KeyError):  # hung up already
                self._poll.unregister(line.fileno())
            _kill_group(ended.si_pid)  # what the child itself has started
            _tell(line, Ended(ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status))
            line.close()
            os.waitpid(
                ended.si_pid, 0
            )  # last: until then its number is nobody else's, and then nothing of it is left


def other_threads() -> list[str]:
    """Names of the threads beside the main one that would make a fork unsafe, Python's and all others."""
    names = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it has just ended
            if int(task.name) != os.getpid():
                names.append((task / "comm").read_text().strip())
    return [name for name in names if name not in _HARMLESS_THREADS]


def _tell(line: Connection, message: object) -> None:
    with contextlib.suppress(OSError):  # nobody is listening any more
        line.send(message)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(OSError):  # gone already
        os.killpg(pid, signal.SIGKILL)


def _freeze() -> None:
    """The collector of a child need not touch (and so copy) the memory that it shares."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Import, warm up, freeze what is there, serve."""
    die_with_starter(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches all: the driver decides
    control = socket.socket(fileno=int(sys.argv[1]))
    warm_up(json.loads(sys.stdin.read()))
    _freeze()
    Parent(control).serve()


if __name__ == "__main__":
    main()
