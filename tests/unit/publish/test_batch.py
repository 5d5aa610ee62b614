"""A batch: what is published, what is kept when something fails, what is said."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from borrowed import Borrowed, workers
from toy_project import HEADLINE, READS_TABLE, ToyProject, snapshot

from totalplace_lib.publish import batch
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.crew import make_all
from totalplace_lib.publish.execute import Conditions, stopped_report
from totalplace_lib.publish.folder import decide, plan_to_resume
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.record import State, record_from

pytestmark = pytest.mark.slow
PAGE, NOTEBOOK = "here/count-2008-09.html", "here/count-2008-09.ipynb"
FAILED = "_failed/here/count-2008-09.ipynb"


@pytest.fixture(scope="module")
def shared_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPool]:
    with workers(tmp_path_factory.mktemp("scratch")) as pool:
        yield pool


@pytest.fixture
def borrowed(shared_workers: ProcessPool, toy_project: ToyProject) -> Borrowed:
    """For batches whose own processes are not what the test is about."""
    return Borrowed(shared_workers, toy_project.home)


def states(record: object) -> dict[str, str]:
    return {result.meta.id: str(result.state) for result in record.reports}  # type: ignore[attr-defined]


def test_pages_notebooks_record_and_second_run(toy_project: ToyProject) -> None:
    plan, before = toy_project.plan("here", "there"), dict(os.environ)
    record = run_batch(plan, toy_project.out)
    assert dict(os.environ) == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert states(record) == {"here/count-2008-09": "made", "there/count-2008-09": "made"}
    assert toy_project.pages() == [
        PAGE,
        NOTEBOOK,
        PAGE.replace("here", "there"),
        NOTEBOOK.replace("here", "there"),
    ]
    assert 'here spent 3 pounds in <span class="year">2008-09</span>' in (toy_project.out / PAGE).read_text()
    assert record_from((toy_project.out / "run.json").read_text()) == record
    assert (toy_project.out / "run.csv").read_text().startswith("place,report,state,seconds,cell,message")
    assert (toy_project.out / "index.html").is_file()
    assert record.exit_code == 0
    assert "cell 5 of 5" in (toy_project.out / "_logs/here/count-2008-09.log").read_text()

    first = (toy_project.out / PAGE).read_bytes(), (toy_project.out / NOTEBOOK).read_bytes()
    again = run_batch(plan, toy_project.out, jobs=2)
    assert set(states(again).values()) == {"unchanged"}
    forced = run_batch(plan, toy_project.out, jobs=2, force=True)
    assert set(states(forced).values()) == {"made"}
    assert ((toy_project.out / PAGE).read_bytes(), (toy_project.out / NOTEBOOK).read_bytes()) == first


def test_a_failing_report_costs_only_itself_and_loses_its_old_page(
    toy_project: ToyProject, borrowed: Borrowed
) -> None:
    plan = toy_project.plan("here", "there")
    run_batch(plan, toy_project.out, executor=borrowed)
    toy_project.notebook("count", READS_TABLE, "assert place != 'here', 'no figures for here'", HEADLINE)
    record = run_batch(plan, toy_project.out, executor=borrowed)
    assert states(record) == {"here/count-2008-09": "failed", "there/count-2008-09": "made"}
    failed = record.reports[0]
    assert (failed.cell, failed.message) == (4, "AssertionError: no figures for here")
    assert record.exit_code == 1
    assert toy_project.pages() == [FAILED, PAGE.replace("here", "there"), NOTEBOOK.replace("here", "there")]
    kept = nbformat.read(toy_project.out / FAILED, as_version=4)
    assert "papermill-error-cell-tag" in kept.cells[0].metadata.tags
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", []))

    toy_project.notebook("count", READS_TABLE, HEADLINE)
    mended = run_batch(plan, toy_project.out, executor=borrowed)
    assert states(mended) == {"here/count-2008-09": "made", "there/count-2008-09": "made"}
    assert FAILED not in toy_project.pages()


def test_a_page_that_breaks_a_rule_is_not_published(toy_project: ToyProject, borrowed: Borrowed) -> None:
    toy_project.notebook(
        "count", "from IPython.display import HTML\nHTML('<img src=\"https://example.org/a.png\">')"
    )
    record = run_batch(toy_project.plan("here"), toy_project.out, executor=borrowed)
    assert record.reports[0].state is State.FAILED
    assert "not fit to be published" in record.reports[0].message
    assert toy_project.pages() == [FAILED]


def test_a_killed_report_and_a_slow_cell_are_told_with_their_cell(
    toy_project: ToyProject, borrowed: Borrowed
) -> None:
    toy_project.notebook(
        "count",
        "import os, signal, time\n"
        "if place == 'dead':\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if place == 'slow':\n    time.sleep(6000)\n'Done.'",
    )
    (slow,) = run_batch(toy_project.plan("slow"), toy_project.out, executor=borrowed, cell_seconds=4).reports
    dead, fine = run_batch(toy_project.plan("dead", "fine"), toy_project.out, executor=borrowed).reports[:2]
    assert dead.message.endswith("killed by signal 9 (SIGKILL) (during cell 4 of 4)")
    assert slow.message == "CellTimeoutError: the cell took longer than 4 seconds" and slow.cell == 3
    assert fine.state is State.MADE


def test_a_lost_worker_is_its_own_report_only(toy_project: ToyProject, tmp_path: Path) -> None:
    toy_project.notebook("count", "import time\nif place == 'here':\n    time.sleep(600)\n'Done.'")
    plan = toy_project.plan("here", "there")
    with batch._workers(plan.tasks, 1, None, tmp_path) as pool:
        done = make_all(plan.tasks, Conditions(toy_project.home), pool, KillsOnce(pool))
        results = {task.meta.place: made for task, made in done}
    lost, made = results["here"], results["there"]
    assert "killed by signal 9" in lost.message
    assert (lost.state, made.state) == (State.FAILED, State.MADE)


class KillsOnce:
    """Kill the first worker that is seen running."""

    def __init__(self, pool: ProcessPool) -> None:
        self.pool, self.is_done = pool, False

    def __call__(self, running: Mapping[str, str]) -> None:
        parent = psutil.Process(self.pool._parent.pid) if self.pool._parent else None
        if parent and parent.children() and running and not self.is_done:
            self.is_done = True
            parent.children()[0].kill()


def test_any_executor_can_be_passed_in(toy_project: ToyProject) -> None:
    with ThreadPoolExecutor(1) as executor:
        record = run_batch(toy_project.plan("here"), toy_project.out, executor=executor)
    assert record.reports[0].state is State.MADE


def test_dry_run_says_what_would_be_made_and_why(toy_project: ToyProject, borrowed: Borrowed) -> None:
    plan = toy_project.plan("here", reports=("count", "other"))
    assert [decision.reason for decision in decide(plan, toy_project.out)] == ["never made", "never made"]
    run_batch(plan, toy_project.out, executor=borrowed)
    assert [decision.reason for decision in decide(plan, toy_project.out)] == ["", ""]
    assert [decision.reason for decision in decide(plan, toy_project.out, force=True)] == ["forced", "forced"]
    toy_project.table("toy", [5.0])
    assert [decision.reason for decision in decide(plan, toy_project.out)] == [
        "changed: file data/processed/toy.parquet",
        "",
    ]
    (toy_project.out / "here/other.html").unlink()
    assert decide(plan, toy_project.out)[1].reason == "here/other.html is missing or was altered"


def test_reports_of_an_earlier_run_stay_in_the_record(toy_project: ToyProject, borrowed: Borrowed) -> None:
    run_batch(toy_project.plan("here", "there"), toy_project.out, executor=borrowed)
    record = run_batch(toy_project.plan("there"), toy_project.out, executor=borrowed)
    assert [(one.meta.place, one.state, one.in_run) for one in record.reports] == [
        ("there", State.UNCHANGED, True),
        ("here", State.UNCHANGED, False),
    ]
    toy_project.table("toy", [5.0])
    record = run_batch(toy_project.plan("there"), toy_project.out, executor=borrowed)
    assert [one.state for one in record.reports] == [State.MADE, State.OUT_OF_DATE]
    assert record.exit_code == 0


def test_ctrl_c_says_how_to_resume_and_resuming_equals_a_clean_run(
    toy_project: ToyProject, borrowed: Borrowed
) -> None:
    plan = toy_project.plan("here", "there", "elsewhere")

    class StopsAfterOne(batch.Progress):
        def done(self, result: object) -> None:
            raise KeyboardInterrupt

    with pytest.raises(batch.InterruptedBatchError, match=r"2 reports .* --resume --out"):
        run_batch(plan, toy_project.out, jobs=1, progress=StopsAfterOne())
    stopped = record_from((toy_project.out / "run.json").read_text())
    assert [one.state for one in stopped.reports] == [State.MADE, State.NOT_RUN, State.NOT_RUN]

    resumed = run_batch(plan_to_resume(toy_project.out), toy_project.out, jobs=2, resume=True)
    assert set(states(resumed).values()) == {"made"}
    made = snapshot(toy_project.out)
    run_batch(plan, toy_project.out.with_name("clean"), executor=borrowed)
    assert made == snapshot(toy_project.out.with_name("clean"))


def test_a_stopped_report_keeps_its_notebook_with_the_reason(toy_project: ToyProject) -> None:
    task = toy_project.plan("here").tasks[0]
    made = stopped_report(task, "WorkerDiedError: killed")
    kept = nbformat.reads(made.files[FAILED].decode(), as_version=4)
    assert "WorkerDiedError: killed" in kept.cells[0].source
    assert json.loads(made.files[FAILED])["cells"][0]["id"] == "cell-001"
