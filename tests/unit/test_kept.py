"""What follows from a text is worked out once, and again when text or question change."""

from __future__ import annotations

import pytest
from toy_project import ToyProject

from totalplace_lib import code_used, kept
from totalplace_lib.errors import UsageError
from totalplace_lib.publish.catalogue import notebook_parameters


@pytest.fixture(autouse=True)
def forgetful() -> None:
    kept._of.cache_clear()


def next_run() -> None:
    """Save as a run does, and forget as a new process has."""
    kept.save()
    kept._of.cache_clear()


def never() -> str:
    raise AssertionError("it was worked out again")


def test_a_value_outlives_the_process(toy_project: ToyProject) -> None:
    assert kept.kept("length", "four", lambda: 4) == 4
    next_run()
    assert kept.kept("length", "four", never) == 4
    assert kept.kept("length", "seven", lambda: 5) == 5
    assert kept.kept("letters", "four", lambda: "four") == "four"


def test_a_fault_is_not_kept(toy_project: ToyProject) -> None:
    def fails() -> None:
        raise UsageError("not yet")

    with pytest.raises(UsageError):
        kept.kept("length", "four", fails)
    assert kept.kept("length", "four", lambda: 4) == 4


@pytest.mark.parametrize("damaged", ["", "{", "[1, 2]", "\x00"])
def test_a_damaged_file_is_worked_out_again(toy_project: ToyProject, damaged: str) -> None:
    path = toy_project.home / ".totalplace" / kept.FILE
    path.parent.mkdir()
    path.write_text(damaged)
    assert kept.kept("length", "four", lambda: 4) == 4
    next_run()
    assert kept.kept("length", "four", never) == 4


def test_a_folder_that_cannot_be_written_costs_time_only(toy_project: ToyProject) -> None:
    (toy_project.home / ".totalplace").write_text("a file where the folder should be")
    assert kept.kept("length", "four", lambda: 4) == 4
    kept.save()


def test_no_more_is_kept_than_is_useful(toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 2)
    for text in ("one", "two"):
        kept.kept("same", text, lambda text=text: text)
    kept.kept("same", "one", never)  # used again: "two" is the longest unused
    kept.kept("same", "three", lambda: "three")
    next_run()
    assert kept.kept("same", "one", never) == "one"
    assert kept.kept("same", "two", lambda: "again") == "again"


def test_a_second_run_parses_nothing(toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = toy_project.notebook("count", "from totalplace_lib.publish import render")

    def answers() -> object:
        code_used._modules_of.cache_clear()
        notebook_parameters.cache_clear()
        used = code_used.files_used(["import totalplace_lib.publish.render"])
        return used, code_used.modules_imported("import fractions"), notebook_parameters(notebook)

    first = answers()
    next_run()
    monkeypatch.setattr(code_used, "_read", never)
    monkeypatch.setattr("papermill.inspect_notebook", never)
    assert answers() == first


def test_a_changed_notebook_is_read_again(toy_project: ToyProject) -> None:
    notebook = toy_project.notebook("count", "1")
    before = notebook_parameters(notebook)
    next_run()
    notebook_parameters.cache_clear()
    notebook.write_text(notebook.read_text().replace("place", "somewhere"))
    assert "somewhere" in notebook_parameters(notebook)
    assert "somewhere" not in before
