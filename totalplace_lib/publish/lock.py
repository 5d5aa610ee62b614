"""One batch at a time in a folder of reports. The system releases the lock when the process ends."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.files import saying_what_to_do
from totalplace_lib.publish.own_files import (
    PRIVATE,
    KeptFileError,
    demand_own_folders,
    is_link,
    read_kept,
    read_regular,
)

_PAUSE = 0.2  # seconds between two tries while waiting
_PREFIX = "totalplace-"
_MARKER = "totalplace-scratch"  # in a scratch folder, with the token that the lock holds too
_ADVICE = "If no batch is running there, delete that file and run again; or choose another folder with --out."


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, as written in it. token: what proves that the scratch folder is the holder's."""

    process: int
    scratch: str
    token: str = ""


@contextmanager
def folder_lock(out: Path, wait: bool = False) -> Iterator[Path]:
    """Hold the folder; gives a scratch folder that lasts as long. What a killed holder left there is removed.

    A second batch waits, or gets a UsageError that names the first one's process. KeptFileError for a lock that no
    batch has written, or that names a folder which no batch has made.
    """
    path = out / PRIVATE / "lock"
    demand_own_folders(out)
    with saying_what_to_do(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = _open(path)
    with stream:
        while not _acquire(stream):
            if not wait:
                raise UsageError(
                    f"Another batch{_named(path)} is writing to {out}. Wait for it (--wait), stop it, or choose "
                    "another folder with --out."
                )
            time.sleep(_PAUSE)
        _clear_up(path)
        try:
            with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as scratch:
                with saying_what_to_do(out):
                    _sign(stream, Path(scratch))
                yield Path(scratch)
        finally:
            with contextlib.suppress(OSError):
                stream.truncate(0)  # nothing is left to clear up


def _open(path: Path) -> IO[str]:
    """The lock, made if need be: an ordinary file with no other name, for whatever else has that name is not ours."""
    if is_link(path) or (path.exists() and not path.is_file()):
        raise KeptFileError(f"{path} is not a batch's lock but a link or a folder. {_ADVICE}")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    stream = os.fdopen(os.open(path, flags, 0o666), "r+", encoding="utf-8")
    found = os.fstat(stream.fileno())
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        stream.close()
        raise KeptFileError(f"{path} is not a batch's lock: the file has another name too. {_ADVICE}")
    return stream


def _sign(stream: IO[str], scratch: Path) -> None:
    holder = Holder(os.getpid(), os.fspath(scratch), secrets.token_hex(16))
    (scratch / _MARKER).write_text(holder.token, encoding="utf-8")
    stream.seek(0)
    stream.truncate(0)
    stream.write(json.dumps(asdict(holder)))
    stream.flush()


def _named(path: Path) -> str:
    """The process that holds the lock, where it has said so already."""
    try:
        return f" (process {_holder(path).process})"
    except (KeptFileError, OSError):
        return ""


def _holder(path: Path) -> Holder:
    return Holder(**read_kept(path, Holder, _ADVICE))


def _clear_up(path: Path) -> None:
    """Remove the scratch folder of a holder that was killed; a folder that is not proved to be one stays."""
    if path.stat().st_size == 0:
        return
    holder = _holder(path)
    scratch = Path(holder.scratch)
    if not os.path.lexists(scratch):
        return
    if not _is_scratch(scratch, holder.token, path.parent):
        raise KeptFileError(
            f"{path} names the folder {holder.scratch[:200]}, which is not proved to be a batch's own: nothing was "
            f"removed. {_ADVICE}"
        )
    shutil.rmtree(scratch, ignore_errors=True)


def _is_scratch(scratch: Path, token: str, private: Path) -> bool:
    """Made by a batch: where and how a batch makes it, owned by this user, with the token of the lock inside."""
    try:
        found = scratch.lstat()
        is_signed = len(token) == 32 and read_regular(scratch / _MARKER) == token.encode()
        places = {Path(tempfile.gettempdir()).resolve(), private.resolve()}
        is_placed = scratch.is_absolute() and scratch.parent.resolve() in places
    except OSError:
        return False
    is_owned = found.st_uid == os.getuid() if sys.platform != "win32" else True
    is_folder = stat.S_ISDIR(found.st_mode) and not is_link(scratch)
    return is_signed and is_placed and is_owned and is_folder and scratch.name.startswith(_PREFIX)


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
