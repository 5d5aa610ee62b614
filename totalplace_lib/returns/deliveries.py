"""Every version of every return that was accepted, in data/returns: outside git, written once, never changed.

    0001.json ...    a delivery: the returns of one file, or what was removed, with who, when and the file's SHA-256
    files/HASH       the file itself

A delivery is one file that comes into being whole: it is written beside, forced to the disk and linked under the next
free number, which only one of several people can have. What holds now is what the last delivery says of each body.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib import checksums, project
from totalplace_lib.errors import TableError, UsageError, shown
from totalplace_lib.returns.answers import Choice, Return

ADDED, REMOVED, ASKED = "added", "removed", "asked"
INDEX = "index"
"""Names all deliveries: a report that was made from other returns than these is made again."""
_NAME = re.compile(r"\d{4,}\.json")
_DRAFT, _DEAD = ".*-*", 60.0
"""Drafts of what is being written, which takes a moment; one of so many seconds is of a process that was killed."""


@dataclass(frozen=True)
class Delivery:
    """One file that was accepted, one removal, or one request.

    of      place, year and body of each return taken out or asked for;  due: the day by which it is asked for
    """

    number: int
    kind: str
    by: str
    at: str
    file: str = ""
    sha256: str = ""
    returns: tuple[Return, ...] = ()
    of: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""
    due: str = ""
    left_out: tuple[str, ...] = ()  # rows that were wrong and were not taken

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """What it speaks of: place, year, body."""
        return tuple((one.place, one.year, one.body) for one in self.returns) or self.of


@dataclass(frozen=True)
class Held:
    """A return as it holds now, with the delivery that it came in; version counts those of its body."""

    answer: Return
    delivery: Delivery
    version: int


def folder() -> Path:
    """Where the returns of the project lie."""
    return project.home() / "data" / "returns"


def deliveries() -> list[Delivery]:
    """All deliveries in their order. TableError where one was altered or cannot be read."""
    found = [_read(path, checksums.state_of(path)) for path in _paths()]
    _note(found)
    return found


def current(place: str, year: str, choice: Choice = Choice.ALL) -> list[Held]:
    """The returns of a place and year that hold now and that the choice lets in, by body."""
    held: dict[str, Held] = {}
    versions: dict[str, int] = {}
    for delivery in deliveries():
        for one in delivery.returns:
            if (one.place, one.year) == (place, year):
                versions[one.body] = versions.get(one.body, 0) + 1
                held[one.body] = Held(one, delivery, versions[one.body])
        for of, when, body in delivery.of:
            if delivery.kind == REMOVED and (of, when) == (place, year):
                held.pop(body, None)
    takes = set(map(str, choice.takes))
    return [one for _, one in sorted(held.items()) if one.answer.status in takes]


def add(path: Path, returns: Sequence[Return], by: str, left_out: Sequence[str] = ()) -> Delivery | None:
    """Keep the returns of a file; None where the same file is what holds already."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if all(_holds(one, digest) for one in returns):
        return None
    _keep_file(digest, path.suffix.lower(), content)
    made = Delivery(
        0, ADDED, shown(by), _now(), shown(path.name), digest, tuple(returns), left_out=tuple(left_out)
    )
    return _write(made)


def remove(place: str, year: str, bodies: Sequence[str], by: str, reason: str) -> Delivery:
    """Take the returns of bodies out: the estimates hold again. UsageError where one has none."""
    here = {one.answer.body for one in current(place, year)}
    if missing := [body for body in bodies if body not in here]:
        held = ", ".join(sorted(here)) or "none"
        raise UsageError(f"No return of {', '.join(missing)} is held for {place}, {year}. Held: {held}.")
    keys = tuple((place, year, body) for body in bodies)
    return _write(Delivery(0, REMOVED, shown(by), _now(), of=keys, reason=shown(reason)))


def ask(place: str, year: str, bodies: Sequence[str], by: str, due: str) -> Delivery:
    """Keep whom a form was made for, and the day by which the answer is asked for."""
    return _write(
        Delivery(0, ASKED, shown(by), _now(), of=tuple((place, year, body) for body in bodies), due=due)
    )


def due_days(place: str, year: str) -> dict[str, str]:
    """The day by which each body was last asked to answer ("" where none was named)."""
    asked = (one for one in deliveries() if one.kind == ASKED)
    return {body: one.due for one in asked for of, when, body in one.of if (of, when) == (place, year)}


def _holds(one: Return, digest: str) -> bool:
    held = next((each for each in current(one.place, one.year) if each.answer.body == one.body), None)
    return held is not None and held.delivery.sha256 == digest and held.answer == one


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _paths() -> list[Path]:
    if not folder().is_dir():
        return []
    found = [path for path in folder().iterdir() if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.stem))


@functools.lru_cache(maxsize=5000)
def _read(path: Path, _state: tuple[int, int, int]) -> Delivery:
    """A delivery; what was read stays in this process, for it is written once."""
    try:
        digest, _, body = path.read_text(encoding="utf-8").partition("\n")
        if hashlib.sha256(body.encode()).hexdigest() != digest:
            raise ValueError("its content is not what was written")
        row = json.loads(body)
        returns = tuple(Return.from_row(one) for one in row.pop("returns"))
        of = tuple((place, year, name) for place, year, name in row.pop("of"))
        row |= {"number": int(path.stem), "left_out": tuple(row["left_out"])}
        return Delivery(**row, returns=returns, of=of)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise TableError(
            f"{path} cannot be read ({fault}). Restore it from a copy; or move it away and add the return "
            "again."
        ) from fault


def _note(found: Sequence[Delivery]) -> None:
    """Say that the store was read, by a file that changes whenever something is delivered."""
    if not folder().is_dir():
        return
    names = "".join(f"{one.number} {one.kind} {one.sha256}\n" for one in found)
    index = folder() / INDEX
    with contextlib.suppress(OSError):
        if not index.is_file() or index.read_text(encoding="utf-8") != names:
            _written_beside(index, names.encode(), is_forced=False).replace(index)
    if index.is_relative_to(project.home()):
        project.note(index)


def _keep_file(digest: str, suffix: str, content: bytes) -> None:
    target = (
        _own_folder() / "files" / f"{digest}{suffix if suffix in ('.xlsx', '.ods', '.xls', '.csv') else ''}"
    )
    if not target.is_file():
        target.parent.mkdir(exist_ok=True)
        _written_beside(target, content).replace(target)


def _own_folder() -> Path:
    """The folder, made for its owner alone; git leaves it out wherever the project lies."""
    project.own_folder("totalplace returns")
    path = folder()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError), (path / ".gitignore").open("x", encoding="utf-8") as stream:
        stream.write("*\n")
    for draft in [*path.glob(_DRAFT), *path.glob(f"files/{_DRAFT}")]:
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _DEAD:
                draft.unlink()
    return path


def _write(made: Delivery) -> Delivery:
    """The delivery under the next free number. It is there whole or not at all, whenever the process ends."""
    row: dict[str, Any] = asdict(made)
    body = json.dumps(row, ensure_ascii=False, indent=1)
    digest = hashlib.sha256(body.encode()).hexdigest()
    draft = _written_beside(_own_folder() / "delivery", f"{digest}\n{body}".encode())
    try:
        number = next(number for number in _numbers() if _linked(draft, folder() / f"{number:04}.json"))
    finally:
        draft.unlink(missing_ok=True)
    _note(deliveries())
    return Delivery(**vars(made) | {"number": number})


def _numbers() -> Iterator[int]:
    number = max((int(path.stem) for path in _paths()), default=0)
    while True:
        number += 1
        yield number


def _linked(draft: Path, target: Path) -> bool:
    """Whether the draft has this name now; False where somebody else was first."""
    try:
        os.link(draft, target)
    except FileExistsError:
        return False
    return True


def _written_beside(target: Path, content: bytes, *, is_forced: bool = True) -> Path:
    """A file beside the target that is whole; is_forced: on the disk, whatever happens to the machine."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        if is_forced:
            stream.flush()
            os.fsync(stream.fileno())
    return Path(name)


def history(place: str = "", year: str = "") -> list[dict[str, Any]]:
    """What was done, oldest first: a row for each return added or removed."""
    rows: list[dict[str, Any]] = []
    for one in deliveries():
        for of, when, body in one.keys:
            if place in ("", of) and year in ("", when):
                told = next(
                    (
                        each
                        for each in one.returns
                        if each.body == body and each.place == of and each.year == when
                    ),
                    None,
                )
                rows.append({
                    "delivery": one.number, "what": one.kind, "place": of, "year": when, "body": body, "by": one.by,
                    "at": one.at, "status": told.status if told else "", "figures": len(told.figures) if told else 0,
                    "filled_in_by": told.by if told else "", "file": one.file, "sha256": one.sha256,
                    "reason": one.reason, "due": one.due,
                    "left_out": len(one.left_out),
                })  # fmt: skip
    return rows


def keep_table(name: str, rows: pd.DataFrame, of: Mapping[str, str]) -> Path:
    """Write rows into a CSV file of the store, in place of those that have these values; gives its path."""
    path = _own_folder() / name
    if path.is_file():
        before = pd.read_csv(path, dtype="str", keep_default_na=False)
        same = pd.concat([before[column] == value for column, value in of.items()], axis="columns").all(
            axis="columns"
        )
        rows = pd.concat([before[~same], rows.astype("str")], ignore_index=True)
    _written_beside(path, rows.to_csv(index=False).encode()).replace(path)
    return path
