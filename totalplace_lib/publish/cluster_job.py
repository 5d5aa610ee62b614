"""What travels between a batch and the workers of a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from totalplace_lib import code_used, project
from totalplace_lib.publish.data_version import version_of_all
from totalplace_lib.publish.made import Made


@dataclass(frozen=True)
class Job:
    """What travels to a worker: nothing that is true on one machine only."""

    task: Mapping[str, Any]  # Task.to_row(): the notebook relative to the project folder
    cell_seconds: int | None
    memory_mb: int | None
    modules: tuple[str, ...]  # warmth.modules_for of the batch


def fingerprint() -> dict[str, str]:
    """What must be equal everywhere: version, code, notebooks and config, data."""
    home = project.home()
    files = [
        *code_used.ROOT.rglob("*.py"),
        *(home / "notebooks").glob("*.ipynb"),
        *(home / "config").rglob("*.*"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return {
        "version": version("totalplace"),
        "code and config": digest.hexdigest()[:8],
        "data": version_of_all(),
    }


def make(job: Job) -> tuple[Made, str]:
    """What Dask runs on a worker: the report and its log."""
    from totalplace_lib.publish.cluster_worker import make_on_worker

    return make_on_worker(job)
