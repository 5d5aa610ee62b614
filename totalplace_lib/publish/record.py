"""What a batch says about itself: one row per report, written as run.json and run.csv.

ReportMeta is what a page needs to know about itself. ReportResult is what became of it. RunRecord holds one
result for every report known in the folder, this run's and earlier ones, so that the index never forgets a
page and never shows an old one as fresh. Seconds are the only values that differ between two equal runs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

COLUMNS = ("place", "report", "state", "seconds", "cell", "message", "title", "page")
_LONGEST_FOLDER = 60  # a place can be many codes joined by +


class State(StrEnum):
    """What became of a report."""

    MADE = "made"  # executed and published in this run
    UNCHANGED = "unchanged"  # nothing it depends on has changed: the page in the folder is right
    FAILED = "failed"  # no page; the executed notebook with its error is under _failed/
    NOT_RUN = "not run"  # the batch was stopped before its turn; an older page was taken away
    OUT_OF_DATE = (
        "out of date"  # made by an earlier run, not part of this one, and its inputs have changed since
    )


def folder_of(slug: str) -> str:
    """A place as a folder name that every system allows: no colon, not too long."""
    name = slug.replace(":", "-")
    if len(name) <= _LONGEST_FOLDER:
        return name
    return f"{name[:_LONGEST_FOLDER]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


READABLE = frozenset({State.MADE, State.UNCHANGED, State.OUT_OF_DATE})
"""There is a page to read."""


@dataclass(frozen=True)
class ReportMeta:
    """What a page knows about itself: everything but the notebook's own content."""

    place: str  # slug: "birmingham"
    place_name: str  # "Birmingham"
    report: str  # slug: "count"
    title: str  # "Whole-area count: Birmingham, 2008-09"
    year: str | None = None  # "2008-09"
    parameters: Mapping[str, Any] = field(default_factory=dict)  # as passed to the notebook, place included
    library_version: str = ""
    data_version: str = (
        ""  # short digest of the tables that the report has read: "4f3a2c1b"; "" before it has
    )
    stem: str = "report"  # file name without ending: "count-2008-09"

    @property
    def id(self) -> str:
        """The name that no other report in the folder has: "birmingham/count-2008-09"."""
        return f"{self.folder}/{self.stem}"

    @property
    def folder(self) -> str:
        """The place as a folder name that every system allows."""
        return folder_of(self.place)

    @property
    def page(self) -> str:
        """Where the page lies, seen from the folder of reports: "birmingham/count-2008-09.html"."""
        return f"{self.id}.html"

    @property
    def notebook(self) -> str:
        """Where the executed notebook lies, seen from the folder of reports."""
        return f"{self.id}.ipynb"

    @property
    def failed_notebook(self) -> str:
        """Where the notebook is kept when a cell failed, seen from the folder of reports."""
        return f"_failed/{self.id}.ipynb"


@dataclass(frozen=True)
class ReportResult:
    """What became of one report. cell is the number in "In [7]" of the failed cell."""

    meta: ReportMeta
    state: State
    seconds: float = 0.0
    cell: int | None = None
    message: str = ""
    files: tuple[str, ...] = ()  # what lies in the folder for it, page first; forward slashes
    in_run: bool = True  # False: a report of an earlier run that this run was not asked for

    @property
    def page(self) -> str:
        """The page if there is one to read, else the failed notebook, else nothing."""
        return self.files[0] if self.files else ""


@dataclass(frozen=True)
class RunRecord:
    """One batch: a result per report, in the order of the plan, then the folder's earlier reports."""

    reports: tuple[ReportResult, ...]
    seconds: float = 0.0
    jobs: int = 1
    library_version: str = ""
    data_version: str = ""  # short digest of everything in data/processed

    def count(self, state: State) -> int:
        """How many reports are in this state."""
        return sum(result.state == state for result in self.reports)

    @property
    def exit_code(self) -> int:
        """0 when every report that the run was asked for is right, 1 when any failed or was not run."""
        wrong = (State.FAILED, State.NOT_RUN)
        return int(any(result.state in wrong for result in self.reports if result.in_run))

    def to_json(self) -> str:
        """run.json: one flat object per report, so that record_from gives the record back."""
        reports = [_flat(result) for result in self.reports]
        return json.dumps(asdict(self) | {"reports": reports}, indent=1, ensure_ascii=False) + "\n"

    def to_csv(self) -> str:
        """run.csv: one row per report, for a spreadsheet."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for result in self.reports:
            meta, cell = result.meta, "" if result.cell is None else result.cell
            seconds = f"{result.seconds:.2f}"
            writer.writerow(
                (meta.place, meta.stem, result.state, seconds, cell, result.message, meta.title, result.page)
            )
        return text.getvalue()


def record_from(text: str) -> RunRecord:
    """The record from run.json. ValueError when it is none."""
    try:
        data = json.loads(text)
        reports = tuple(_result_from(one) for one in data.pop("reports"))
        return RunRecord(reports=reports, **data)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no record of a run: {error}") from error


def _flat(result: ReportResult) -> dict[str, Any]:
    flat = asdict(result)
    meta: dict[str, Any] = flat.pop("meta")
    return meta | flat


def _result_from(data: dict[str, Any]) -> ReportResult:
    meta = ReportMeta(**{field.name: data.pop(field.name) for field in fields(ReportMeta)})
    return ReportResult(meta, State(data.pop("state")), files=tuple(data.pop("files")), **data)
