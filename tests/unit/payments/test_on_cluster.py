"""The same adding up on a real scheduler with workers as processes of their own; one killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from cell_runs import eventually
from payment_files import HEADINGS, lines, written
from ports import free_port

from totalplace_lib.errors import UsageError
from totalplace_lib.payments import on_cluster, store, suppliers

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")
pytestmark = pytest.mark.slow
BODIES = ["Gateshead", "Sunderland"]
WORKERS = 4


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"

    def start(kind: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"]
        return subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running = [start("scheduler", "--port", str(port))]
    running += [start("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(WORKERS)]
    with distributed.Client(address, timeout=120) as client:
        client.wait_for_workers(WORKERS, timeout=120)
    yield address, running[1:]
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    names = [
        f"{word}feather {trade} Ltd"
        for word in ("Quill", "Bramble", "North")
        for trade in ("Plumbing", "Roofing", "Taxis")
    ]
    for month in range(1, 7):
        for at, body in enumerate(BODIES):
            rows = [
                (
                    f"{body} Council",
                    f"{1 + n % 28:02}/{month:02}/2023",
                    names[n % 9] if n % 10 else "Mrs Zelda Quimby",
                    f"{n * 1.37:.2f}",
                    "x",
                )
                for n in range(200 + at)
            ]
            store.add(written(tmp_path / f"{body}{month}.csv", lines(HEADINGS, *rows)))


def sums(address: str = "") -> suppliers.Spent:
    with store.connection() as con:
        store.open_payments(con)
        suppliers.link_suppliers(con, BODIES)
        found = on_cluster.summed(address, BODIES, None) if address else suppliers.summed(con, BODIES, None)
        return suppliers.spent(con, found)


def check_same(address: str) -> None:
    for there, here in zip(sums(address), sums(), strict=True):
        pd.testing.assert_frame_equal(there, here)


def test_the_cluster_says_the_same(added: None, workers: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, _ = workers
    assert len(store.pieces()) >= 12
    check_same(address)


def test_a_worker_that_dies_in_the_middle_costs_only_time(
    added: None,
    workers: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, processes = workers
    died = tmp_path / "died"

    def kills_its_worker_once(
        piece: str, payers: list[str], year: str | None, died: str = str(died)
    ) -> dict[str, pd.DataFrame]:
        import os
        import signal
        from pathlib import Path

        from totalplace_lib.payments.on_cluster import summed_piece

        try:
            Path(died).mkdir()
        except FileExistsError:
            return summed_piece(piece, payers, year)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(on_cluster, "sums_of", kills_its_worker_once)
    check_same(address)
    assert died.is_dir()
    assert eventually(lambda: sum(process.poll() is not None for process in processes) == 1)


def test_a_scheduler_that_does_not_answer_is_said(added: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_cluster, "WAIT", 1)
    with pytest.raises(UsageError, match="no scheduler answers"):
        sums("tcp://127.0.0.1:1")
