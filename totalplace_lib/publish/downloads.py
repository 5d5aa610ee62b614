"""What stands beside a page to take away: the workbook, the tables as CSV with their metadata, the notebook.

All of it is made from the exhibit records that the executed notebook carries: the same tables as in the page,
at full precision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from totalplace_lib.publish.record import ReportMeta

EXHIBIT = "application/vnd.totalplace.exhibit+json"


@dataclass(frozen=True)
class Download:
    """One file to take away; href is relative to the page."""

    href: str
    label: str
    about: str


def exhibit_records(executed: NotebookNode) -> list[Mapping[str, Any]]:
    """The records of all exhibits in the notebook, in the order of the page."""
    return [
        output.data[EXHIBIT]
        for cell in executed.cells
        for output in cell.get("outputs", ())
        if EXHIBIT in output.get("data", {})
    ]


def expected_downloads(executed: NotebookNode, meta: ReportMeta) -> tuple[Download, ...]:
    """The files that stand beside the page, best for most readers first. Nothing is read or written."""
    return (Download(f"{meta.stem}.ipynb", "Notebook", "How each figure was made, to open in JupyterLab"),)


def write_downloads(executed: NotebookNode, folder: Path, meta: ReportMeta) -> list[Path]:
    """Write what the page links to, but for the notebook, into the folder that holds the page."""
    return []
