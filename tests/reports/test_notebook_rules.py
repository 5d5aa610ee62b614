"""Every notebook is prose, calls and arithmetic on frames: a title, a parameters cell, short cells, no logic, no outputs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.ListComp,
    ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Try,
)  # fmt: skip


def cells(name: str) -> list[dict[str, Any]]:
    notebook = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return [{**cell, "text": "".join(cell["source"])} for cell in notebook["cells"]]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_begins_with_its_title_and_has_one_parameters_cell(name: str) -> None:
    found = cells(name)
    assert found[0]["cell_type"] == "markdown"
    assert found[0]["text"].startswith("# ")
    assert sum(cell["text"].startswith("# ") and cell["cell_type"] == "markdown" for cell in found) == 1
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in found) == 1


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_code_cells_are_short_without_logic_and_without_outputs(name: str) -> None:
    for cell in cells(name):
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        assert len(cell["text"].splitlines()) <= 10, cell["text"]
        python = "\n".join(line for line in cell["text"].splitlines() if not line.startswith(("!", "%")))
        wrong = [type(node).__name__ for node in ast.walk(ast.parse(python)) if isinstance(node, LOGIC)]
        assert wrong == [], cell["text"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_section_has_something_under_its_heading(name: str) -> None:
    found = cells(name)
    for cell, after in zip(found, [*found[1:], None], strict=True):
        lines = [line for line in cell["text"].splitlines() if line.strip()]
        if cell["cell_type"] == "markdown" and len(lines) == 1 and lines[0].startswith("#"):
            assert after is not None, lines[0]
            assert after["cell_type"] == "code", lines[0]
