"""How a fetch is shown: bars on a terminal, a line for each file elsewhere (both on the error stream)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from totalplace_lib.sources.cards import CardFile

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from totalplace_lib.sources.fetch import Watcher


class Lines:
    """A line when a file is there or has failed, for logs and pipes."""

    def arrived(self, file: CardFile, so_far: int) -> None:
        """Nothing: a log needs no bytes."""

    def done(self, file: CardFile, how: str) -> None:
        """One line."""
        print(f"{file.path}  {how}", file=sys.stderr)


class Bars:
    """A bar for each file that is on its way, and one for all bytes together."""

    def __init__(self, progress: Progress, files: Sequence[CardFile]) -> None:
        self.progress = progress
        self.lock = threading.Lock()
        self.bars: dict[str, TaskID] = {}
        self.all = progress.add_task("all files", total=sum(file.bytes for file in files))
        self.there: dict[str, int] = {}

    def arrived(self, file: CardFile, so_far: int) -> None:
        """Move the bars."""
        with self.lock:
            if file.path not in self.bars:
                self.bars[file.path] = self.progress.add_task(file.path, total=file.bytes)
            self.there[file.path] = so_far
            self.progress.update(self.bars[file.path], completed=so_far)
            self.progress.update(self.all, completed=sum(self.there.values()))

    def done(self, file: CardFile, how: str) -> None:
        """Replace the bar by a line."""
        if how != "failed":
            self.arrived(file, file.bytes)
        with self.lock:
            if file.path in self.bars:
                self.progress.remove_task(self.bars.pop(file.path))
        self.progress.console.print(f"{file.path}  {how}", markup=False, highlight=False)


@contextmanager
def shown(files: Sequence[CardFile]) -> Iterator[Watcher]:
    """A watcher for a fetch of these files, fitting the error stream."""
    if not sys.stderr.isatty() or not files:
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress, files)
