"""A disk that fills up and a folder that is read-only: a clear message, nothing corrupt, and resuming mends it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_project import READS_TABLE, ToyProject, snapshot

from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.files import FolderError
from totalplace_lib.publish.folder import plan_to_resume
from totalplace_lib.publish.record import State

pytestmark = pytest.mark.slow
PLACES = tuple(f"place-{number}" for number in range(6))
LARGE_CELL = "from IPython.display import Markdown\nMarkdown('A long story. ' * 20_000)"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory with room for about two reports."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not shutil.which("mount"):
        pytest.skip("needs the command mount")
    if mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", folder):
        pytest.skip("needs the right to mount a file system in memory")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def mount(*words: object) -> int:
    return subprocess.run(["mount", *map(str, words)], capture_output=True).returncode


def test_a_full_disk_stops_the_batch_and_resuming_on_a_larger_one_mends_it(
    toy_project: ToyProject, small_disk: Path
) -> None:
    toy_project.notebook("count", READS_TABLE, LARGE_CELL)
    plan, out = toy_project.plan(*PLACES), small_disk / "reports"
    with pytest.raises(FolderError, match=r"No space left on device.*--out.*--resume"):
        run_batch(plan, out, jobs=2)
    for page in out.glob("*/*.html"):
        assert page.read_text().rstrip().endswith("</html>")
        assert page.with_suffix(".ipynb").is_file()
    assert mount("-o", "remount,size=40m", small_disk) == 0
    record = run_batch(plan_to_resume(out), out, jobs=2, resume=True)
    assert record.count(State.MADE) == len(PLACES)
    run_batch(plan, toy_project.out, jobs=2)
    assert snapshot(out) == snapshot(toy_project.out)


def test_a_read_only_folder_is_refused_before_anything_runs(
    toy_project: ToyProject, small_disk: Path
) -> None:
    assert mount("-o", "remount,ro", small_disk) == 0
    with pytest.raises(FolderError, match=r"Cannot write to .*Read-only file system.*--out"):
        run_batch(toy_project.plan("here"), small_disk / "reports")
