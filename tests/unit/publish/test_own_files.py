"""Whatever lies in the batch's own places: named with what to do, nothing outside the folder touched, nothing lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from toy_project import ToyProject

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.files import recover
from totalplace_lib.publish.folder import ReportFolder, decide, plan_to_resume
from totalplace_lib.publish.lock import folder_lock
from totalplace_lib.publish.log import report_log
from totalplace_lib.publish.made import Made
from totalplace_lib.publish.own_files import KeptFileError, is_plain
from totalplace_lib.publish.plan import Plan
from totalplace_lib.publish.record import State

FILES = int(os.environ.get("TOTALPLACE_KEPT_FILES", "40"))  # five hundred were shown
needs_links = pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
PLAN, ENTRY, STAGE = ".batch/plan.json", ".batch/reports/here/count-2008-09.json", ".batch/staging/x"


@dataclass(frozen=True)
class Reports:
    """A folder with two reports, as a batch leaves it, and a folder beside it that is none of its business."""

    plan: Plan
    out: Path
    outside: Path

    def batch(self, force: bool = False, resume: bool = False) -> None:
        """A whole batch but for the notebooks."""
        with folder_lock(self.out):
            folder = ReportFolder(self.out, self.plan)
            for task in folder.begin(force, resume):
                with report_log(self.out / "_logs", task.meta) as log:
                    log.cell(1, 1)
                made = {task.meta.notebook: b"{}", task.meta.page: b"<html></html>"}
                folder.add(task, Made(State.MADE, 1.0, made))
            folder.finish(1)

    def put(self, name: str, value: object) -> Path:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        return path


@pytest.fixture
def reports(toy_project: ToyProject) -> Reports:
    outside = toy_project.home.parent / "outside"
    (outside / "folder").mkdir(parents=True)
    for name in ("precious.txt", "precious.html", "folder/count-2008-09.html", "folder/precious.json"):
        (outside / name).write_text("precious")
    reports = Reports(toy_project.plan("here", "there"), toy_project.out, outside)
    reports.batch()
    return reports


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder; links are not followed."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink()
    }


@contextmanager
def nothing_changes(*folders: Path) -> Iterator[None]:
    before = [contents(folder) for folder in folders]
    yield
    assert [contents(folder) for folder in folders] == before


def test_a_lock_that_names_somebodys_folder_deletes_nothing(reports: Reports) -> None:
    lock = reports.put(".batch/lock", {"process": 1, "scratch": str(reports.outside)})
    refused = pytest.raises(
        KeptFileError, match=r"lock names the folder .*outside.*delete that file and run again"
    )
    with nothing_changes(reports.outside, reports.out), refused:
        reports.batch()
    lock.unlink()
    reports.batch()


@pytest.mark.parametrize(
    "forge", ["marker elsewhere", "no marker", "another token", "a link", "another name"]
)
def test_a_scratch_folder_that_is_not_proved_to_be_ours_stays(reports: Reports, forge: str) -> None:
    token, prefix = "0" * 32, "other-" if forge == "another name" else "totalplace-"
    scratch = Path(tempfile.mkdtemp(prefix=prefix, dir=reports.outside if "elsewhere" in forge else None))
    try:
        (scratch / "precious.txt").write_text("precious")
        if forge != "no marker":
            (scratch / "totalplace-scratch").write_text("1" * 32 if forge == "another token" else token)
        named = scratch
        if forge == "a link":
            named = scratch.with_name(f"{scratch.name}-link")
            named.symlink_to(scratch)
        reports.put(".batch/lock", {"process": 1, "scratch": str(named), "token": token})
        with pytest.raises(KeptFileError, match="not proved to be a batch's own"):
            reports.batch()
        assert (scratch / "precious.txt").read_text() == "precious"
    finally:
        shutil.rmtree(scratch)
        scratch.with_name(f"{scratch.name}-link").unlink(missing_ok=True)


@needs_links
@pytest.mark.parametrize("how", ["a link", "a second name", "a pipe", "a folder"])
def test_a_lock_that_is_something_else_is_refused_and_not_written_to(reports: Reports, how: str) -> None:
    lock = reports.out / ".batch" / "lock"
    lock.unlink()
    precious = reports.outside / "precious.txt"
    make: dict[str, Callable[[], None]] = {
        "a link": lambda: lock.symlink_to(precious),
        "a second name": lambda: os.link(precious, lock),
        "a pipe": lambda: os.mkfifo(lock),
        "a folder": lock.mkdir,
    }
    make[how]()
    with nothing_changes(reports.outside), pytest.raises(KeptFileError, match="lock is not a batch's lock"):
        reports.batch()


@pytest.mark.parametrize(
    "name",
    ["../evil", "/evil", "C:/evil", "C:evil", "a\\..\\..\\evil", "a/../../evil", "", ".", "a//b", "a\0b"],
)
@pytest.mark.parametrize("key", ["files", "remove"])
def test_a_manifest_that_leads_out_of_the_folder_is_refused(reports: Reports, name: str, key: str) -> None:
    manifest = {"files": ["here/fine.html"], "remove": []}
    manifest[key] = [name]
    reports.put(f"{STAGE}/manifest.json", manifest)
    reports.put(f"{STAGE}/0", "evil")
    around = reports.out.parent.parent
    with (
        nothing_changes(around),
        pytest.raises(KeptFileError, match=r"manifest\.json.*Delete the folder .*/x, then"),
    ):
        recover(reports.out)


def test_names_that_stay_inside() -> None:
    assert all(map(is_plain, ["index.html", "here/count-2008-09-data/by-body.csv", ENTRY, "a+b/c.html"]))
    assert not any(
        map(is_plain, [".batch/lock", ".batch/plan.json", ".BATCH/lock", ".batch./lock", "x" * 2000])
    )


@needs_links
@pytest.mark.parametrize("name", [".batch", ".batch/reports", ".batch/staging", "_logs", "_failed", "here"])
def test_a_folder_that_is_a_link_is_not_followed(reports: Reports, name: str) -> None:
    path = reports.out / name
    if path.exists():
        path.rename(path.with_name("moved"))
    path.symlink_to(reports.outside / "folder")
    if name == "here":
        shutil.rmtree(reports.out / ".batch" / "reports")
    with nothing_changes(reports.outside), pytest.raises(KeptFileError, match=f"{name} is a link"):
        reports.batch(force=True)


GARBAGE = [
    "",
    "{",
    "{}",
    "[]",
    "null",
    "5",
    '"text"',
    "\0\1",
    "[" * 100_000,
    '{"process": "x", "scratch": 5}',
]


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_in_a_file_that_matters_is_named_with_what_to_do(reports: Reports, text: str) -> None:
    whole = {name: (reports.out / name).read_text() for name in (PLAN, ENTRY)}
    advice = {PLAN: "without --resume", ENTRY: "Delete that file", ".batch/lock": "delete that file"}
    for name, words in advice.items():
        path = reports.put(name, text)
        refused = pytest.raises(KeptFileError, match=rf"{path.name} is not what a batch writes: .*{words}")
        if not (name.endswith("lock") and not text):  # a lock that holds nothing is a fresh one
            with nothing_changes(reports.out, reports.outside), refused:
                reports.batch() if name != PLAN else plan_to_resume(reports.out)
        path.write_text(whole.get(name, ""))
    reports.batch()


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_in_a_file_that_is_written_anew_each_time_is_replaced(reports: Reports, text: str) -> None:
    names = ("run.json", "run.csv", ".batch/figures/2008-09.json", "_logs/here/count-2008-09.log")
    before = {name: (reports.out / name).read_text() for name in names[:1]}
    for name in names:
        reports.put(name, text)
    reports.batch()
    assert json.loads(before["run.json"])["reports"][0]["place"] == "here"
    assert json.loads((reports.out / "run.json").read_text())["reports"][0]["place"] == "here"


def test_every_bad_entry_is_told_up_to_twenty(reports: Reports) -> None:
    for number in range(30):
        reports.put(f".batch/reports/here/{number}.json", "{}")
    with pytest.raises(TotalPlaceError, match=r"10 more files like these") as refused:
        decide(reports.plan, reports.out)
    assert str(refused.value).count("Delete that file") == 20


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: row["files"].update({"../../evil": "x"}), "not the name of a file"),
        (lambda row: row["files"].update({"there/count-2008-09.html": "x"}), "a file of another report"),
        (lambda row: row["task"]["meta"].update(place="../there"), "about another report"),
        (lambda row: row["task"]["meta"].update(place=5), r"task\.meta\.place is 5, not a text"),
        (lambda row: row["task"].pop("notebook"), "task lacks 'notebook'"),
        (lambda row: row.update(more=1), "it has an unknown 'more'"),
        (lambda row: row.update(state="great"), "state is 'great', not 'made' or"),
        (lambda row: row.update(seconds=float("nan")), "seconds is nan, not a number"),
    ],
)
def test_an_entry_that_says_what_no_batch_says_is_refused(
    reports: Reports, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    row = json.loads((reports.out / ENTRY).read_text())
    change(row)
    reports.put(ENTRY, row)
    with nothing_changes(reports.out.parent), pytest.raises(KeptFileError, match=words):
        reports.batch(force=True)


def test_a_plan_runs_no_notebook_that_config_does_not_name(reports: Reports) -> None:
    begun = json.loads((reports.out / PLAN).read_text())
    begun["tasks"][0]["notebook"] = str(reports.outside / "evil.ipynb")
    reports.put(PLAN, begun)
    with pytest.raises(
        KeptFileError, match=r"names the notebook .*evil\.ipynb .*config/reports\.csv does not"
    ):
        plan_to_resume(reports.out)


# What somebody may put in any place that is a batch's own: seeded, so that a failure can be looked at again.
PLACES = (
    *(
        ".batch/lock",
        PLAN,
        ENTRY,
        "run.json",
        "run.csv",
        "index.html",
        ".batch/figures/2008-09.json",
        ".run.json.part",
    ),
    *(f"{STAGE}/manifest.json", f"{STAGE}/0", STAGE, ".batch", ".batch/reports", ".batch/staging", "_logs"),
    *(
        "_logs/here",
        "_logs/here/count-2008-09.log",
        "here",
        "here/count-2008-09.html",
        ".batch/figures",
    ),
)
NAMES = (
    "../outside/precious.html",
    "../../outside/precious.txt",
    "C:\\evil",
    "{outside}/precious.html",
    "here",
    ".batch",
)


def damage(chance: random.Random, reports: Reports) -> str:
    """Put something there; returns what, for the message of a failure."""
    path = reports.out / chance.choice(PLACES)
    kinds = ["garbage", "mutated", "name", "link", "link", "folder", "pipe", "second name", "huge"]
    kind = chance.choice(kinds if os.name == "posix" else kinds[:3])
    before = path.read_bytes() if path.is_file() else b""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    target = chance.choice([path for path in reports.outside.rglob("*") if path.is_file() or kind == "link"])
    act: dict[str, Callable[[], object]] = {
        "garbage": lambda: path.write_bytes(chance.choice([chance.randbytes(99), *map(str.encode, GARBAGE)])),
        "mutated": lambda: path.write_bytes(mutated(chance, before)),
        "name": lambda: path.write_text(json.dumps(named(chance, reports, before))),
        "link": lambda: path.symlink_to(target),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "second name": lambda: os.link(target, path),
        "huge": lambda: (path.touch(), os.truncate(path, 1 << 33)),
    }
    act[kind]()
    return f"{kind} at {path.relative_to(reports.out)}"


def mutated(chance: random.Random, before: bytes) -> bytes:
    """Some of its bytes changed, or cut off."""
    content = bytearray(before or b'{"files": [], "remove": []}')
    for _ in range(chance.randint(1, 5)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.randint(0, len(content))]) if chance.random() < 0.3 else bytes(content)


def named(chance: random.Random, reports: Reports, before: bytes) -> object:
    """The same JSON with some of its texts changed to names that lead elsewhere."""
    fallback = {"files": ["here/a.html"], "remove": ["here/b"], "process": 1, "scratch": str(reports.outside)}
    try:
        value = json.loads(before)
    except ValueError:
        value = {key: fallback[key] for key in chance.choice([("files", "remove"), ("process", "scratch")])}

    def change(one: Any) -> Any:
        if isinstance(one, dict):
            return {
                change(key) if chance.random() < 0.1 else key: change(inner) for key, inner in one.items()
            }
        if isinstance(one, list):
            return [change(inner) for inner in one]
        is_text = isinstance(one, str) and chance.random() < 0.4
        return chance.choice(NAMES).replace("{outside}", str(reports.outside)) if is_text else one

    return change(value)


def test_no_fuzzed_folder_has_anything_outside_it_touched_or_ends_in_a_traceback(reports: Reports) -> None:
    chance = random.Random(2010)
    whole = reports.out.with_name("whole")
    reports.out.rename(whole)
    refusals = 0
    for _ in range(FILES):
        shutil.copytree(whole, reports.out)
        told = damage(chance, reports)
        with nothing_changes(reports.outside, whole):
            for act in (
                lambda: decide(reports.plan, reports.out),
                lambda: plan_to_resume(reports.out),
                lambda: reports.batch(resume=True),
                lambda: reports.batch(force=True),
            ):
                try:
                    act()
                except TotalPlaceError as refusal:
                    refusals += 1
                    assert len(str(refusal)) < 2000, told
                except Exception as error:
                    raise AssertionError(f"{told}: {error!r}") from error
        shutil.rmtree(reports.out)
    assert refusals > FILES / 2
