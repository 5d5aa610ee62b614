"""Which library code a notebook uses, and what else a report is made from."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from toy_project import ToyProject

from totalplace_lib import code_used
from totalplace_lib.publish.cache import Entry, Parts, entry_bytes, read_entries, reason_to_make
from totalplace_lib.publish.record import State


def names(*sources: str) -> set[str]:
    return {code_used.module_name(path) for path in code_used.files_used(sources)}


def test_imports_are_followed_and_others_are_not() -> None:
    found = names("from totalplace_lib import project")
    assert {"totalplace_lib", "totalplace_lib.project", "totalplace_lib.errors"} <= found
    assert not any(name.startswith("totalplace_lib.sources") for name in found)


def test_imports_inside_functions_relative_ones_and_names_in_text_count() -> None:
    assert "totalplace_lib.model" in names("def f():\n    import totalplace_lib.model")
    assert "totalplace_lib.model" in names("lazy = {'Year': 'totalplace_lib.model.Year'}")
    assert names("import pandas, os") == set()


def test_a_name_of_the_front_door_leads_to_the_module_behind_it() -> None:
    assert "totalplace_lib.analysis.series" in names("import totalplace_lib as tp\ntp.series('kent')")
    assert "totalplace_lib.national.finding" in names("from totalplace_lib import find_place")
    assert "totalplace_lib.present.explorer.screen" not in names(
        "import totalplace_lib as tp\ntp.series('kent')"
    )


def test_style_sheets_beside_a_module_count() -> None:
    assert "totalplace_lib/publish/templates/totalplace/report.css" in names(
        "import totalplace_lib.publish.render"
    )


def test_what_a_source_imports() -> None:
    found = code_used.modules_imported("import a.b\nfrom c import d\ndef f():\n    from .e import g")
    assert found == {"a.b", "c", "c.d"}


def test_magics_and_broken_cells_are_left_out(tmp_path: Path) -> None:
    cells = ["%matplotlib inline\nimport a", "!ls\nimport b", "not python at all"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / "n.ipynb")
    imported = [code_used.modules_imported(source) for source in code_used.code_cells(tmp_path / "n.ipynb")]
    assert imported == [{"a"}, {"b"}]


@pytest.fixture
def entry(toy_project: ToyProject) -> Entry:
    task = toy_project.plan("here").tasks[0]
    return Entry(
        task, State.MADE, Parts().of(task, ["data/processed/toy.parquet", "config/gone.csv"]), seconds=1.5
    )


def reason(toy_project: ToyProject, entry: Entry) -> str:
    return reason_to_make(toy_project.plan("here").tasks[0], entry, Parts(), toy_project.out)


def test_nothing_changed_nothing_to_do(toy_project: ToyProject, entry: Entry) -> None:
    assert reason(toy_project, entry) == ""
    toy_project.table("another", [1.0])
    assert reason(toy_project, entry) == ""


def test_each_part_is_a_reason(toy_project: ToyProject, entry: Entry) -> None:
    toy_project.table("toy", [9.0])
    assert reason(toy_project, entry) == "changed: file data/processed/toy.parquet"
    toy_project.table("toy", [1.0, 2.0])
    (toy_project.home / "config" / "gone.csv").write_text("back\n")
    assert reason(toy_project, entry) == "changed: file config/gone.csv"
    (toy_project.home / "config" / "gone.csv").unlink()
    toy_project.notebook("count", "print('changed')")
    assert reason(toy_project, entry).startswith("changed: ")
    assert "notebook" in reason(toy_project, entry)


def test_a_part_of_the_code_is_a_reason(toy_project: ToyProject, entry: Entry) -> None:
    changed = Entry(entry.task, entry.state, {**entry.parts, "code totalplace_lib.project": "older"})
    assert reason(toy_project, changed) == "changed: code totalplace_lib.project"
    older = Entry(
        entry.task,
        entry.state,
        {**entry.parts, "version pandas": "2.0", "version numpy": "1", "notebook": ""},
    )
    assert reason(toy_project, older) == "changed: notebook, version numpy and 1 more"


def test_a_file_that_is_gone_or_was_altered_is_a_reason(toy_project: ToyProject, entry: Entry) -> None:
    altered = Entry(entry.task, entry.state, entry.parts, {"here/page.html": "another"})
    assert reason(toy_project, altered) == "here/page.html is missing or was altered"


def test_a_table_that_changes_during_the_batch_counts_as_it_was(toy_project: ToyProject) -> None:
    task, before = toy_project.plan("here").tasks[0], Parts()
    toy_project.table("toy", [9.0])
    assert before.of(task, ["data/processed/toy.parquet"]) != Parts().of(task, ["data/processed/toy.parquet"])


def test_an_entry_survives_being_written_down(toy_project: ToyProject, entry: Entry) -> None:
    path = toy_project.out / ".batch" / "reports" / "here" / "count-2008-09.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(entry_bytes(entry))
    assert read_entries(toy_project.out) == {"here/count-2008-09": entry}
