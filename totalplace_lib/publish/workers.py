"""An executor of separate processes, one call at a time each, that survives the death of any of them.

The standard ProcessPoolExecutor is lost as a whole when one of its processes dies. Here a dead process costs
the one call that it was busy with; kill() ends all of them at once (Ctrl-C).
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol


class WorkerDiedError(RuntimeError):
    """The process ended without an answer: killed, out of memory, or crashed."""


class HostLostError(WorkerDiedError):
    """What the process depends on ended first; the call itself is not to blame and may be made again."""


_MOST_TRIES = 5  # of a call whose host is lost: more than a Nursery has hosts to lose


@dataclass(frozen=True)
class Answer:
    """What a call gave: a value, or the error that it raised."""

    value: Any = None
    error: BaseException | None = None


class Worker(Protocol):
    """A process that runs one call at a time."""

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        """Run function(*args) there and wait for its answer; WorkerDiedError is an answer too."""

    def kill(self) -> None:
        """End it now, whatever it does."""

    def close(self) -> None:
        """End it; it is idle."""


_Call = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class WorkerPool(Executor):
    """A PEP 3148 executor: each of size threads owns a worker and replaces it when it has died."""

    def __init__(self, size: int, start_worker: Callable[[], Worker]) -> None:
        self._start_worker = start_worker
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._workers: set[Worker] = set()
        self._lock = threading.Lock()
        self._is_stopped = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call; TypeError for keyword arguments, which do not travel."""
        if kwargs:
            raise TypeError("WorkerPool.submit takes positional arguments only")
        future: Future[Any] = Future()
        self._calls.put((future, function, args))
        return future

    def _serve(self) -> None:
        worker: Worker | None = None
        while (call := self._calls.get()) is not None:
            future, function, args = call
            if self._is_stopped or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            worker, answer = self._answer(worker, function, args)
            if answer.error is not None:
                future.set_exception(answer.error)
            else:
                future.set_result(answer.value)
        if worker:
            self._leave(worker)

    def _answer(
        self, worker: Worker | None, function: Callable[..., Any], args: tuple[Any, ...]
    ) -> tuple[Worker | None, Answer]:
        """What the call gave, by this worker or by others when its host was lost; and the worker to go on with."""
        answer = Answer(error=HostLostError("it was not begun"))
        for _ in range(_MOST_TRIES):
            try:
                worker = worker or self._enter()
                answer = worker.call(function, args)
            except Exception as error:  # noqa: BLE001 - not swallowed: whoever waits for the call must hear of it
                answer = Answer(error=error)
            if answer.error is None:
                break
            if worker:
                self._leave(worker)  # it has ended, or is not to be trusted any more
            worker = None
            if self._is_stopped or not isinstance(answer.error, HostLostError):
                break
        return worker, answer

    def _enter(self) -> Worker:
        worker = self._start_worker()
        with self._lock:
            self._workers.add(worker)
            if self._is_stopped:
                worker.kill()
        return worker

    def _leave(self, worker: Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.close()

    def stop(self) -> None:
        """Begin nothing more: calls that wait are cancelled, a call whose host is lost is not made again."""
        with self._lock:
            self._is_stopped = True

    def kill(self) -> None:
        """End all processes at once; calls that wait are cancelled, calls that run end in WorkerDiedError."""
        self.stop()
        with self._lock:
            for worker in self._workers:
                worker.kill()
        self.shutdown(wait=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go when they have done what is queued."""
        self._is_stopped = self._is_stopped or cancel_futures
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()


class SpawnedWorker:
    """An ordinary fresh Python process, on every system; imports once and then serves one call after another."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve_calls, args=(theirs, dict(environment)), daemon=True)
        self._process.start()
        theirs.close()

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
        """Send the call and wait."""
        try:
            self._connection.send((function, args))
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            self._process.join()
            return Answer(error=WorkerDiedError(how_it_ended(self._process.exitcode)))
        return answer

    def kill(self) -> None:
        """SIGKILL, or its equal on Windows."""
        self._process.kill()

    def close(self) -> None:
        """The process sees the end of the pipe and leaves."""
        self._connection.close()
        self._process.join()
        self._process.close()


def how_it_ended(exit_code: int | None) -> str:
    """-9 -> "killed by signal 9 (SIGKILL)"."""
    if exit_code is not None and exit_code < 0:
        return f"the process was killed by signal {-exit_code} ({signal.Signals(-exit_code).name})"
    return f"the process ended by itself with exit code {exit_code}"


def _serve_calls(connection: Connection[Any, Any], environment: Mapping[str, str]) -> None:
    """The worker's side: until the other end of the pipe is closed, or the driver has died."""
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches all: the driver decides
    threading.Thread(target=_leave_with_driver, daemon=True).start()
    while True:
        try:
            function, args = connection.recv()
        except EOFError:
            return
        connection.send(answer_of(function, args))


def answer_of(function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
    """The value or the error of a call."""
    try:
        return Answer(function(*args))
    except Exception as error:  # noqa: BLE001 - not swallowed: it is the call's answer and travels to the driver
        return Answer(error=error)


def _leave_with_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        wait([driver.sentinel])
        os._exit(1)
