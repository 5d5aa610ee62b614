"""A short name for the data behind a page: equal versions mean equal data.

Not a date: most publications do not say when they were published, and none is made up. A report's version is
that of the tables it has read, so that it stays the same when another table changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from totalplace_lib import project

_TABLES = "data/processed/"


def version_of_all() -> str:
    """Of everything in data/processed; "" where there is nothing."""
    return _version(path for path in project.processed_path().rglob("*") if path.is_file())


def version_of(reads: Iterable[str]) -> str:
    """Of those tables among what a report has read (paths relative to the project folder); "" when it has read none."""
    return _version(project.home() / name for name in reads if name.startswith(_TABLES))


def _version(paths: Iterable[Path]) -> str:
    digest, home = hashlib.sha256(), project.home()
    files = sorted(path for path in paths if path.is_file())
    for path in files:
        digest.update(f"{path.relative_to(home).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8] if files else ""
