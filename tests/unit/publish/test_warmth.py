"""What a warm parent is told to hold, and that it may hold it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from toy_project import ToyProject

import totalplace_lib
from totalplace_lib.errors import UsageError
from totalplace_lib.publish import catalogue
from totalplace_lib.publish.catalogue import ReportKind, report_kinds
from totalplace_lib.publish.data_version import version_of, version_of_all
from totalplace_lib.publish.environment import report_environment
from totalplace_lib.publish.log import last_cell, report_log
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.warmth import Call, Shared, modules_for, shared_calls

made: list[tuple[str, ...]] = []


def prepare(year: str) -> None:
    made.append((year,))


def in_steps(place: str, year: str) -> Iterator[None]:
    for step in ("first", "second"):
        made.append((place, year, step))
        yield


def fail(place: str) -> None:
    made.append((place,))
    raise UsageError("there is no such place")


def crash(place: str) -> None:
    made.append((place, "crash"))
    raise ZeroDivisionError


def call(name: str, **options: str) -> Call:
    return {"function": f"{__name__}:{name}", "options": options}


def make_all(shared: Shared, calls: Sequence[Call]) -> int:
    """How many steps it takes."""
    steps = 0
    while missing := shared.missing(calls):
        shared.step(missing[0])
        steps += 1
    return steps


def test_all_that_the_notebooks_import_however_deep(toy_project: ToyProject) -> None:
    toy_project.notebook("count", "import fractions\nfrom totalplace_lib.publish import render")
    modules = modules_for(toy_project.plan("here").tasks)
    assert {"fractions", "totalplace_lib.publish.render", "nbconvert", "pandas"} <= set(modules)


def test_shared_work_is_done_once_for_each_set_of_parameters(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    (toy_project.home / "config" / "reports.csv").write_text(
        "report,notebook,title,parameters,named_by,order,prepare,check\n"
        "count,notebooks/count.ipynb,Count,place year,year,1,count;funding,\n"
    )
    words = {"count": f"{__name__}:prepare", "funding": f"{__name__}:fail"}
    monkeypatch.setattr(catalogue, "PREPARE", words)
    plan = toy_project.plan("here", "there", years=("2007-08", "2008-09"))
    calls = [one for task in plan.tasks for one in json.loads(json.dumps(shared_calls(task)))]
    assert len(calls) == 8
    made.clear()
    assert make_all(Shared(), calls) == 4
    assert sorted(made) == [("2007-08",), ("2008-09",), ("here",), ("there",)]


def test_a_function_that_yields_is_made_in_steps() -> None:
    made.clear()
    shared, both = Shared(), [call("in_steps", place="here", year="2008-09"), call("prepare", year="2008-09")]
    shared.step(shared.missing(both)[0])
    assert made == [("here", "2008-09", "first")]
    assert len(shared.missing(both)) == 2
    shared.step(shared.missing(both[1:])[0])  # what waits for less goes on meanwhile
    assert shared.missing(both[1:]) == []
    make_all(shared, both)
    assert made == [("here", "2008-09", "first"), ("2008-09",), ("here", "2008-09", "second")]


def test_what_is_not_there_is_not_waited_for() -> None:
    calls = [{"function": name, "options": {}} for name in ("nowhere:prepare", "json:nothing", "json", "")]
    assert Shared().missing(calls) == []


def test_the_projects_own_functions_are_there() -> None:
    calls = [call for kind in report_kinds().values() for call in _calls(kind)]
    assert len(Shared().missing(calls)) == len(calls) > 5


def _calls(kind: ReportKind) -> list[Call]:
    return [{"function": name, "options": {}} for name in (*kind.prepare, kind.check) if name]


def test_a_fault_is_left_to_the_report_and_not_met_twice() -> None:
    made.clear()
    shared, calls = Shared(), [call("fail", place="nowhere"), call("crash", place="nowhere")]
    assert make_all(shared, calls) == 2
    assert make_all(shared, calls) == 0
    assert made == [("nowhere",), ("nowhere", "crash")]


def test_what_reads_is_remembered_with_its_reads() -> None:
    # A value that functools.cache keeps would hide what it was made from from every report but the first.
    library = Path(totalplace_lib.__file__).parent
    for path in [
        path for floor in ("national", "evidence", "analysis") for path in (library / floor).glob("*.py")
    ]:
        source = path.read_text(encoding="utf-8")
        assert "@functools.cache\n" not in source, f"{path.name}: use project.remembered"


def test_a_report_has_the_version_of_the_tables_it_read(toy_project: ToyProject) -> None:
    read = ["config/reports.csv", "data/processed/toy.parquet"]
    before, all_before = version_of(read), version_of_all()
    toy_project.table("another", [1.0])
    assert version_of(read) == before
    assert version_of_all() != all_before
    toy_project.table("toy", [7.0])
    assert version_of(read) != before
    assert version_of(["config/reports.csv"]) == ""


def test_the_environment_holds_one_thread_and_no_clock(tmp_path: Path) -> None:
    environment = report_environment(tmp_path, tmp_path / "scratch")
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["SOURCE_DATE_EPOCH"] == "1262304000"
    assert environment["TOTALPLACE_HOME"] == str(tmp_path)


def test_a_log_tells_the_cell_that_runs(tmp_path: Path) -> None:
    meta = ReportMeta("here", "Here", "count", "Count", stem="count")
    assert last_cell(tmp_path, meta) == ""
    with report_log(tmp_path, meta) as log:
        assert last_cell(tmp_path, meta) == "starting"
        log.cell(3, 20)
        assert last_cell(tmp_path, meta) == "cell 3 of 20"
    with report_log(None, meta) as log:
        log.write("to nobody")


def test_jsonschema_is_imported_without_its_slow_part_and_nothing_else_is_hidden() -> None:
    code = (
        "import sys\nfrom totalplace_lib.publish.startup import import_jsonschema_quickly as quickly\n"
        "quickly(); quickly()\nassert 'rfc3987_syntax' not in sys.modules\nimport jsonschema\n"
        "import nbformat; nbformat.validate(nbformat.v4.new_notebook())"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
