"""The pages of docs/ that are analyses of all England: each is its notebook, run by the batch's engine, as Markdown.

    python -m totalplace_lib.publish.documents [NAME ...]

writes docs/controls.md from notebooks/controls.ipynb, and so for every name of NAMES or those given. An exhibit is its
headline, table and notes; its drawing is in the notebook.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import papermill
from nbconvert import MarkdownExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import RECORD_TYPE, Record
from totalplace_lib.present.html_table import shown_columns
from totalplace_lib.project import home
from totalplace_lib.publish.engine import ENGINE

NAMES = {
    "controls": "controls.md",
    "counted_places": "counted-places.md",
    "divided_counties": "reorganisation.md",
    "key_tournament": "key-tournament.md",
    "nhs_below_region": "nhs-below-region.md",
    "services_per_head": "services-per-head.md",
}
"""Notebook -> page of docs/."""


def page_of(name: str) -> Path:
    """The page of docs/ that a notebook makes."""
    return home() / "docs" / NAMES[name]


def document(name: str) -> str:
    """Run the notebook with the parameters that stand in it; its page."""
    executed = papermill.execute_notebook(
        home() / "notebooks" / f"{name}.ipynb",
        None,
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        cwd=home(),
    )
    made = f"Made from `notebooks/{name}.ipynb` by `python -m totalplace_lib.publish.documents {name}`."
    executed.cells.insert(1, new_markdown_cell(made))
    return markdown(executed)


def markdown(executed: NotebookNode) -> str:
    """An executed notebook without its code: the prose and what the cells show, exhibits as tables."""
    for output in (output for cell in executed.cells for output in cell.get("outputs", ())):
        if RECORD_TYPE in output.get("data", {}):
            output.data = {"text/markdown": of_record(output.data[RECORD_TYPE])}
    exporter: Any = MarkdownExporter(exclude_input=True)
    text: str = exporter.from_notebook_node(executed)[0]
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def of_record(record: Record) -> str:
    """Headline, measure, table, notes and source of an exhibit."""
    columns = {
        one["name"]: Column(one["heading"], one["kind"], one["decimals"], one["marker"], one["scale"])
        for one in record["columns"]
    }
    table = pd.DataFrame(record["rows"], columns=list(columns))
    serving = {column.marker for column in columns.values()}
    ready = shown_columns(table, {name: one for name, one in columns.items() if name not in serving})
    rows = [
        [column.heading for column in ready],
        ["--:" if column.is_numeric else "---" for column in ready],
        *zip(*(column.cells for column in ready), strict=True),
    ]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    words = [f"### {record['headline']}", f"{record['subtitle']}.", lines, *record["notes"]]
    return "\n\n".join([*words, f"Source: {record['source']}."])


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - NAMES.keys():
        print(
            f"There is no document {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.",
            file=sys.stderr,
        )
        sys.exit(2)
    for one in sys.argv[1:] or NAMES:
        page_of(one).write_text(document(one), encoding="utf-8")
