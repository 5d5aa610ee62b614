"""Running small notebooks in forks of a warm parent, and on stock kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cell_runs import NO_PORTS, Run, Runner, make_notebook, run_notebook
from toy_project import toy_project

from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.processes.pool import WarmParent

__all__ = ["parent", "run", "toy_project"]
MODULES = ("numpy", "pandas", "pyarrow", "matplotlib.pyplot", "cell_runs")


@pytest.fixture(scope="session")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmParent]:
    """One warm parent for all tests."""
    if not can_fork():
        pytest.skip("processes are forked on Linux only")
    scratch = tmp_path_factory.mktemp("scratch")
    path = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])}
    warm = WarmParent(MODULES, os.environ | report_environment(Path.cwd(), scratch) | path)
    assert warm.why_not() == ""
    yield warm
    warm.close()


@pytest.fixture
def run(parent: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """run(*cells, engine="totalplace", **options of papermill) -> Run. The engine "nbclient" is the stock one."""
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")

    def execute(*cells: str, engine: str = "totalplace", **options: object) -> Run:
        source = make_notebook(tmp_path, *cells)
        monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)  # with it a kernel leaves descriptors alone
        if engine != "totalplace":
            return run_notebook(source, engine, False, {"cwd": str(tmp_path), "config": NO_PORTS, **options})
        made: Run = parent.call(run_notebook, (source, engine, True, options))
        return made

    return execute
