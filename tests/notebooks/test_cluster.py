"""The same plan on a Dask cluster of separate processes: same bytes, whatever dies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ports import free_port
from toy_project import READS_TABLE, ToyProject, snapshot

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.cluster import cluster_executor
from totalplace_lib.publish.progress import Progress
from totalplace_lib.publish.record import ReportResult, State

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")
pytestmark = pytest.mark.slow
PLACES = tuple(f"place-{number}" for number in range(8))
SLOW_CELL = "import time\ntime.sleep(0.5)\n'Done.'"


class Cluster:
    """A scheduler and workers as processes of their own, as on a real cluster."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self.start("scheduler", "--port", str(self.port), "--no-dashboard")
        self.workers = [self.start_worker() for _ in range(2)]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        return subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def restart_scheduler(self) -> None:
        self.scheduler.kill()
        self.scheduler.wait()
        self.scheduler = self.start("scheduler", "--port", str(self.port), "--no-dashboard")
        self.workers += [self.start_worker() for _ in range(2)]  # as a service manager would

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(toy_project: ToyProject, tmp_path: Path) -> Iterator[Cluster]:
    toy_project.notebook("count", READS_TABLE, SLOW_CELL)
    made = Cluster(tmp_path)
    wait_for_workers(made)
    yield made
    made.stop()


def wait_for_workers(cluster: Cluster) -> None:
    with distributed.Client(cluster.address, timeout="120s", set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)


class After(Progress):
    """Do something once, after the first report."""

    def __init__(self, deed) -> None:  # type: ignore[no-untyped-def]
        self.deed = deed

    def done(self, result: ReportResult) -> None:
        deed, self.deed = self.deed, lambda: None
        deed()


def made_on(cluster: Cluster, toy: ToyProject, progress: Progress) -> dict[str, bytes]:
    plan = toy.plan(*PLACES)
    with cluster_executor(cluster.address, plan) as executor:
        record = run_batch(plan, toy.out, executor=executor, progress=progress)
    assert record.count(State.MADE) == len(PLACES), [result.message for result in record.reports]
    return snapshot(toy.out)


_here: dict[str, bytes] = {}


def made_here(toy: ToyProject) -> dict[str, bytes]:
    """Made once: the project of each test is the same."""
    if not _here:
        run_batch(toy.plan(*PLACES), toy.out.with_name("here"), jobs=2)
        _here.update(snapshot(toy.out.with_name("here")))
    return _here


def test_a_cluster_gives_the_same_bytes_and_the_logs(cluster: Cluster, toy_project: ToyProject) -> None:
    assert made_on(cluster, toy_project, Progress()) == made_here(toy_project)
    assert "cell 5 of 5" in (toy_project.out / "_logs/place-0/count-2008-09.log").read_text()


def test_the_command_line_takes_the_address(cluster: Cluster, toy_project: ToyProject) -> None:
    run_batch(toy_project.plan("here", "there"), toy_project.out, jobs=2)
    toy_project.table("toy", [5.0])
    command = [Path(sys.executable).with_name("totalplace"), "run", "--resume", "--cluster", cluster.address]
    done = subprocess.run([*command, "--out", toy_project.out], capture_output=True, text=True, check=True)
    assert "2 made" in done.stdout
    log = (toy_project.out / "_logs/here/count-2008-09.log").read_text()
    assert "cell 5 of 5" in log


def test_a_killed_worker_costs_no_report(cluster: Cluster, toy_project: ToyProject) -> None:
    assert made_on(cluster, toy_project, After(cluster.workers[0].kill)) == made_here(toy_project)


def test_a_restarted_scheduler_costs_no_report(cluster: Cluster, toy_project: ToyProject) -> None:
    assert made_on(cluster, toy_project, After(cluster.restart_scheduler)) == made_here(toy_project)


def test_a_worker_with_other_data_is_refused(cluster: Cluster, toy_project: ToyProject) -> None:
    plan = toy_project.plan("here")
    with distributed.Client(cluster.address, set_as_default=False) as client:
        client.run(exec, f"import os; os.environ['TOTALPLACE_HOME'] = '{another_home(toy_project)}'")
    refused = pytest.raises(UsageError, match=r"Worker tcp://.* has data \w+, here it is \w+. Bring both")
    with refused, cluster_executor(cluster.address, plan):
        pass


def another_home(toy: ToyProject) -> Path:
    other = toy.home.with_name("other")
    shutil.copytree(toy.home, other)
    (other / "data" / "processed" / "more.csv").write_text("x\n1\n")
    return other


def test_nobody_at_the_address(toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("totalplace_lib.publish.cluster.CONNECT_SECONDS", 1)
    refused = pytest.raises(UsageError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9")
    with refused, cluster_executor("tcp://127.0.0.1:9", toy_project.plan("here")):
        pass
