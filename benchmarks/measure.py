"""Seconds, processor time and peak memory of a command and all processes that it starts."""

from __future__ import annotations

import contextlib
import os
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """One run. Memory is the sum of proportional set sizes: shared pages count once."""

    seconds: float
    cpu: float
    peak_mb: float

    @classmethod
    def median(cls, runs: Sequence[Measured]) -> Measured:
        """The middle of each."""
        return cls(
            statistics.median(run.seconds for run in runs),
            statistics.median(run.cpu for run in runs),
            statistics.median(run.peak_mb for run in runs),
        )


def measure(command: Sequence[str], environment: Mapping[str, str], *, quiet: bool = False) -> Measured:
    """Run it to its end, without showing what it prints when quiet; CalledProcessError when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL if quiet else None)
    watch = _Memory(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    watch.is_over.set()
    watch.join()
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, watch.peak_kb / 1024)


class _Memory(threading.Thread):
    """Looks at the process and its descendants now and then, and keeps the largest sum."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_kb = pid, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(_PAUSE):
            self.peak_kb = max(self.peak_kb, sum(_proportional_kb(pid) for pid in _family(self.pid)))


def _family(pid: int) -> list[int]:
    """The process and all its descendants; each thread has children of its own."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            found += [one for child in children.read_text().split() for one in _family(int(child))]
    return found


def _proportional_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    match = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(match[1]) if match else 0
