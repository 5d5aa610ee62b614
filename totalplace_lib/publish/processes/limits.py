"""Limits that a process sets on itself before it makes a report: its starter's life, its memory. Linux only."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def can_fork() -> bool:
    """Whether this system has what the warm parent needs: /proc to see threads, SEQPACKET sockets, prctl."""
    return sys.platform == "linux"


def can_limit_memory() -> bool:
    """Whether the system lets a process limit its own memory in a way that counts only what is its own."""
    return sys.platform == "linux"


def die_with_starter(number: int) -> None:
    """Ask the system for this signal when the thread that started this process ends, however it ends."""
    if sys.platform != "linux":
        return
    starter = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != starter:  # it has ended before the request
        os._exit(1)


@contextmanager
def limited_memory(megabytes: int | None) -> Iterator[None]:
    """Let this process have so much more memory of its own than it has now; then Python raises MemoryError."""
    if sys.platform != "linux" or not megabytes:
        yield
        return
    import resource

    match = re.search(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text())
    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = (int(match[1]) * 1024 if match else 0) + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
