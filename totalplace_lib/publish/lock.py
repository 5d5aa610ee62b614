"""One batch at a time in a folder of reports. The system releases the lock when the process ends."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.files import PRIVATE, saying_what_to_do

_PAUSE = 0.2  # seconds between two tries while waiting


@contextmanager
def folder_lock(out: Path, wait: bool = False) -> Iterator[Path]:
    """Hold the folder; gives a scratch folder that lasts as long. What a killed holder left there is removed.

    A second batch waits, or gets a UsageError that names the first one's process.
    """
    path = out / PRIVATE / "lock"
    with saying_what_to_do(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    with stream:
        while not _acquire(stream):
            if not wait:
                raise UsageError(
                    f"Another batch (process {_holder(stream).get('process')}) is writing to {out}. Wait for it "
                    "(--wait), stop it, or choose another folder with --out."
                )
            time.sleep(_PAUSE)
        shutil.rmtree(_holder(stream).get("scratch", path / "none"), ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="totalplace-", ignore_cleanup_errors=True) as scratch:
            with saying_what_to_do(out):
                stream.truncate(0)
                stream.write(json.dumps({"process": os.getpid(), "scratch": scratch}))
                stream.flush()
            yield Path(scratch)


def _holder(stream: IO[str]) -> dict[str, Any]:
    """Who wrote into the lock last."""
    stream.seek(0)
    text = stream.read()
    holder: dict[str, Any] = json.loads(text) if text else {}
    return holder


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
