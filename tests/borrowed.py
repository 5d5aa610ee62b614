"""Workers that outlive a batch: toy projects that only want reports made share one warm parent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from totalplace_lib import project
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.processes.pool import ProcessPool


@contextmanager
def workers(scratch: Path) -> Iterator[ProcessPool]:
    """Two of them, on a warm parent of their own."""
    path = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])}
    environment = os.environ | report_environment(scratch, scratch) | path
    pool = ProcessPool(2, environment, ["borrowed", "pandas", "nbformat"])
    yield pool
    pool.kill()


class Borrowed(Executor):
    """The workers as an executor for the batches of one project."""

    def __init__(self, pool: ProcessPool, home: Path) -> None:
        self._pool, self._home = pool, home

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._pool.submit(at_home, self._home, function, args)


def at_home(home: Path, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """In the worker: as if it had been started for this project."""
    os.environ["TOTALPLACE_HOME"] = str(home)
    project.home.cache_clear()
    return function(*args)
