"""The state of a folder of reports: what the latest run did, which versions made it, what failed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from totalplace_lib.present.numbers import join, plural
from totalplace_lib.present.text import clean
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.record import READABLE, ReportResult, RunRecord, State

_FILES = {".xlsx": "Workbook", "datapackage.json": "Data", ".ipynb": "Notebook"}


@dataclass(frozen=True)
class Link:
    """A relative address and the words to show."""

    href: str
    label: str


@dataclass(frozen=True)
class Row:
    """One report as the page shows it: words, and addresses relative to the folder.

    kind is the title without the place and year that stand beside it in the table; report, its name for who asks for
    it on the command line ("deep dive"), is searched and not shown.
    """

    place: str
    title: str
    kind: str
    report: str
    year: str
    state: str
    cell: int | None
    message: str
    page: str
    is_readable: bool
    files: tuple[Link, ...]


def status_words(record: RunRecord) -> dict[str, Any]:
    """What the page of the state says."""
    rows = [_row(result) for result in _in_order(record.reports)]
    return {
        "rows": rows,
        "failed": [row for row in rows if row.state == State.FAILED],
        "states": list(dict.fromkeys(row.state for row in rows)),
        "readable": sum(row.is_readable for row in rows),
        "headline": headline(record),
        "news": news(record),
    }


def _in_order(results: Iterable[ReportResult]) -> list[ReportResult]:
    """By place, and within a place in the order in which config/reports.csv wants them read."""
    order = {report: number for number, report in enumerate(report_kinds())}
    return sorted(
        results,
        key=lambda one: (one.meta.place_name, order.get(one.meta.report, len(order)), one.meta.title),
    )


def headline(record: RunRecord) -> str:
    """What the folder holds, in one sentence."""
    total = len(record.reports)
    if not total:
        return "No report has been made yet."
    places = plural(len({result.meta.place for result in record.reports}), "place")
    readable = sum(result.state in READABLE for result in record.reports)
    if readable == total:
        return f"{plural(total, 'report')} on {places}, all there to read."
    return f"{readable} of {plural(total, 'report')} on {places} can be read."


def news(record: RunRecord) -> str:
    """What the latest run did, in one or two sentences."""
    states = Counter(result.state for result in record.reports if result.in_run)
    states[State.OUT_OF_DATE] = record.count(State.OUT_OF_DATE)
    counted = [(states[state], words) for state, words in _NEWS]
    parts = [f"{number} {words}" for number, words in counted if number]
    data = f" Its data are of version {record.data_version}." if record.data_version else ""
    return f"The latest run: {join(parts)}.{data}" if parts else ""


_NEWS = (
    (State.MADE, "made anew"),
    (State.UNCHANGED, "unchanged"),
    (State.FAILED, "failed"),
    (State.NOT_RUN, "not run"),
    (State.OUT_OF_DATE, "left from an earlier run and out of date"),
)


def _row(result: ReportResult) -> Row:
    meta = result.meta
    return Row(
        place=clean(meta.place_name),
        title=clean(meta.title),
        kind=clean(meta.title.removesuffix(f", {meta.year}").removesuffix(f": {meta.place_name}")),
        report=clean(meta.report.replace("_", " ")),
        year=meta.year or "every year",
        state=str(result.state),
        cell=result.cell,
        message=clean(result.message) or "no message was left",
        page=quote(result.page),
        is_readable=result.state in READABLE and bool(result.page),
        files=tuple(_links(result.files)) if result.state in READABLE else (),
    )


def _links(files: Sequence[str]) -> Iterable[Link]:
    for ending, label in _FILES.items():
        yield from (Link(quote(file), label) for file in files if file.endswith(ending))
