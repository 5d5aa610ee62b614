"""Which cells of an executed notebook a reader sees."""

from __future__ import annotations

import copy

from nbformat import NotebookNode

HIDDEN_TAGS = frozenset({"internal", "parameters", "injected-parameters"})


def is_shown(cell: NotebookNode) -> bool:
    """False for a cell that is for the analyst only, or sets parameters."""
    return not HIDDEN_TAGS & set(cell.metadata.get("tags", ()))


def shown_cells(executed: NotebookNode) -> NotebookNode:
    """The notebook with only the cells that a reader sees."""
    shown = copy.copy(executed)
    shown.cells = [cell for cell in executed.cells if is_shown(cell)]
    return shown
