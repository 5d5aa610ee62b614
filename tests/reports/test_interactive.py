"""The notebooks that people work in run from top to bottom, and carry no outputs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient import NotebookClient

from totalplace_lib.project import home

NAMES = ("explore", "tutorial", "try_options")


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(home() / "notebooks" / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_kept_without_outputs_and_its_cells_are_short(name: str) -> None:
    code = [cell for cell in read(name).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(len(cell.source.splitlines()) <= 10 for cell in code)
    assert not any("def " in cell.source or "for " in cell.source for cell in code)
    assert code[0].metadata.tags == ["parameters"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_from_top_to_bottom(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    notebook = read(name)
    there = {"metadata": {"path": str(home() / "notebooks")}}
    client = NotebookClient(notebook, timeout=600, resources=there)
    client.execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(shown) >= 2
    assert not any(output.output_type == "error" for output in shown)


@pytest.mark.slow
def test_the_parameters_of_a_view_run_the_report(tmp_path: Path) -> None:
    from totalplace_lib.analysis.exploring import Asked
    from totalplace_lib.present.explorer.session import Session

    file = tmp_path / "view.yaml"
    file.write_text(Session(Asked("rutland", "2009-10")).show().files[-1].text, encoding="utf-8")
    from papermill.iorw import read_yaml_file

    source = home() / "notebooks" / "whole_area_count.ipynb"
    chosen = read_yaml_file(str(file))
    assert set(chosen) <= set(papermill.inspect_notebook(str(source)))
    prepared = papermill.execute_notebook(
        str(source), str(tmp_path / "report.ipynb"), chosen, prepare_only=True, progress_bar=False
    )
    injected = next(cell for cell in prepared.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert 'place = "rutland"' in injected.source
