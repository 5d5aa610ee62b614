"""An executed notebook without what changes from run to run, so that two equal runs give equal bytes.

papermill writes clock times, durations and paths; nbclient message times; nbformat random cell ids; ipykernel
the process number in the file names of warnings and tracebacks; widgets random model ids (a page cannot show
a widget anyway).
"""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode

_CELL_METADATA = ("papermill", "execution", "jp-MarkdownHeadingCollapsed", "ExecuteTime")
_NOTEBOOK_METADATA = ("papermill", "widgets", "toc")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_CELL_FILE = re.compile(r"(?:/\S*?/|[A-Z]:\\\S*?)?ipykernel_\d+[/\\](\d+)\.py")


def normalise(executed: NotebookNode) -> NotebookNode:
    """Change the notebook in place and give it back: metadata stripped, cell ids by position."""
    for name in _NOTEBOOK_METADATA:
        executed.metadata.pop(name, None)
    for number, cell in enumerate(executed.cells, 1):
        cell["id"] = f"cell-{number:03d}"
        for name in _CELL_METADATA:
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", []):
            _clean(output)
    executed.nbformat, executed.nbformat_minor = 4, 5
    return executed


def _clean(output: NotebookNode) -> None:
    if "text" in output:
        output.text = without_process_number(output.text)
    if "traceback" in output:
        output.traceback = [without_process_number(line) for line in output.traceback]
    data: dict[str, Any] = output.get("data", {})
    data.pop(_WIDGET, None)


def without_process_number(text: str) -> str:
    """/tmp/ipykernel_4711/123.py -> cell.py: the process number and the hash are different in each run."""
    return _CELL_FILE.sub("cell.py", text)
