"""Bring one file into a folder whole or not at all: downloaded with resume, or copied; never half written.

Downloads go through pooch, which tries again with growing pauses and moves a file into place once its hash is right.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pooch
import requests

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.cards import CardFile, sha256
from totalplace_lib.sources.reach import Reach

CHUNK = 256 * 1024
PARTS = ".partial"
"""Folder inside the raw folder for downloads that broke off; named by content and place."""

pooch.get_logger().setLevel("ERROR")  # what it would say is said by fetch, for several files at a time


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds to connect, seconds without a byte, and how often to try (pauses of 1, 2, 3 ... s)."""

    connect: float = 6.0
    silence: float = 30.0
    attempts: int = 4


class Resuming:
    """A pooch downloader for one file that goes on where an earlier attempt, or an earlier run, broke off.

    heard is called with the number of bytes there are so far.
    """

    def __init__(
        self, file: CardFile, parts: Path, patience: Patience, heard: Callable[[int], None], reach: Reach
    ) -> None:
        self.file, self.patience, self.heard, self.reach = file, patience, heard, reach
        self.part = part_of(file, parts)

    def __call__(self, url: str, output_file: str, _pooch: object, check_only: bool = False) -> None:
        """Fill output_file. RequestException or ValueError: worth another attempt; SourceError: it is not."""
        begun = self._have() > 0
        self._receive(url)
        if sha256(self.part) != self.file.sha256:
            self.part.unlink()
            if begun:
                raise ValueError(f"the parts of {self.file.path} do not fit together")
            raise self._changed(url, "its content is another")
        shutil.move(self.part, output_file)

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _receive(self, url: str) -> None:
        """Append what is missing to the part; begin again where the server cannot resume."""
        have = self._have()
        if have == self.file.bytes:
            return
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        with self.reach.asking(url, self.patience.silence) as silence:
            waits = (self.patience.connect, silence)
            answer = requests.get(url, headers=headers, stream=True, timeout=waits)
        with answer:
            if answer.status_code == requests.codes.requested_range_not_satisfiable:
                self.part.unlink()
            answer.raise_for_status()
            resumed = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
            self._write(url, answer, have if resumed else 0)
            whole = "Content-Length" in answer.headers
        if self._have() == self.file.bytes:
            return
        if whole:  # all that the server has, and it is shorter than the card says
            size = self._have()
            self.part.unlink()
            raise self._changed(url, f"it has {size:,} bytes")
        raise requests.ConnectionError(f"broke off after {self._have():,} of {self.file.bytes:,} bytes")

    def _write(self, url: str, answer: requests.Response, have: int) -> None:
        with self.part.open("ab" if have else "wb") as part:
            for chunk in answer.iter_content(CHUNK):
                part.write(chunk)
                have += len(chunk)
                if have > self.file.bytes:
                    break
                self.heard(have)
        if have > self.file.bytes:
            self.part.unlink()
            raise self._changed(url, "it is longer")

    def _changed(self, url: str, how: str) -> SourceError:
        """The publisher has another file at this address."""
        return SourceError(
            f"{self.file.path}: what is at {url} is not the file on its card ({self.file.bytes:,} bytes, sha256 "
            f"{self.file.sha256[:12]}...): {how}. It may have been revised, or the address now gives a web page. "
            "Nothing was kept; open the address, and if it is a revision, look at what changed and mend the card."
        )


def part_of(file: CardFile, parts: Path) -> Path:
    """Where the part of a file is kept; another edition of the file, or its like elsewhere, has another."""
    return parts / f"{file.sha256[:16]}-{file.path.replace('/', '-')}"


def download(
    url: str, file: CardFile, raw: Path, patience: Patience, heard: Callable[[int], None], reach: Reach
) -> None:
    """Put the file at url into raw under its path; the folder for parts must be there.

    SourceError when it cannot be had or is not the right one.
    """
    parts = raw / PARTS
    target = raw / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    shelf = pooch.create(
        path=raw,
        base_url="",
        registry={file.path: f"sha256:{file.sha256}"},
        urls={file.path: url},
        retry_if_failed=patience.attempts - 1,
    )
    try:
        shelf.fetch(file.path, downloader=Resuming(file, parts, patience, heard, reach))
    except (requests.RequestException, ValueError) as fault:
        kept = part_of(file, parts)
        rest = " What has arrived is kept, and the next fetch goes on from there." if kept.is_file() else ""
        raise SourceError(
            f"{file.path} could not be had from {url} in {patience.attempts} attempts: {fault}.{rest}"
        ) from fault


def copy(source: Path, file: CardFile, raw: Path) -> None:
    """Put a file from this machine into raw under its path. SourceError when it is not the one on the card."""
    if not source.is_file():
        raise SourceError(f"{file.path} is not at {source}.")
    target = raw / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".copy-")
    os.close(handle)
    fresh = Path(name)
    try:
        shutil.copyfile(source, fresh)
        if sha256(fresh) != file.sha256:
            raise SourceError(
                f"{file.path}: {source} is not the file on its card (sha256 {file.sha256[:12]}...). "
                "It may be damaged or another edition; nothing was copied."
            )
        fresh.chmod(0o644)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
