"""Which reports are right as they are: what each one was made from, and whether any of it has changed.

A report is made from parts, each with a digest: the notebook, its title and parameters, the library code it
imports (and the code that renders it), versions of Python and of the packages that compute and draw, and the
tables and config that it read when it was last made. All equal, and its files untouched: nothing to do.
The parts are kept one file per report under .batch/reports, published together with the report itself.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from totalplace_lib import code_used, project
from totalplace_lib.errors import Faults, TotalPlaceError
from totalplace_lib.publish.own_files import ENTRIES, FAILED, KeptFileError, inside, read_kept
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.record import ReportMeta, ReportResult, State

_PACKAGES = (
    "ipykernel",
    "ipython",
    "jinja2",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "seaborn",
)
_MAKES_EVERY_REPORT = "import totalplace_lib.publish.execute"
_MAKES_FIGURES = "import totalplace_lib.analysis.everywhere"
_MOST_FAULTS = 20  # that are told one by one
_FIGURES_READ = ("config", "data/processed")  # more than they read, which costs some seconds now and then


@dataclass(frozen=True)
class Entry:
    """What is known of one report in the folder: how it ended, what it was made from, its files' digests."""

    task: Task
    state: State
    parts: Mapping[str, str]  # "file data/processed/rs.parquet" -> digest
    files: Mapping[str, str] = field(default_factory=dict)  # path in the folder of reports -> digest
    seconds: float = 0.0
    cell: int | None = None
    message: str = ""

    def result(self, state: State, in_run: bool = True) -> ReportResult:
        """For the record of a run."""
        files = tuple(sorted(self.files, key=lambda path: (not path.endswith(".html"), path)))
        return ReportResult(self.task.meta, state, self.seconds, self.cell, self.message, files, in_run)


def entry_path(meta: ReportMeta) -> str:
    """Where a report's entry lies in the folder of reports."""
    return f"{ENTRIES}/{meta.id}.json"


def read_entries(out: Path) -> dict[str, Entry]:
    """All entries of the folder by report id, in the order of their ids.

    KeptFileError (or Faults, when there are several) names the files that no batch has written.
    """
    entries: dict[str, Entry] = {}
    faults: list[TotalPlaceError] = []
    for path in _entry_files(out):
        try:
            entry = _entry_from(out, path)
        except KeptFileError as fault:
            faults.append(fault)
        else:
            entries[entry.task.meta.id] = entry
    if len(faults) > _MOST_FAULTS:
        more = KeptFileError(f"{len(faults) - _MOST_FAULTS} more files like these in {out / ENTRIES}.")
        faults = [*faults[:_MOST_FAULTS], more]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults("Nothing was run", faults)
    return dict(sorted(entries.items()))


def _entry_files(out: Path) -> list[Path]:
    """Every .json under the entries' folder, and no further than that: a folder that is a link is not entered."""
    found = ((Path(folder), names) for folder, _, names in os.walk(out / ENTRIES))
    return sorted(folder / name for folder, names in found for name in names if name.endswith(".json"))


def _entry_from(out: Path, path: Path) -> Entry:
    advice = "Delete that file: the report is then made anew."
    row = read_kept(path, Entry, advice)
    entry = Entry(Task.from_row(row.pop("task")), State(row.pop("state")), **row)
    meta = entry.task.meta
    if entry_path(meta) != path.relative_to(out).as_posix():
        raise KeptFileError(f"{path} is about another report, {meta.id[:200]}. Nothing was changed. {advice}")
    for name in entry.files:
        inside(out, name)
        if not name.startswith((meta.id, f"{FAILED}/{meta.id}")):
            raise KeptFileError(
                f"{path} names a file of another report, {name[:200]}. Nothing was changed. {advice}"
            )
    return entry


def entry_bytes(entry: Entry) -> bytes:
    """The entry's file."""
    row = asdict(entry) | {"task": entry.task.to_row()}
    return (json.dumps(row, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


class Parts:
    """Digests as they were when the batch began, so that a file changed meanwhile never counts as read."""

    def __init__(self) -> None:
        self._home = project.home()
        self._digests: dict[Path, str] = {}
        self._notebooks: dict[Path, dict[str, str]] = {}
        for folder in ("config", "data/processed"):
            for path in (self._home / folder).rglob("*"):
                self.digest(path)

    def of(self, task: Task, reads: Iterable[str]) -> dict[str, str]:
        """Everything the report is made from. reads: paths relative to the project folder."""
        meta = asdict(task.meta)
        del meta["data_version"]  # that follows from what it reads
        return {
            "title and parameters": digest_of(json.dumps(meta, sort_keys=True).encode()),
            **self._of_notebook(task.notebook),
            **{f"file {path}": self.digest(self._home / path) for path in sorted(set(reads))},
        }

    def _of_notebook(self, notebook: Path) -> dict[str, str]:
        if notebook not in self._notebooks:
            code = self._of_code(*code_used.code_cells(notebook), _MAKES_EVERY_REPORT)
            self._notebooks[notebook] = {"notebook": self.digest(notebook), **code, **_versions()}
        return self._notebooks[notebook]

    def _of_code(self, *sources: str) -> dict[str, str]:
        files = sorted(code_used.files_used(sources))
        return {f"code {code_used.module_name(path)}": self.digest(path) for path in files}

    def of_figures(self) -> str:
        """One digest of all that the figures of the front door follow from, but for the places themselves."""
        read = {name: self.digest(self._home / name) for name in _FIGURES_READ}
        return digest_of(
            json.dumps(read | self._of_code(_MAKES_FIGURES) | _versions(), sort_keys=True).encode()
        )

    def digest(self, path: Path) -> str:
        """The digest of a file, or of all files in a folder; a word where there is nothing."""
        if path not in self._digests:
            self._digests[path] = self._folder(path) if path.is_dir() else digest_of_file(path)
        return self._digests[path]

    def _folder(self, folder: Path) -> str:
        inside = (path for path in sorted(folder.rglob("*")) if path.is_file())
        names = (f"{path.relative_to(folder).as_posix()} {self.digest(path)}\n" for path in inside)
        return digest_of("".join(names).encode())


@functools.cache
def _versions() -> dict[str, str]:
    python = {"version python": platform.python_version()}
    return python | {f"version {name}": version(name) for name in _PACKAGES}


def reason_to_make(task: Task, entry: Entry | None, parts: Parts, out: Path) -> str:
    """Why the report must be made, in words; "" when it is right as it is."""
    if entry is None:
        return "never made"
    if entry.state is State.FAILED:
        return "failed last time"
    now = parts.of(task, (name.removeprefix("file ") for name in entry.parts if name.startswith("file ")))
    names = sorted(now.keys() | entry.parts.keys())
    changed = [name for name in names if now.get(name) != entry.parts.get(name)]
    if changed:
        more = f" and {len(changed) - 2} more" if len(changed) > 2 else ""
        return f"changed: {', '.join(changed[:2])}{more}"
    touched = [path for path, was in entry.files.items() if digest_of_file(out / path) != was]
    return f"{touched[0]} is missing or was altered" if touched else ""


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file's content; a word where there is none."""
    return digest_of(path.read_bytes()) if path.is_file() else "missing"


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
