"""Fill the raw folder: each file from its own address, from a mirror, or from a folder of files saved by hand.

A file counts by its content (sha256 on its card), never by its name or date. What a publisher does not offer at a
known address is listed with its landing page and the exact name to save it under.
"""

from __future__ import annotations

import functools
import itertools
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from totalplace_lib.errors import ConfigError, Faults, SourceError, TotalPlaceError
from totalplace_lib.sources.cards import Card, CardFile, sha256, state
from totalplace_lib.sources.download import PARTS, Patience, copy, download
from totalplace_lib.sources.reach import Reach

THREADS = 3


class Watcher(Protocol):
    """Whoever shows the progress; called from several threads."""

    def arrived(self, file: CardFile, so_far: int) -> None:
        """So many bytes of a download are there."""

    def done(self, file: CardFile, how: str) -> None:
        """A file is in its place, or has failed."""


@dataclass(frozen=True)
class Step:
    """One file of a card and where it is to come from.

    way     present | copy | download | by hand | changed; source   a path or an address, "" where there is none
    """

    card: Card
    file: CardFile
    way: str
    source: str = ""


def plan(
    cards: Iterable[Card], raw: Path, *, mirror: str = "", saved: Path | None = None, replace: bool = False
) -> list[Step]:
    """What is to be done for each file of the cards; each path once, in the order of the cards.

    mirror   a folder or an http(s) address with the same relative paths; takes the place of the files' own addresses
    saved    a folder in which files are recognised by their content, whatever they are called
    replace  files in raw that are not the ones on their cards are to be replaced; else they are left alone
    """
    wanted = _wanted(cards, raw)
    states = {path: state(file, raw) for path, (_, file) in wanted.items()}
    lacking = [file for path, (_, file) in wanted.items() if states[path] == "missing" or replace]
    found = recognise(saved, lacking) if saved else {}
    steps = []
    for path, (card, file) in wanted.items():
        if states[path] == "present" or (states[path] == "changed" and not replace):
            steps.append(Step(card, file, states[path]))
        else:
            steps.append(Step(card, file, *_way(file, found, mirror)))
    return steps


def _wanted(cards: Iterable[Card], raw: Path) -> dict[str, tuple[Card, CardFile]]:
    """Card and file by path. ConfigError for a path outside the folder, or on two cards with different content."""
    wanted: dict[str, tuple[Card, CardFile]] = {}
    for card in cards:
        for file in card.files:
            other, first = wanted.setdefault(file.path, (card, file))
            if first.sha256 != file.sha256:
                raise ConfigError(f"{file.path} has one content on card {other.id} and another on {card.id}.")
            if not (raw / file.path).resolve().is_relative_to(raw.resolve()):
                raise ConfigError(
                    f"config/sources/{card.id}.toml: path '{file.path}' leads out of the folder."
                )
    return wanted


def recognise(folder: Path, files: Sequence[CardFile]) -> dict[str, Path]:
    """sha256 -> path of those of the files that lie anywhere in a folder, under whatever name."""
    sizes = {file.bytes for file in files}
    hashes = {file.sha256 for file in files}
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        likely = path.is_file() and path.stat().st_size in sizes and os.access(path, os.R_OK)
        if likely and (digest := sha256(path)) in hashes:
            found.setdefault(digest, path)
    return found


def _way(file: CardFile, found: Mapping[str, Path], mirror: str) -> tuple[str, str]:
    """Where a file is to come from."""
    if file.sha256 in found:
        return "copy", str(found[file.sha256])
    if mirror.startswith(("http://", "https://")):
        return "download", f"{mirror.rstrip('/')}/{quote(file.path)}"
    if mirror:
        return "copy", str(Path(mirror) / file.path)
    return ("download", file.file_url) if file.file_url else ("by hand", "")


def carry_out(
    steps: Sequence[Step],
    raw: Path,
    watch: Watcher,
    patience: Patience | None = None,
    threads: int = THREADS,
    reach: Reach | None = None,
) -> None:
    """Copy and download, a few at a time. Faults for all that is then still missing or not as on its card.

    The first file of every host is asked for at once, so that hosts that never answer are given up together.
    """
    todo = [step for step in steps if step.way in ("copy", "download")]
    stop, parts = threading.Event(), raw / PARTS
    try:
        parts.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SourceError(f"{raw} cannot be filled ({fault}). Name another folder with --raw.") from fault
    first, others = _by_host(todo)
    pool = ThreadPoolExecutor(max_workers=max(threads, len(first)))
    few = threading.BoundedSemaphore(threads)
    bring = functools.partial(
        _bring, raw=raw, watch=watch, stop=stop, patience=patience or Patience(), reach=reach or Reach()
    )

    def later(step: Step) -> TotalPlaceError | None:
        with few:
            return bring(step)

    try:
        outcomes = list(pool.map(bring, first))
        outcomes += list(pool.map(later, others))
    finally:  # after Ctrl-C nothing new begins, downloads end; what has arrived is kept for the next run
        stop.set()
        pool.shutdown(cancel_futures=True)
        if not any(parts.iterdir()):
            parts.rmdir()
    faults = [fault for fault in outcomes if fault] + shortfalls(steps, raw)
    if faults:
        raise Faults("Not all publications are there", faults)


def _by_host(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The first download from each host, and all other steps."""
    hosts = {urlsplit(step.source).netloc: step for step in reversed(steps) if step.way == "download"}
    first = [*hosts.values()]
    return first, [step for step in steps if step not in first]


def _bring(
    step: Step, raw: Path, watch: Watcher, stop: threading.Event, patience: Patience, reach: Reach
) -> TotalPlaceError | None:
    """Carry out one step; a fault is returned, so that the others go on."""

    def heard(so_far: int) -> None:
        watch.arrived(step.file, so_far)
        if stop.is_set():
            raise SourceError(f"{step.file.path}: stopped.")

    try:
        if step.way == "copy":
            copy(Path(step.source), step.file, raw)
        else:
            download(step.source, step.file, raw, patience, heard, reach)
    except SourceError as fault:
        watch.done(step.file, "failed")
        return fault
    except OSError as fault:
        watch.done(step.file, "failed")
        return SourceError(
            f"{step.file.path} ({step.card.id}) could not be put into {raw} from {step.source}: {fault}."
        )
    watch.done(step.file, f"from {step.source}")
    return None


def shortfalls(steps: Iterable[Step], raw: Path) -> list[TotalPlaceError]:
    """What a person has to do: a fault for each file that changed and for each card with files to save by hand."""
    steps = list(steps)
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{step.file.path} in {raw} is not the file on its card (config/sources/{step.card.id}.toml). It was left "
            "alone: if it is damaged, fetch again with --replace; if it is a revision, mend the card."
        )
        for step in steps
        if step.way == "changed"
    ]
    by_hand = [step for step in steps if step.way == "by hand"]
    for _, group in itertools.groupby(by_hand, key=lambda step: step.card.id):
        faults.append(_by_hand(list(group), raw))
    return faults


def _by_hand(steps: Sequence[Step], raw: Path) -> SourceError:
    """Landing page, and the exact file and place for each file of one card."""
    card = steps[0].card
    lines = []
    for file in (step.file for step in steps):
        lines.append(f"     {file.years}: save as {raw / file.path}")
        lines.append(f"       {file.bytes:,} bytes, sha256 {file.sha256[:12]}...")
        lines += [f"       the copy on the card came from {file.obtained_from}"] if file.obtained_from else []
    return SourceError(
        f"{card.id}: no address of the file itself is known. Find it at {card.landing_page} ({card.title}), save it "
        "under this name, or anywhere and run 'totalplace fetch --from DIR' (it is recognised by its content):\n"
        + "\n".join(lines)
    )
