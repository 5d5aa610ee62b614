"""A batch on a Dask cluster: the same plan, made by workers on other machines, published in one folder here.

Needs the extra [cluster] here and on each worker, and on each worker the same commit of the project
(docs/how-to-cluster.md). Each worker process keeps a warm parent of its own (cluster_worker.py) and sends back
the bytes of finished reports, so that workers need no access to the folder of reports.

A worker that dies costs nothing: Dask gives its reports to others. When the scheduler ends, what it held is
handed in again as soon as it, or another at the same address, is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import re
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.cluster_job import Job, fingerprint, make
from totalplace_lib.publish.log import log_path
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.plan import Plan, Task
from totalplace_lib.publish.processes.answer import WorkerDiedError
from totalplace_lib.publish.warmth import modules_for
from totalplace_lib.sources.reach import ANSWER, CONNECT, knock

PATIENCE = 300.0  # seconds to wait for a scheduler that has gone
CONNECT_SECONDS = 30.0
_ADDRESS = re.compile(r"(tcp|tls)://(?P<host>\[[0-9a-fA-F:.]+\]|[^/:\s]+):(?P<port>\d{1,5})")
_PAUSE = 1.0
_RETRIES = 3  # times that Dask may give a report to another worker


@dataclass(frozen=True)
class _Sent:
    """A report that is with the cluster."""

    job: Job
    logs: Path | None
    future: Future[Made] = field(default_factory=Future)


@contextmanager
def cluster_executor(address: str, plan: Plan, patience: float = PATIENCE) -> Iterator[ClusterExecutor]:
    """An executor for run_batch on the cluster whose scheduler listens at address ("tcp://scheduler:8786").

    UsageError when the extra is not installed, nobody answers, no worker is there, or a worker has another version
    of the project or of the data.
    """
    executor = ClusterExecutor(address, plan.tasks, patience)
    try:
        executor.check_workers()
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def workers_for(plan: Plan, address: str | None) -> Iterator[ClusterExecutor | None]:
    """The cluster's executor where an address is given; None, so that the batch runs here, where it is not."""
    if address is None:
        yield None
        return
    with cluster_executor(address, plan) as executor:
        yield executor


class ClusterExecutor(Executor):
    """Takes calls of crew.work and hands them to Dask."""

    def __init__(self, address: str, tasks: Sequence[Task], patience: float = PATIENCE) -> None:
        self._address, self._patience = address, patience
        self._modules = modules_for(tasks)
        self._client = _connect(address)
        self._lost: queue.SimpleQueue[_Sent | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._hand_in_again, daemon=True)
        self._keeper.start()

    @property
    def size(self) -> int:
        """How many reports the cluster makes at a time."""
        return sum(self._client.nthreads().values())

    def check_workers(self) -> None:
        """UsageError unless every worker would make the same reports as this machine."""
        here = fingerprint()
        found = self._client.run(fingerprint)
        if not found:
            raise UsageError(
                f"The scheduler {self._address} has no workers. Start some: dask worker {self._address}"
            )
        for worker, there in found.items():
            for what, value in here.items():
                if there[what] != value:
                    raise UsageError(
                        f"Worker {worker} has {what} {there[what]}, here it is {value}. Bring both to the same commit."
                    )

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand in crew.work(task, conditions)."""
        task, conditions = args
        sent = _Sent(_job(task, conditions, self._modules), conditions.logs)
        self._send(sent)
        return sent.future

    def _send(self, sent: _Sent) -> None:
        handed_in = self._client.submit(
            make, sent.job, key=f"report-{uuid.uuid4().hex}", pure=False, retries=_RETRIES
        )
        handed_in.add_done_callback(lambda done: self._came_back(sent, done))

    def _came_back(self, sent: _Sent, done: Any) -> None:
        if sent.future.cancelled():
            return
        if done.status == "finished":
            made, log = done.result()
            _keep_log(sent, log)
            sent.future.set_result(made)
        elif done.status == "error":
            sent.future.set_exception(WorkerDiedError(str(done.exception())))
        else:  # cancelled or lost: the scheduler has forgotten it
            self._lost.put(sent)

    def _hand_in_again(self) -> None:
        while (sent := self._lost.get()) is not None:
            if self._is_connected_again():
                self._send(sent)
            elif not sent.future.cancelled():
                sent.future.set_exception(
                    WorkerDiedError(
                        f"the scheduler {self._address} has been gone for {self._patience:.0f} seconds"
                    )
                )

    def _is_connected_again(self) -> bool:
        end = time.monotonic() + self._patience
        while time.monotonic() < end:
            with contextlib.suppress(
                OSError, UsageError
            ):  # it has gone once more: whoever waits must hear of it
                if self._client.status == "closed":
                    self._client = _connect(self._address, self._patience)
                if self._client.status == "running" and self._client.nthreads():
                    return True
            time.sleep(_PAUSE)
        return False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it forgets what it has not done."""
        self._lost.put(None)
        self._client.close()
        if wait:
            self._keeper.join()


def _connect(address: str, seconds: float | None = None) -> Any:
    """A client of the scheduler; seconds: how long to wait for one that was there before."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("Running on a cluster needs more: pip install 'totalplace[cluster]'") from error
    if seconds is None:
        _check_somebody_is_there(address)
    try:
        return Client(address, timeout=f"{seconds or CONNECT_SECONDS:.0f}s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"No Dask scheduler answers at {address}: {error}") from error


def _check_somebody_is_there(address: str) -> None:
    """UsageError at once for an address that is none, and where nobody listens: Dask itself would try for a minute."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise UsageError(
            f"--cluster {address}: an address is written tcp://HOST:PORT, such as tcp://scheduler:8786, as the "
            "scheduler says when it starts."
        )
    host = found["host"].strip("[]")
    how = knock(host, int(found["port"]))
    if how != "open":
        why = {"refused": "nothing listens at that port", "unknown": f"no machine is called {host}"}
        raise UsageError(
            f"No Dask scheduler answers at {address}: {why.get(how, f'no connection in {CONNECT:.0f} seconds')}. "
            "Start one (dask scheduler), or mend the address."
        )
    try:
        asyncio.run(asyncio.wait_for(_who_is_there(address), ANSWER))
    except Exception as error:
        raise UsageError(
            f"No Dask scheduler answers at {address}: who listens there is none ({error or 'not a word'})."
        ) from error


async def _who_is_there(address: str) -> None:
    """Ask for a scheduler's name. (A Client that fails takes three times its limit, and complains when it is gone.)"""
    from distributed import rpc
    from distributed.security import Security

    asked = rpc(address, timeout=ANSWER, connection_args=Security().get_connection_args("client"))
    try:
        await asked.identity()
    finally:
        await asked.close_rpc()


def _job(task: Task, conditions: Conditions, modules: tuple[str, ...]) -> Job:
    return Job(task.to_row(), conditions.cell_seconds, conditions.memory_mb, modules)


def _keep_log(sent: _Sent, log: str) -> None:
    if sent.logs is not None:
        path = log_path(sent.logs, Task.from_row(sent.job.task).meta)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(log, encoding="utf-8")
