"""The entrance to a folder of reports: every place and report with its state, to read, find and take away.

All links are relative, so the folder can stand on a web server or a shared drive, or travel as a zip. The page
is complete without script; a small one, named by its hash in the page's own policy, sorts and finds.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from totalplace_lib.present.numbers import join, plural
from totalplace_lib.present.text import clean
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.files import write_atomically
from totalplace_lib.publish.kept_map import map_html
from totalplace_lib.publish.record import ReportResult, RunRecord, State
from totalplace_lib.publish.template_files import TEMPLATES, stylesheet, template_text

READABLE = frozenset({State.MADE, State.UNCHANGED, State.OUT_OF_DATE})
_FILES = {".xlsx": "Workbook", "datapackage.json": "Data", ".ipynb": "Notebook"}


@dataclass(frozen=True)
class Link:
    """A relative address and the words to show."""

    href: str
    label: str


@dataclass(frozen=True)
class Row:
    """One report as the index shows it: words, and addresses relative to the index.

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


def write_index(out: Path, record: RunRecord, drawn_from: str = "") -> Path:
    """Write index.html into the folder of reports, with a map where the coordinates of the places are at hand.

    drawn_from: a digest of all that maps are drawn from; where it and the places are those of last time, so is the map.
    """
    path = out / "index.html"
    write_atomically(path, render_index(record, map_html(out, record, drawn_from)))
    return path


def render_index(record: RunRecord, places_map: str = "") -> str:
    """The index as text. places_map is the HTML of an exhibit, or "" where the coordinates are not at hand."""
    rows = [_row(result) for result in _in_order(record.reports)]
    script = template_text("index.js", "site")
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            record=record,
            rows=rows,
            failed=[row for row in rows if row.state == State.FAILED],
            states=list(dict.fromkeys(row.state for row in rows)),
            places=len({row.place for row in rows}),
            readable=sum(row.is_readable for row in rows),
            headline=headline(record),
            news=news(record),
            map=Markup(places_map),
            css=Markup(f"{stylesheet('report.css')}\n{template_text('index.css', 'site')}"),
            brand=Markup(template_text("brand.svg")),
            script=Markup(script),
            script_hash=f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
        )
    )


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


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "site"),
        autoescape=True,
        undefined=StrictUndefined,
        newline_sequence="\n",
    )
