"""What is said while a batch runs."""

from __future__ import annotations

import io

from rich.console import Console

from totalplace_lib.publish.progress import Lines, LiveTable, Progress, duration, progress_for
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State

META = ReportMeta("here", "Here", "count", "Count", stem="count-2008-09")
MADE = ReportResult(META, State.MADE, 1.44)
FAILED = ReportResult(META, State.FAILED, 2.0, 7, "KeyError: '[x]'")


def told(console: Console) -> None:
    progress = progress_for(console)
    progress.begin(2, 5, 3)
    progress.update({META.id: "cell 3 of 20"})
    progress.done(MADE)
    progress.update({META.id: "cell 4 of 20"})
    progress.done(FAILED)
    progress.end(RunRecord((MADE, FAILED), 125.0))


def test_plain_lines_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    told(Console(file=stream, width=40))
    assert stream.getvalue().splitlines() == [
        "2 to make, 3 at a time; 5 unchanged",
        "[1/2] here/count-2008-09 made in 1.4 s",
        "[2/2] here/count-2008-09 FAILED in cell In [7]: KeyError: '[x]'",
        "1 made, 1 failed in 2 min 05 s",
    ]


def test_a_live_table_on_a_terminal() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=80)
    assert isinstance(progress_for(console), LiveTable)
    told(console)
    text = stream.getvalue()
    assert "cell 3 of 20" in text
    assert "1 of 2 done, 0 failed, about" in text
    assert "1 made, 1 failed in 2 min 05 s" in text


def test_quiet_says_nothing() -> None:
    stream = io.StringIO()
    progress = progress_for(Console(file=stream), quiet=True)
    assert isinstance(progress, Progress) and not isinstance(progress, Lines)
    progress.begin(2, 5, 3)
    progress.update({})
    progress.done(FAILED)
    progress.end(RunRecord((FAILED,)))
    assert stream.getvalue() == ""


def test_durations() -> None:
    assert (duration(9.4), duration(60), duration(125)) == ("9 s", "1 min 00 s", "2 min 05 s")
