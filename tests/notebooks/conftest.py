"""Running small notebooks on forked and on stock kernels."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat import NotebookNode

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.kernels import handle
from totalplace_lib.publish.kernels.handle import OwnedParent, can_fork
from totalplace_lib.publish.warmth import Warmth

MODULES = ("numpy", "pandas", "pyarrow", "matplotlib.pyplot")


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


@pytest.fixture(scope="session")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnedParent]:
    """One warm parent for all tests."""
    if not can_fork():
        pytest.skip("kernels are forked on Linux only")
    scratch = tmp_path_factory.mktemp("scratch")
    warm = OwnedParent(Warmth(MODULES), os.environ | report_environment(Path.cwd(), scratch))
    assert warm.why_not() == ""
    yield warm
    warm.close()


Runner = Callable[..., Run]


@pytest.fixture
def run(parent: OwnedParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """run(*cells, engine="totalplace", **options of papermill) -> Run. The engine "nbclient" is the stock one."""
    monkeypatch.setattr(handle, "_adopted", [parent])
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")

    def execute(*cells: str, engine: str = "totalplace", **options: object) -> Run:
        source, output = make_notebook(tmp_path, *cells), tmp_path / "out.ipynb"
        error = None
        try:
            papermill.execute_notebook(source, output, engine_name=engine, progress_bar=False, **options)
        except Exception as raised:  # noqa: BLE001 - whatever it is, the test looks at it
            error = raised
        return Run(nbformat.read(output, as_version=4), error)

    return execute
