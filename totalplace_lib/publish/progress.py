"""What the person who started the batch sees: a live table on a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from totalplace_lib.publish.record import ReportResult, RunRecord, State


class Progress:
    """What a batch says while it runs; this one says nothing: the exit code and run.json say how it went."""

    def begin(self, to_make: int, unchanged: int, jobs: int) -> None:
        """The batch is about to make so many reports, jobs at a time; the others are right as they are."""

    def update(self, running: Mapping[str, str]) -> None:
        """running: report -> what it does now ("cell 3 of 20")."""

    def done(self, result: ReportResult) -> None:
        """A report was made or failed."""

    def end(self, record: RunRecord) -> None:
        """All is written, or the batch was stopped."""

    def close(self) -> None:
        """The last call, also after an error: give the terminal back."""


class Lines(Progress):
    """A line per report, for a log or a pipe."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._done = self._total = 0

    def begin(self, to_make: int, unchanged: int, jobs: int) -> None:
        """How much there is to do."""
        self._total = to_make
        at_a_time = f", {jobs} at a time" if to_make > 1 else ""
        self._say(f"{to_make} to make{at_a_time}; {unchanged} unchanged")

    def done(self, result: ReportResult) -> None:
        """One line, with what failed and where."""
        self._done += 1
        self._say(f"[{self._done}/{self._total}] {line_of(result)}")

    def end(self, record: RunRecord) -> None:
        """The sum, and where to look."""
        self._say(summary(record))

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


class LiveTable(Lines):
    """The same, with a table below that shows what is running now and how long it will take."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._failed = 0
        self._began = time.monotonic()
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def begin(self, to_make: int, unchanged: int, jobs: int) -> None:
        """Draw the table."""
        super().begin(to_make, unchanged, jobs)
        self._live.start()

    def update(self, running: Mapping[str, str]) -> None:
        """Draw it anew."""
        table = Table.grid(padding=(0, 2))
        for report, now in running.items():
            table.add_row("  ", report, now)
        bar = ProgressBar(total=max(self._total, 1), completed=self._done, width=40)
        self._live.update(Group(bar, Text(self._counts()), table), refresh=True)

    def done(self, result: ReportResult) -> None:
        """Failures stay on the screen above the table; the rest is counted."""
        self._failed += result.state is State.FAILED
        super().done(result)

    def end(self, record: RunRecord) -> None:
        """Take the table away and leave the sum."""
        self.close()
        super().end(record)

    def close(self) -> None:
        """Take the table away."""
        self._live.stop()

    def _counts(self) -> str:
        counts = f"{self._done} of {self._total} done, {self._failed} failed"
        if not self._done:
            return counts
        left = (time.monotonic() - self._began) / self._done * (self._total - self._done)
        return f"{counts}, about {duration(left)} left"


def line_of(result: ReportResult) -> str:
    """birmingham/count-2008-09 made in 1.4 s"""
    if result.state is not State.FAILED:
        return f"{result.meta.id} {result.state} in {result.seconds:.1f} s"
    where = f" in cell In [{result.cell}]" if result.cell is not None else ""
    return f"{result.meta.id} FAILED{where}: {result.message}"


def summary(record: RunRecord) -> str:
    """One sentence for the whole batch: 12 made, 1 failed, 57 unchanged in 9 s."""
    counts = [f"{record.count(state)} {state}" for state in State if record.count(state)]
    return f"{', '.join(counts) or 'nothing to do'} in {duration(record.seconds)}"


def duration(seconds: float) -> str:
    """9 s, 2 min 05 s"""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def progress_for(console: Console, quiet: bool = False) -> Progress:
    """The right one: nothing when quiet, a live table on a terminal, lines elsewhere."""
    if quiet:
        return Progress()
    return LiveTable(console) if console.is_terminal else Lines(console)
