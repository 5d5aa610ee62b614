"""Running small notebooks on forked and on stock kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import pytest
from kernel_runs import Run, Runner, make_notebook
from toy_project import toy_project

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.kernels import handle
from totalplace_lib.publish.kernels.handle import OwnedParent, can_fork

__all__ = ["parent", "run", "toy_project"]
MODULES = ("numpy", "pandas", "pyarrow", "matplotlib.pyplot")


@pytest.fixture(scope="session")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnedParent]:
    """One warm parent for all tests."""
    if not can_fork():
        pytest.skip("kernels are forked on Linux only")
    scratch = tmp_path_factory.mktemp("scratch")
    warm = OwnedParent(MODULES, os.environ | report_environment(Path.cwd(), scratch))
    assert warm.why_not() == ""
    yield warm
    warm.close()


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
