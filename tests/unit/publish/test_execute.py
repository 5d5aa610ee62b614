"""One report in a process of its own: its result, what it says it has read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from borrowed import Borrowed, workers
from toy_project import READS_TABLE, ToyProject

from totalplace_lib.publish import execute
from totalplace_lib.publish.crew import work
from totalplace_lib.publish.made import Conditions, Made
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.record import State


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPool]:
    with workers(tmp_path_factory.mktemp("scratch")) as made:
        yield made


def make(pool: ProcessPool, toy: ToyProject) -> Made:
    made: Made = (
        Borrowed(pool, toy.home).submit(work, toy.plan("here").tasks[0], Conditions(toy.home)).result()
    )
    return made


def test_a_cell_that_fails_is_a_result(toy_project: ToyProject, pool: ProcessPool) -> None:
    toy_project.notebook("count", READS_TABLE, "raise ValueError('first line\\nsecond line' + 'x' * 600)")
    made = make(pool, toy_project)
    assert (made.state, made.cell) == (State.FAILED, 4)
    assert made.message.startswith("ValueError: first line second line")
    assert len(made.message) == execute.LONGEST_MESSAGE
    assert list(made.files) == ["_failed/here/count-2008-09.ipynb"]


def test_a_notebook_that_leaves_early_is_no_report(toy_project: ToyProject, pool: ProcessPool) -> None:
    toy_project.notebook("count", READS_TABLE, "import sys\nsys.exit(0)", "'never'")
    made = make(pool, toy_project)
    assert (made.state, made.cell) == (State.FAILED, 4)
    assert "cell 6 and what follows has not run" in made.message


def test_what_was_read_is_told_and_a_fresh_process_gives_the_same_bytes(
    toy_project: ToyProject, pool: ProcessPool
) -> None:
    made = make(pool, toy_project)
    assert made.reads == ("data/processed/toy.parquet",)
    assert len(made.data_version) == 8
    assert list(made.files) == ["here/count-2008-09.ipynb", "here/count-2008-09.html"]
    assert made.data_version.encode() in made.files["here/count-2008-09.html"]
    fresh = work(toy_project.plan("here").tasks[0], Conditions(toy_project.home))  # this process makes more
    assert fresh.files == made.files
