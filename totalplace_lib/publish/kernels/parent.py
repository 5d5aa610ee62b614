"""The warm parent: one single-threaded process that imports, warms up, and forks a child for each request.

    python -m totalplace_lib.publish.kernels.parent DESCRIPTOR < WARMTH

DESCRIPTOR is an inherited socket; WARMTH says what to import and make (warmth.Warmth as JSON). A request is one
JSON message, {"call": "module:function", "options": {...}}, with the ends of one or more socket pairs attached.
The first is the line to the asker: on it the parent writes {"pid": 7} after the fork and {"exit": -9} when the
child has ended. When the asker's end of the line closes, the child and its process group are killed; when nobody
holds the other end of DESCRIPTOR, the parent leaves.

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
from pathlib import Path
from typing import Any

from totalplace_lib.publish.kernels.child import begin_child
from totalplace_lib.publish.kernels.warm import warm_up
from totalplace_lib.publish.warmth import Warmth

MOST_SOCKETS = 4  # that can be attached to a request
LARGEST_REQUEST = 1 << 20
_LOOK_SECONDS = 0.5
_HARMLESS_THREADS = {"jemalloc_bg_thd"}  # it takes care of forks itself


class Parent:
    """Serves requests until nobody is left to ask."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lines: dict[int, socket.socket] = {}  # process id of a child -> line to its asker
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
        for pid in self._lines:
            _kill_group(pid)

    def _serve_once(self) -> bool:
        for descriptor, _ in self._poll.poll():
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
        threads = other_threads()
        if threads:
            _tell(line, {"threads": threads})
        else:
            self._fork(json.loads(message), line, others)
        for one in others:
            one.close()
        return True

    def _fork(self, request: dict[str, Any], line: socket.socket, others: Sequence[socket.socket]) -> None:
        pid = os.fork()
        if pid == 0:
            begin_child(request, line, others, close=self._own_descriptors())
        with contextlib.suppress(OSError):  # the child does it too: whoever comes first
            os.setpgid(pid, pid)
        self._lines[pid] = line
        self._poll.register(line, select.POLLIN)
        _tell(line, {"pid": pid})

    def _own_descriptors(self) -> list[int]:
        lines = [line.fileno() for line in self._lines.values()]
        return [self._control.fileno(), self._wake_read, self._wake_write, *lines]

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


@contextlib.contextmanager
def _leaving_with_driver(control: socket.socket) -> Iterator[None]:
    """While the parent warms up and cannot listen: look now and then whether anybody still waits for it."""

    def look(*_: object) -> None:
        with contextlib.suppress(BlockingIOError):  # the driver is there and has asked for nothing yet
            if not control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
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
        warm_up(Warmth.from_json(sys.stdin.read()))
    gc.collect()
    gc.freeze()  # the collector of a child need not touch (and so copy) the memory that it shares
    Parent(control).serve()


if __name__ == "__main__":
    main()
