"""One log file per report: _logs/<place>/<report>.log, a line per cell, with the clock."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from totalplace_lib.publish.record import ReportMeta

_TAIL = 1 << 16  # bytes that are looked at for what a report does now


class ReportLog:
    """Writes the log of one report; writes nothing where there is no folder to write to."""

    def __init__(self, stream: IO[str] | None) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """One line, with the time of day."""
        if self._stream:
            self._stream.write(f"{time.strftime('%H:%M:%S')} {text}\n")

    def cell(self, number: int, of: int) -> None:
        """A cell begins."""
        self.write(f"cell {number} of {of}")


@contextmanager
def report_log(folder: Path | None, meta: ReportMeta) -> Iterator[ReportLog]:
    """Begin the report's log anew; no folder, no log."""
    if folder is None:
        yield ReportLog(None)
        return
    path = log_path(folder, meta)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # what has other names too, or is a link, is not written to
    with path.open("x", encoding="utf-8", buffering=1) as stream, _papermill_writes_to(stream):
        yield ReportLog(stream)


@contextmanager
def _papermill_writes_to(stream: IO[str]) -> Iterator[None]:
    """What papermill and nbclient have to say belongs into the report's log, not on the terminal."""
    logger = logging.getLogger("papermill")
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated


def log_path(folder: Path, meta: ReportMeta) -> Path:
    """Where a report's log lies."""
    return folder / f"{meta.id}.log"


def last_cell(folder: Path, meta: ReportMeta) -> str:
    """What the report is doing now, "cell 3 of 20"; "" before it begins."""
    path = log_path(folder, meta)
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        text = stream.read(_TAIL).decode("utf-8", errors="replace")
    lines = [line for line in text.splitlines() if " cell " in line]
    return lines[-1].split(" ", 1)[1] if lines else "starting"
