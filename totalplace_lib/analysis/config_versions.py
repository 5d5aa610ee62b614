"""config/ as it stood in a revision of git: what changed in it since, laid out as a project folder of its own.

The user's own tree is read, never written.
"""

from __future__ import annotations

import difflib
import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from totalplace_lib.errors import UsageError, shown
from totalplace_lib.frame_cache import FOLDER, LENT

ADDED, REMOVED = "added", "removed"
REVISION = "revision"  # in the cache: what was made under another revision


@dataclass(frozen=True)
class RowChange:
    """A row of a table, or a line of a card, that is only in one of two versions; row: its line in that version."""

    file: str
    change: str
    row: int
    text: str


@contextmanager
def project_at(home: Path, revision: str, cache: Path) -> Iterator[Path]:
    """A temporary project folder with config/ of a revision and the data of this project.

    cache  project.cache_path() of this project: what was made under the revision is kept there, and each of the two
           uses what the other has made of the very same tables (frame_cache)
    Raises UsageError where the project is not under git or the revision is unknown.
    """
    archive = _git(home, "archive", "--format=tar", revision, "config", revision=revision)
    with TemporaryDirectory(prefix="totalplace-config-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")
        _lend(home / "data", Path(folder) / "data")
        with _frames_of_both(cache, Path(folder)):
            yield Path(folder)


@contextmanager
def _frames_of_both(cache: Path, folder: Path) -> Iterator[None]:
    """The two projects' frames at each other's hand for a while, where the system allows links."""
    there = cache / REVISION
    links = {folder / ".totalplace": there, there / LENT: cache / FOLDER, cache / LENT: there / FOLDER}
    made = []
    try:
        for path, to in links.items():
            to.mkdir(parents=True, exist_ok=True)
            if path.is_symlink():
                path.unlink()
            path.symlink_to(to.resolve(), target_is_directory=True)
            made.append(path)
    except OSError:
        pass  # it only takes longer
    try:
        yield
    finally:
        for path in made:
            with suppress(OSError):
                path.unlink()


def _lend(data: Path, to: Path) -> None:
    """The data as a link, or as a copy where the system allows no links."""
    try:
        to.symlink_to(data, target_is_directory=True)
    except OSError:
        shutil.copytree(data / "processed", to / "processed")


def _git(home: Path, *arguments: str, revision: str) -> bytes:
    if revision.startswith("-"):
        raise UsageError(
            f"'{shown(revision)}' is no revision of git. Example: --against HEAD, --against main."
        )
    try:
        done = subprocess.run(["git", "-C", str(home), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed: --against compares with a revision of git.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"config/ of '{shown(revision)}' was not to be had from git: {shown(said[-1] if said else '')} "
            "Run it in a clone, with a revision such as HEAD, HEAD~1, main or a tag."
        )
    return done.stdout


def contents(home: Path) -> dict[str, str]:
    """The files of config/ by their path in the project, as text."""
    return {
        path.relative_to(home).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((home / "config").rglob("*"))
        if path.suffix in (".csv", ".toml")
    }


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[RowChange]:
    """Rows that were removed or added, by file; comments and empty lines say nothing. A row that moved is both."""
    found = []
    for file in sorted({*before, *after}):
        one, other = (_rows(files.get(file, "")) for files in (before, after))
        match = difflib.SequenceMatcher(
            None, [text for _, text in one], [text for _, text in other], autojunk=False
        )
        for tag, a, b, c, d in match.get_opcodes():
            if tag != "equal":
                found += [RowChange(file, REMOVED, row, text) for row, text in one[a:b]]
                found += [RowChange(file, ADDED, row, text) for row, text in other[c:d]]
    return found


def _rows(text: str) -> list[tuple[int, str]]:
    lines = enumerate(text.splitlines(), 1)
    return [(row, line) for row, line in lines if line.strip() and not line.startswith("#")]
