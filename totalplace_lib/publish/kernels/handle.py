"""The asking side of the warm parent: start it, ask for a child, wait for the child's end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from totalplace_lib.publish.warmth import Call

_KILLED = 9  # SIGKILL, which Windows has no name for
_CLOSED = {"exit": -_KILLED}  # the parent has gone, and its children with it


class NotForkedError(RuntimeError):
    """The parent could not or would not fork: it has ended, or it has found threads (named here)."""

    def __init__(self, message: str, threads: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.threads = threads


class ForkedProcess:
    """A child of the warm parent: the part of subprocess.Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._lock = threading.Lock()  # one thread waits, another may kill
        self._received = b""
        self.is_host_lost = (
            False  # the line was closed, but not by the parent, which says first how the child ended
        )
        self.returncode: int | None = None
        told = self._next(block=True)
        if told is None or "pid" not in told:
            line.close()
            raise NotForkedError(f"the warm parent did not fork: {told}", (told or {}).get("threads", ()))
        self.pid: int = told["pid"]

    def _next(self, block: bool) -> dict[str, Any] | None:
        """The next message of the parent or the child; None when there is none yet."""
        self._line.setblocking(block)
        while b"\n" not in self._received:
            try:
                more = self._line.recv(4096)
            except BlockingIOError:
                return None
            except ConnectionResetError:
                more = b""
            if not more:
                self.is_host_lost = True
                return dict(_CLOSED)
            self._received += more
        message, self._received = self._received.split(b"\n", 1)
        told: dict[str, Any] = json.loads(message)
        return told

    async def up(self) -> bool:
        """Wait until the kernel has its sockets; False when it has ended instead."""
        told = self._next(block=False)
        while told is None:
            await self._readable()
            told = self._next(block=False)
        self._note_exit(told)
        return "up" in told

    async def ended(self) -> int:
        """Wait for the end, without polling."""
        while self.poll() is None:
            await self._readable()
        return self.returncode or 0

    async def _readable(self) -> None:
        loop, event = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._line, event.set)
        try:
            await event.wait()
        finally:
            loop.remove_reader(self._line)

    def _note_exit(self, told: Mapping[str, Any]) -> None:
        if "exit" in told:
            self.returncode = told["exit"]
            self._line.close()

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        with self._lock:
            while self.returncode is None and (told := self._next(block=False)) is not None:
                self._note_exit(told)
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """As Popen.wait."""
        while self.poll() is None:
            with contextlib.suppress(ValueError):  # closed meanwhile: another thread has heard of the end
                if not select.select([self._line], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("forked process", timeout or 0)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """To the child's whole process group."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(_KILLED)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)


class WarmParent:
    """A handle that can ask the parent for children; several processes may hold one."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def fork(
        self, call: str, options: Mapping[str, Any], *sockets: socket.socket, shared: Sequence[Call] = ()
    ) -> ForkedProcess:
        """A child that runs call ("module:function") with the line, the sockets and the options, once the parent has
        made what is shared. NotForkedError when the parent has ended, or has threads."""
        mine, theirs = socket.socketpair()
        request = json.dumps({"call": call, "options": options, "shared": shared}).encode()
        descriptors = [theirs.fileno(), *(one.fileno() for one in sockets)]
        try:
            socket.send_fds(self.control, [request], descriptors)
        except OSError as error:
            mine.close()
            raise NotForkedError(f"the warm parent has ended: {error}") from error
        finally:
            theirs.close()
        return ForkedProcess(mine)


class OwnedParent(WarmParent):
    """The handle of the process that has started the parent: it waits for it and ends it."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control)
        command = [sys.executable, "-m", "totalplace_lib.publish.kernels.parent", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=dict(environment), stdin=subprocess.PIPE, text=True
        )
        theirs.close()
        self._say(json.dumps(modules))
        self._threads: list[str] | None = None

    def _say(self, text: str) -> None:
        if self._process.stdin is None:
            return
        with contextlib.suppress(BrokenPipeError):  # it has ended: why_not will tell
            self._process.stdin.write(text)
            self._process.stdin.close()

    @property
    def pid(self) -> int:
        """The parent's process id."""
        return self._process.pid

    def why_not(self) -> str:
        """Wait until the parent is warm. Why it cannot be used; "" when it can."""
        if self._threads is None:
            try:
                message = self.control.recv(65536)
            except ConnectionResetError:
                message = b""
            self._threads = _threads_in(message)
        return f"the warm parent cannot fork ({', '.join(self._threads)})" if self._threads else ""

    def fork(
        self, call: str, options: Mapping[str, Any], *sockets: socket.socket, shared: Sequence[Call] = ()
    ) -> ForkedProcess:
        """As WarmParent; a parent that has found threads is not to be asked again (why_not)."""
        try:
            return super().fork(call, options, *sockets, shared=shared)
        except NotForkedError as error:
            self._threads = [_thread_words(name) for name in error.threads] or self._threads
            raise

    def close(self) -> None:
        """End the parent, and with it all its children, at once."""
        self.control.close()
        self._process.kill()
        self._process.wait()


def _threads_in(message: bytes) -> list[str]:
    if not message:
        return ["it ended while it warmed up"]
    return [_thread_words(name) for name in json.loads(message)["threads"]]


def _thread_words(name: str) -> str:
    return f"it has another thread, {name}"


_adopted: list[WarmParent] = []


def adopt(control: socket.socket) -> None:
    """In a forked worker: kernels are asked for on this socket."""
    _adopted[:] = [WarmParent(control)]


def adopted_parent() -> WarmParent | None:
    """The warm parent that this process may ask for kernels, if there is one."""
    return _adopted[0] if _adopted else None


def can_fork() -> bool:
    """Whether this system has what the warm parent needs: /proc to see threads, SEQPACKET sockets, prctl."""
    return sys.platform == "linux"
