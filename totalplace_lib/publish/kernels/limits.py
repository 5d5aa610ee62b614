"""Limits that a kernel sets on itself before it runs anything: its parent's life, its memory. Linux only."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
MEMORY_VARIABLE = "TOTALPLACE_KERNEL_MEMORY_MB"


def can_limit_memory() -> bool:
    """Whether the system lets a process limit its own memory in a way that counts only what is its own."""
    return sys.platform == "linux"


def die_with_parent() -> None:
    """Ask the system to kill this process when the one that started it ends, however it ends."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before the request
        os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Let this process have so much more memory of its own than it has now; then Python raises MemoryError."""
    if sys.platform != "linux":
        return
    import resource

    match = re.search(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text())
    now = int(match[1]) * 1024 if match else 0
    most = now + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
