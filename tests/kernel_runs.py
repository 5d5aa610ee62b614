"""Running small notebooks and looking at what they gave."""

from __future__ import annotations

import json
import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode


@dataclass(frozen=True)
class Run:
    """An executed notebook and the error that ended it."""

    notebook: NotebookNode
    error: BaseException | None

    @property
    def outputs(self) -> list[str]:
        """All outputs as text, without what differs between any two processes."""
        return [
            stable(json.dumps(output, sort_keys=True))
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
        ]


def stable(text: str) -> str:
    """Addresses, process numbers and random ids replaced."""
    text = re.sub(r"0x[0-9a-f]{6,}", "ADDRESS", text)
    text = re.sub(r"ipykernel_\d+/\d+", "CELL", text)
    text = re.sub(r"\b(pid=|T_|uuid=)[0-9a-f]+", r"\1ID", text)
    return re.sub(r"\b[mp][0-9a-f]{10}\b|<dc:date>[^<]*", "SVG", text)


def make_notebook(folder: Path, *cells: str) -> Path:
    """A notebook of these cells, the first one tagged as parameters."""
    nodes = [nbformat.v4.new_code_cell(textwrap.dedent(cell)) for cell in ("k = 1", *cells)]
    nodes[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=nodes)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "in.ipynb"
    nbformat.write(notebook, path)
    return path


def eventually(is_so: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether it becomes so: at once on an idle machine, later on a busy one."""
    end = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


Runner = Callable[..., Run]
