"""The side of a Dask worker: its own warm parent, kept as long as the worker lives, and one fork per report."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from pathlib import Path

from distributed import get_worker

from totalplace_lib import project
from totalplace_lib.publish.cluster_job import Job
from totalplace_lib.publish.crew import shared_with, work
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.log import log_path
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.plan import Task
from totalplace_lib.publish.processes.pool import ProcessPool


class _Home:
    """What this worker process keeps between reports."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self.modules = modules
        self.scratch = Path(tempfile.mkdtemp(prefix="totalplace-", dir=get_worker().local_directory))
        environment = report_environment(project.home(), self.scratch)
        self.pool = ProcessPool(get_worker().state.nthreads, os.environ | environment, modules, shared_with)

    def leave(self) -> None:
        """End the warm parent and its children, remove what they left."""
        self.pool.kill()
        shutil.rmtree(self.scratch, ignore_errors=True)


_homes: list[_Home] = []
_lock = threading.Lock()


def _home(modules: tuple[str, ...]) -> _Home:
    """This worker's warm parent; another batch with other notebooks gets another one."""
    with _lock:
        if _homes and _homes[0].modules != modules:
            _homes.pop().leave()
        if not _homes:
            _homes.append(_Home(modules))
            atexit.register(_homes[0].leave)
        return _homes[0]


def make_on_worker(job: Job) -> tuple[Made, str]:
    """Make one report in a fork of this worker's warm parent: the report and its log."""
    home, task = _home(job.modules), Task.from_row(job.task)
    logs = home.scratch / "logs"
    conditions = Conditions(project.home(), logs, job.cell_seconds, job.memory_mb)
    made = home.pool.submit(work, task, conditions).result()
    return made, log_path(logs, task.meta).read_text(encoding="utf-8")
