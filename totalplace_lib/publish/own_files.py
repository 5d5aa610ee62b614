"""The batch's own files in a folder of reports, whatever somebody else may have put there instead.

Nothing is read or written through a link, and no name leads out of the folder. What is not as a batch writes it is
named with what to do; nothing is changed then.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.shape import ShapeError, demand_shape

PRIVATE = ".batch"  # the batch's own memory inside the folder of reports
FAILED = "_failed"  # notebooks of failed reports
LOGS = "_logs"
ENTRIES = f"{PRIVATE}/reports"
STAGING = f"{PRIVATE}/staging"
FIGURES = f"{PRIVATE}/figures"  # of the front door, by year
_MOST_BYTES = 1 << 26
_LONGEST_NAME = 1000
_UNCHANGED = "Nothing was changed. Take it away, or choose another folder with --out."


class KeptFileError(TotalPlaceError):
    """A file or folder that a batch keeps for itself is not what a batch makes: names it, and what to do."""


def read_kept(path: Path, shape: Any, advice: str) -> Any:
    """A file of JSON that has this shape (shape.demand_shape). KeptFileError with the advice when it has not."""
    try:
        value = json.loads(read_regular(path))
        demand_shape(value, shape)
    except ShapeError as fault:
        raise _not_ours(path, str(fault), advice) from fault
    except OSError as fault:
        raise _not_ours(path, fault.strerror or str(fault), advice) from fault
    except (ValueError, RecursionError) as fault:
        raise _not_ours(path, "it is no JSON", advice) from fault
    return value


def read_regular(path: Path) -> bytes:
    """The content of an ordinary file of no more than 64 MB. OSError when it is none: a link, a folder, a pipe."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    if is_link(path):
        raise OSError(0, "it is a link")
    with os.fdopen(os.open(path, flags), "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "it is not an ordinary file")
        if found.st_size > _MOST_BYTES:
            raise OSError(0, f"it has {found.st_size:,} bytes")
        return stream.read(_MOST_BYTES)


def inside(out: Path, name: str) -> Path:
    """Where a file of this name lies in the folder of reports. KeptFileError when the name, or a link on the way, leads
    out of it, or into what the batch keeps for itself (but for its entries)."""
    if not is_plain(name):
        raise KeptFileError(
            f"'{name[:200]}' is not the name of a file in a folder of reports. Nothing was changed."
        )
    *folders, last = name.split("/")
    path = out
    for part in folders:
        path = path / part
        _demand_folder(path)
    if (path / last).is_dir() and not is_link(path / last):
        raise KeptFileError(f"{path / last} is a folder where a report's file belongs. {_UNCHANGED}")
    return path / last


def _demand_folder(path: Path) -> None:
    """It is a folder, or not there yet."""
    if is_link(path):
        raise KeptFileError(f"{path} is a link, and links are not followed. {_UNCHANGED}")
    if path.exists() and not path.is_dir():
        raise KeptFileError(f"{path} is a file where a folder of the batch belongs. {_UNCHANGED}")


def is_plain(name: str) -> bool:
    """Whether the name stays inside on every system: "here/count.html", not "../x", "/x", "C:x" or ".batch/lock"."""
    parts = name.split("/")
    is_private = parts[0].rstrip(" .").casefold() == PRIVATE and not (
        name.startswith(f"{ENTRIES}/") and name.endswith(".json")
    )
    is_odd = any(character in '\\:*?"<>|' or character < " " for character in name)
    return not (is_private or is_odd or {"", ".", ".."} & set(parts) or len(name) > _LONGEST_NAME)


def is_link(path: Path) -> bool:
    """A symbolic link, or what Windows calls a junction."""
    return path.is_symlink() or bool(getattr(path, "is_junction", lambda: False)())


def demand_own_folders(out: Path) -> None:
    """KeptFileError when a folder that the batch keeps is there as something else, such as a link to another one."""
    for name in (PRIVATE, ENTRIES, STAGING, FIGURES, FAILED, LOGS):
        _demand_folder(out / name)


def _not_ours(path: Path, why: str, advice: str) -> KeptFileError:
    return KeptFileError(f"{path} is not what a batch writes: {why}. Nothing was changed. {advice}")
