"""What follows from a text alone (what a module imports, what a notebook declares), kept for the next run.

Parsing costs more than all the rest of a run with nothing to make. A value is kept by the digest of its text and of
the code that worked it out, so it is never out of date; where it cannot be read or written, it is worked out again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from totalplace_lib import checksums, project

FILE = "kept"  # in project.cache_path(): JSON, sealed; may be deleted at any time
_MOST = 2000  # values; those longest unused go first


class _Kept:
    def __init__(self, path: Path) -> None:
        self._path, self._is_changed = path, False
        self._values: dict[str, Any] = {}
        with contextlib.suppress(ValueError):
            self._values = json.loads(checksums.sealed(path) or b"{}")

    def value(self, key: str, work: Callable[[], Any]) -> Any:
        if key not in self._values:
            self._values[key] = work()
            self._is_changed = True
        self._values[key] = self._values.pop(key)  # the last used stands last
        return self._values[key]

    def save(self) -> None:
        if self._is_changed:
            newest = dict(list(self._values.items())[-_MOST:])
            checksums.seal(self._path, json.dumps(newest).encode())
            self._is_changed = False


@functools.cache
def _of(folder: Path) -> _Kept:
    return _Kept(folder / FILE)


@functools.cache
def _code(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


def kept(what: str, text: str, work: Callable[[], Any]) -> Any:
    """The value of work(), which must be JSON and follow from the text, from `what` (the question, and packages that
    help to answer it) and from the module that work is written in."""
    asked = "\n".join([what, platform.python_version(), _code(work.__code__.co_filename), text])
    return _of(project.cache_path()).value(hashlib.sha256(asked.encode()).hexdigest(), work)


def save() -> None:
    """Keep what was worked out since the run began."""
    _of(project.cache_path()).save()
