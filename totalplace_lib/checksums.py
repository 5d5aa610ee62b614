"""Whether a processed table is the one that the build wrote: datapackage.json beside it holds its size and SHA-256.

A table is proved when a process first opens it, and again only when the file has changed since; forked children know
what their parent has proved. So the cost is one reading of the tables that are opened, once a run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from totalplace_lib.errors import TableError

PACKAGE = "datapackage.json"
_METHOD = "sha256:"


@dataclass(frozen=True)
class Checksum:
    """What identifies the content of a table: its size in bytes and its digest, "sha256:...", as in a data package."""

    bytes: int
    hash: str


_State = tuple[int, int, int]  # time of change, size and number of a file: other content, other state
_proved: dict[Path, _State] = {}
_recorded: dict[Path, tuple[_State, Mapping[str, Checksum]]] = {}


def checksum_of(content: bytes) -> Checksum:
    """For what the build writes, and for what is found."""
    return Checksum(len(content), _METHOD + hashlib.sha256(content).hexdigest())


def seal(path: Path, content: bytes) -> None:
    """Keep content under its own SHA-256 for the next process (sealed), written beside and moved: nobody reads half.

    Where that cannot be (a full or read-only disk), nothing is kept and the next process works it out again.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        part.replace(path)


def sealed(path: Path) -> bytes | None:
    """What seal() kept; None where nothing is there or it is not whole."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest == hashlib.sha256(content).hexdigest().encode() else None


def prove(table: Path) -> None:
    """Raise TableError, with the command that restores it, when the table is not what datapackage.json says it is."""
    if not table.is_file():
        raise TableError(f"{_shown(table)} is missing. {_remedy(table)}")
    try:
        state = state_of(table)
        if _proved.get(table) == state:
            return
        found = checksum_of(table.read_bytes())
    except OSError as error:
        raise TableError(f"{_shown(table)} cannot be read: {error.strerror}. {_remedy(table)}") from error
    fault = _fault(table, found)
    if fault:
        raise TableError(f"{_shown(table)} {fault}. Nothing was counted from it. {_remedy(table)}")
    _proved[table] = state


def recorded(table: Path) -> Checksum:
    """What datapackage.json says of a table that was proved."""
    return _checksums(table.with_name(PACKAGE))[table.name]


def proved() -> tuple[str, ...]:
    """The tables that this process, or the one that it was forked from, has opened and proved."""
    return tuple(sorted(path.stem for path in _proved))


def prove_all(folder: Path) -> None:
    """Prove what the folder holds before forking, so that no child has to. A fault is for the child that meets it."""
    for table in sorted(folder.glob("*.parquet")):
        try:
            prove(table)
        except TableError:
            continue


def _fault(table: Path, found: Checksum) -> str:
    """What is wrong with a table of this content, in words; "" when nothing is."""
    recorded = _checksums(table.with_name(PACKAGE))
    expected = recorded.get(table.name)
    if expected is None or not expected.hash:
        return f"has no checksum in {PACKAGE}, so that nobody can say whether it is what the build wrote"
    if found == expected:
        return ""
    if not found.bytes:
        return f"is empty; the build wrote {expected.bytes:,} bytes ({PACKAGE})"
    twin = next((name for name, one in recorded.items() if one == found), "")
    if twin:
        return f"holds another table, {twin}: they were swapped, or one was copied over the other"
    if found.bytes != expected.bytes:
        return f"has {found.bytes:,} bytes; the build wrote {expected.bytes:,} ({PACKAGE})"
    return f"is damaged: its bytes are not those that the build wrote ({PACKAGE} has another SHA-256)"


def read_package(folder: Path) -> dict[str, Any]:
    """datapackage.json of a folder. TableError with what to do when it is missing or is no description of tables."""
    path = folder / PACKAGE
    try:
        package: dict[str, Any] = json.loads(path.read_bytes())
        is_right = all(isinstance(one["name"], str) for one in package["resources"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        is_right = False
    if not is_right:
        state = "damaged" if path.is_file() else "missing"
        raise TableError(
            f"{_shown(path)}, which holds the checksums of the tables, is {state}. {_remedy(path)}"
        )
    return package


def _checksums(package: Path) -> Mapping[str, Checksum]:
    """Of each table by its file name, as the build wrote them down; none for a table that has none."""
    state = state_of(package) if package.is_file() else (0, 0, 0)
    if package not in _recorded or _recorded[package][0] != state:
        _recorded[package] = state, _read(read_package(package.parent))
    return _recorded[package][1]


def _read(package: Mapping[str, Any]) -> Mapping[str, Checksum]:
    described = package["resources"]
    return {f"{one['name']}.parquet": Checksum(one.get("bytes", 0), one.get("hash", "")) for one in described}


def state_of(path: Path) -> _State:
    """What differs when the content does, without reading it."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _shown(path: Path) -> str:
    """As people know it: data/processed/cra.parquet."""
    return "/".join(path.parts[-3:])


def _remedy(path: Path) -> str:
    """The command that restores the tables and their checksums where they lie."""
    anew = "'totalplace build --raw DIR' (DIR: the folder of publications)"
    if any((folder / ".git").exists() for folder in path.parents[:3]):
        return f"Restore the tables with 'git checkout -- data/processed', or make them anew with {anew}."
    return f"Make the tables anew with {anew}, or install Total Place again: pip install --force-reinstall totalplace."
