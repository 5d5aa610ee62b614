"""One batch at a time in a folder of reports. The system releases the lock when the process ends, however it ends."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.files import PRIVATE, saying_what_to_do

_PAUSE = 0.2  # seconds between two tries while waiting


@contextmanager
def folder_lock(out: Path, wait: bool = False) -> Iterator[None]:
    """Hold the folder. A second batch waits, or gets a UsageError that names the first one's process."""
    path = out / PRIVATE / "lock"
    with saying_what_to_do(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    with stream:
        while not _acquire(stream):
            if not wait:
                raise UsageError(
                    f"Another batch{_holder(stream)} is writing to {out}. Wait for it (--wait), stop it, or choose "
                    "another folder with --out."
                )
            time.sleep(_PAUSE)
        stream.truncate(0)
        stream.write(json.dumps({"process": os.getpid()}))
        stream.flush()
        yield


def _holder(stream: IO[str]) -> str:
    stream.seek(0)
    text = stream.read()
    return f" (process {json.loads(text)['process']})" if text else ""


if sys.platform == "win32":
    import msvcrt

    def _acquire(stream: IO[str]) -> bool:
        try:
            stream.seek(2**20)  # lock far behind the text, which others must be able to read
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _acquire(stream: IO[str]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
