"""One report by other means, in a worker of a pool.

A module of its own because ploomber-engine puts another in the place of __main__.
"""

from __future__ import annotations

from pathlib import Path

from totalplace_lib.publish.plan import Task


def with_papermill(task: Task, notebook: Path) -> None:
    """papermill, then nbconvert's exporter."""
    import papermill

    papermill.execute_notebook(
        task.notebook, notebook, parameters=dict(task.meta.parameters), progress_bar=False
    )
    _render(notebook)


def with_ploomber(task: Task, notebook: Path) -> None:
    """ploomber-engine, then nbconvert's exporter."""
    from ploomber_engine import execute_notebook

    execute_notebook(
        str(task.notebook), str(notebook), parameters=dict(task.meta.parameters), progress_bar=False
    )
    _render(notebook)


_exporters: list[object] = []


def _render(notebook: Path) -> None:
    from nbconvert import HTMLExporter

    if not _exporters:
        _exporters.append(HTMLExporter(exclude_input=True))
    page, _ = _exporters[0].from_filename(str(notebook))  # type: ignore[attr-defined]
    notebook.with_suffix(".html").write_text(page, encoding="utf-8")
