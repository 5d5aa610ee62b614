"""What goes to a worker and what comes back from it. Light: the driver of a batch imports no notebook tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from totalplace_lib.publish.record import State


@dataclass(frozen=True)
class Conditions:
    """How the reports of one batch are run."""

    home: Path  # the project folder: working folder of the kernels
    logs: Path | None = None  # where to write one log per report; None where the folder is out of reach
    cell_seconds: int | None = None  # time limit of one cell
    memory_mb: int | None = None  # what a kernel may use beyond what it starts with (Linux)


@dataclass(frozen=True)
class Made:
    """What a worker gives back. files: path in the folder of reports -> content, the page last."""

    state: State
    seconds: float
    files: Mapping[str, bytes] = field(default_factory=dict)
    reads: tuple[str, ...] = ()  # files of the project that the notebook used, relative to the project folder
    data_version: str = ""
    cell: int | None = None
    message: str = ""
