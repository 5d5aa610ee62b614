"""What stands beside a page to take away: workbook, tables as CSV with their metadata, pictures to share, notebook.

All of it is made from what the executed notebook carries of its exhibits: the same tables as in the page, at full
precision.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from totalplace_lib.model import Year
from totalplace_lib.present.data_package import write_data_package
from totalplace_lib.present.exhibit import RECORD_TYPE
from totalplace_lib.present.numbers import plural
from totalplace_lib.present.open_document import write_open_document
from totalplace_lib.present.sentences import capital
from totalplace_lib.present.text import slugged
from totalplace_lib.present.workbook import open_document_pages, write_workbook
from totalplace_lib.publish.notebook_cells import is_shown
from totalplace_lib.publish.record import ReportMeta

# A workbook must say when it was made. For a report on no one year it is this day, so that copies are equal.
_ANY_DAY = date(2010, 1, 1)
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


@dataclass(frozen=True)
class Download:
    """One file to take away; href is relative to the page. parts are files that belong to it."""

    href: str
    label: str
    about: str
    parts: tuple[Download, ...] = ()


def exhibit_records(executed: NotebookNode) -> list[Mapping[str, Any]]:
    """The records of all exhibits in the notebook, in the order of the page."""
    return [data[RECORD_TYPE] for data in _exhibits(executed)]


def _exhibits(executed: NotebookNode) -> list[Mapping[str, Any]]:
    """What each exhibit shows itself as, by media type."""
    return [
        output.data
        for cell in executed.cells
        if is_shown(cell)
        for output in cell.get("outputs", ())
        if RECORD_TYPE in output.get("data", {})
    ]


def expected_downloads(executed: NotebookNode, meta: ReportMeta) -> tuple[Download, ...]:
    """The files that stand beside the page, best for most readers first. Nothing is read or written."""
    notebook = Download(f"{meta.stem}.ipynb", "Notebook", "How each figure was made, to open in JupyterLab")
    records = exhibit_records(executed)
    if not records:
        return (notebook,)
    pictures = tuple(
        Download(name, f"Picture: {label}", "The chart with its words and source, to share (PNG)")
        for name, label, _ in _pictures(executed, meta)
    )
    tables = plural(len(records), "table")
    data = f"{meta.stem}-data"
    each = tuple(
        Download(f"{data}/{name}.csv", capital(name.replace("-", " ")), "")
        for name in (slugged(record["slug"]) for record in records)
    )
    return (
        Download(
            f"{meta.stem}.xlsx",
            "Workbook",
            f"{tables} with cover, contents and notes, for Excel",
        ),
        Download(f"{meta.stem}.ods", "Workbook (ODS)", "The same for LibreOffice and other programs"),
        Download(
            f"{data}/datapackage.json",
            "Data package",
            "What each column of each table means, with the tables as CSV",
            each,
        ),
        *pictures,
        notebook,
    )


def _pictures(executed: NotebookNode, meta: ReportMeta) -> list[tuple[str, str, str]]:
    """The pictures to share: the name of each file, what it is of, its content as base64."""
    found = []
    for data in _exhibits(executed):
        if "image/png" in data:
            slug = slugged(data[RECORD_TYPE]["slug"])
            found.append((f"{meta.stem}-{slug}.png", slug.replace("-", " "), data["image/png"]))
    return found


def write_downloads(executed: NotebookNode, folder: Path, meta: ReportMeta) -> list[Path]:
    """Write what the page links to, but for the notebook, into the folder that holds the page.

    Nothing is written for a notebook without exhibits.
    """
    records = exhibit_records(executed)
    if not records:
        return []
    workbook = folder / f"{meta.stem}.xlsx"
    write_workbook(workbook, records, title=meta.title, about=_about(meta), dated=_last_day(meta))
    document = folder / f"{meta.stem}.ods"
    pages = open_document_pages(records, title=meta.title, about=_about(meta))
    write_open_document(document, pages, meta.title)
    package = write_data_package(
        folder / f"{meta.stem}-data",
        records,
        name=f"{slugged(meta.place)}-{slugged(meta.stem)}",
        title=meta.title,
        description=" ".join(_about(meta)),
    )
    pictures = []
    for name, _, content in _pictures(executed, meta):
        pictures.append(folder / name)
        pictures[-1].write_bytes(base64.b64decode(content))
    return [workbook, document, *package, *pictures]


def _last_day(meta: ReportMeta) -> date:
    """The last day that the figures cover: it stands in the workbook's properties, where the clock must not."""
    return date(Year.parse(meta.year).start + 1, 3, 31) if meta.year else _ANY_DAY


def _about(meta: ReportMeta) -> list[str]:
    return [
        f"The tables behind the figures of the report {meta.title}, unrounded. The source of each stands with it.",
        f"Made with Total Place {meta.library_version} from data version {meta.data_version}.",
        LICENCE,
    ]
