"""One report in this process, on an ordinary kernel: tries, results, what it says it has read."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from toy_project import READS_TABLE, ToyProject

from totalplace_lib.publish import execute
from totalplace_lib.publish.execute import make_report
from totalplace_lib.publish.kernels.engine import KernelStartError
from totalplace_lib.publish.made import Conditions
from totalplace_lib.publish.record import State

Execute = Callable[..., None]


def failing_first(times: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the kernel not start so many times; gives the list of tries."""
    tries: list[str] = []
    real: Execute = execute._execute

    def attempt(*args: Any) -> None:
        tries.append("tried")
        if len(tries) <= times:
            raise KernelStartError("address already in use")
        real(*args)

    monkeypatch.setattr(execute, "_execute", attempt)
    return tries


def test_a_kernel_that_does_not_start_is_tried_once_more(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = failing_first(1, monkeypatch)
    task, conditions = (
        toy_project.plan("here").tasks[0],
        Conditions(toy_project.home, toy_project.out / "_logs"),
    )
    made = make_report(task, conditions)
    assert (made.state, len(tries)) == (State.MADE, 2)
    assert "trying once more" in (toy_project.out / "_logs/here/count-2008-09.log").read_text()


def test_but_not_for_ever(toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = failing_first(5, monkeypatch)
    with pytest.raises(KernelStartError, match="address already in use"):
        make_report(toy_project.plan("here").tasks[0], Conditions(toy_project.home))
    assert len(tries) == 2


def test_a_cell_that_fails_is_not_tried_again(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = failing_first(0, monkeypatch)
    toy_project.notebook("count", READS_TABLE, "raise ValueError('first line\\nsecond line' + 'x' * 600)")
    made = make_report(toy_project.plan("here").tasks[0], Conditions(toy_project.home))
    assert (made.state, made.cell, len(tries)) == (State.FAILED, 4, 1)
    assert made.message.startswith("ValueError: first line second line")
    assert len(made.message) == execute.LONGEST_MESSAGE
    assert list(made.files) == ["_failed/here/count-2008-09.ipynb"]


def test_what_was_read_is_told_and_the_environment_put_back(toy_project: ToyProject) -> None:
    before = dict(os.environ)
    made = make_report(toy_project.plan("here").tasks[0], Conditions(toy_project.home))
    assert made.reads == ("data/processed/toy.parquet",)
    assert len(made.data_version) == 8
    assert list(made.files) == ["here/count-2008-09.ipynb", "here/count-2008-09.html"]
    assert made.data_version.encode() in made.files["here/count-2008-09.html"]
    assert dict(os.environ) == before
