"""The warm parent: one single-threaded process that imports, warms up, and forks a child for each request.

    python -m totalplace_lib.publish.kernels.parent DESCRIPTOR < MODULES

DESCRIPTOR is an inherited socket; MODULES, names to import as JSON. A request is one JSON message,
{"call": "module:function", "options": {...}, "shared": [...]}, with the ends of one or more socket pairs attached.
The first is the line to the asker: on it the parent writes {"pid": 7} after the fork and {"exit": -9} when the
child has ended. When the asker's end of the line closes, the child and its process group are killed; when nobody
holds the other end of DESCRIPTOR, the parent leaves.

What is shared (warmth.Call) and not made yet is made before the fork, a step at a time; between steps those children
are forked that need no more, so that what the others wait for is made while these run.

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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from totalplace_lib.publish.kernels.child import begin_child
from totalplace_lib.publish.kernels.warm import arrow_groups_on_one_thread, warm_up
from totalplace_lib.publish.warmth import Shared, Work

MOST_SOCKETS = 4  # that can be attached to a request
LARGEST_REQUEST = 1 << 20
_LOOK_SECONDS = 0.5
_HARMLESS_THREADS = {"jemalloc_bg_thd"}  # it takes care of forks itself


@dataclass(eq=False)
class _Request:
    """What is asked for, the line to the asker, the other sockets for the child; steps made for it so far."""

    asked: dict[str, Any]
    line: socket.socket
    others: Sequence[socket.socket]
    steps: int = 0

    @property
    def descriptors(self) -> list[int]:
        return [self.line.fileno(), *(one.fileno() for one in self.others)]


class Parent:
    """Serves requests until nobody is left to ask."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lines: dict[int, socket.socket] = {}  # process id of a child -> line to its asker
        self._waiting: list[_Request] = []  # for what they share
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
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        threads = other_threads()
        _tell(self._control, {"threads": threads})
        while not threads and self._serve_once():
            self._reap()
            self._make_shared()
        for pid in self._lines:
            _kill_group(pid)

    def _serve_once(self) -> bool:
        for descriptor, _ in self._poll.poll(0 if self._waiting else None):
            if descriptor == self._wake_read:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
            elif descriptor == self._control.fileno():
                if not self._take_request():
                    return False
            else:
                self._hang_up(descriptor)
        return True

    def _take_request(self) -> bool:
        """False when no asker is left."""
        try:
            message, descriptors, *_ = socket.recv_fds(self._control, LARGEST_REQUEST, MOST_SOCKETS)
        except ConnectionResetError:
            return False
        if not message:
            return False
        line, *others = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        self._waiting.append(_Request(json.loads(message), line, others))
        self._fork_the_ready()
        return True

    def _make_shared(self) -> None:
        """One step for one of those who wait, in turn: whoever needs little does not wait for whoever needs much."""
        if self._waiting:
            request = min(self._waiting, key=lambda each: (each.steps, len(self._missing(each))))
            request.steps += 1
            with _leaving_with_driver(self._control), arrow_groups_on_one_thread():
                self._shared.step(self._missing(request)[0])
            _freeze()
            self._fork_the_ready()

    def _missing(self, request: _Request) -> list[Work]:
        return self._shared.missing(request.asked.get("shared", ()))

    def _fork_the_ready(self) -> None:
        for request in [each for each in self._waiting if not self._missing(each)]:
            self._waiting.remove(request)
            threads = other_threads()
            if threads:
                _tell(request.line, {"threads": threads})
                request.line.close()
            else:
                self._fork(request)
            for one in request.others:
                one.close()

    def _fork(self, request: _Request) -> None:
        pid = os.fork()
        if pid == 0:
            begin_child(request.asked, request.line, request.others, close=self._own_descriptors())
        with contextlib.suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(pid, pid)
        self._lines[pid] = request.line
        self._poll.register(request.line, select.POLLIN)
        _tell(request.line, {"pid": pid})

    def _own_descriptors(self) -> list[int]:
        lines = [line.fileno() for line in self._lines.values()]
        waiting = [descriptor for request in self._waiting for descriptor in request.descriptors]
        return [self._control.fileno(), self._wake_read, self._wake_write, *lines, *waiting]

    def _hang_up(self, descriptor: int) -> None:
        """The asker has closed its line: its child is not wanted any more. reap() does the rest."""
        self._poll.unregister(descriptor)
        for pid, line in self._lines.items():
            if line.fileno() == descriptor:
                _kill_group(pid)

    def _reap(self) -> None:
        while self._lines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            line = self._lines.pop(pid)
            with contextlib.suppress(KeyError):  # hung up already
                self._poll.unregister(line)
            _kill_group(pid)  # what the child itself has started
            _tell(line, {"exit": os.waitstatus_to_exitcode(status)})
            line.close()


def other_threads() -> list[str]:
    """Names of the threads beside the main one that would make a fork unsafe, Python's and all others."""
    names = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it has just ended
            if int(task.name) != os.getpid():
                names.append((task / "comm").read_text().strip())
    return [name for name in names if name not in _HARMLESS_THREADS]


def _tell(line: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # nobody is listening any more
        line.sendall(json.dumps(message).encode() + b"\n")


def _kill_group(pid: int) -> None:
    with contextlib.suppress(OSError):  # gone already
        os.killpg(pid, signal.SIGKILL)


def _freeze() -> None:
    """The collector of a child need not touch (and so copy) the memory that it shares."""
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def _leaving_with_driver(control: socket.socket) -> Iterator[None]:
    """While the parent works and cannot listen: look now and then whether anybody still waits for it."""

    def look(*_: object) -> None:
        try:
            is_there = bool(control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:  # the driver is there and has asked for nothing yet
            is_there = True
        except OSError:
            is_there = False
        if not is_there:
            os._exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_SECONDS, _LOOK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def main() -> None:
    """Import, warm up, freeze what is there, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches all: the driver decides
    with _leaving_with_driver(control):
        warm_up(json.loads(sys.stdin.read()))
    _freeze()
    Parent(control).serve()


if __name__ == "__main__":
    main()
