"""Publishing whole or not at all, whatever stops it and when."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from totalplace_lib.publish import files
from totalplace_lib.publish.files import FolderError, publish, recover, write_atomically

OLD = {"here/count.ipynb": b"old notebook", "here/old.csv": b"old data", "here/count.html": b"old page"}
NEW = {"here/count.ipynb": b"new notebook", "here/new.csv": b"new data", "here/count.html": b"new page"}


def contents(out: Path) -> dict[str, bytes]:
    found = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def test_new_files_take_the_place_of_old_ones(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    publish(tmp_path, NEW, remove=OLD)
    assert contents(tmp_path) == NEW


def test_an_emptied_folder_goes_too(tmp_path: Path) -> None:
    publish(tmp_path, {"here/count-data/a.csv": b"1"})
    publish(tmp_path, {"_failed/here/count.ipynb": b"failed"}, remove=["here/count-data/a.csv"])
    assert not (tmp_path / "here" / "count-data").exists()


class PowerLossError(BaseException):
    """Not an error that any code may handle."""


def count_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int | None) -> int:
    """Publish NEW over OLD; every operation on the disk is a step, and at fail_at all ends."""
    steps = 0

    def stop_in_time(operation):  # type: ignore[no-untyped-def]
        def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal steps
            steps += 1
            if steps == fail_at:
                raise PowerLossError
            return operation(*args, **kwargs)

        return wrapped

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink", "mkdir"):
            patch.setattr(Path, name, stop_in_time(getattr(Path, name)))
        patch.setattr(os, "fsync", stop_in_time(os.fsync))
        patch.setattr(files.shutil, "rmtree", stop_in_time(files.shutil.rmtree))
        publish(tmp_path, NEW, remove=OLD)
    return steps


def test_a_power_loss_at_any_step_leaves_the_old_or_the_new_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "all", OLD)
    total = count_steps(tmp_path / "all", monkeypatch, None)
    assert total > 10
    outcomes = set()
    for step in range(1, total + 1):
        out = tmp_path / str(step)
        publish(out, OLD)
        with pytest.raises(PowerLossError):
            count_steps(out, monkeypatch, step)
        page = out / "here" / "count.html"
        if page.is_file() and page.read_bytes() == NEW["here/count.html"]:
            assert (out / "here" / "count.ipynb").read_bytes() == NEW["here/count.ipynb"]
        recover(out)
        assert contents(out) in (OLD, NEW), f"step {step}"
        outcomes.add(contents(out) == NEW)
    assert outcomes == {True, False}


def test_a_read_only_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    publish(tmp_path, OLD)
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FolderError, match=r"Cannot write to .*: Permission denied. .* --resume"):
        publish(tmp_path, NEW, remove=OLD)
    monkeypatch.undo()
    assert contents(tmp_path) == OLD


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    publish(tmp_path, OLD)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FolderError, match="No space left on device"):
        publish(tmp_path, NEW, remove=OLD)
    with pytest.raises(FolderError, match="No space left on device"):
        write_atomically(tmp_path / "run.json", "{}")
    monkeypatch.undo()
    assert contents(tmp_path) == OLD


def test_one_file_is_old_or_new(tmp_path: Path) -> None:
    write_atomically(tmp_path / "run.json", "one")
    write_atomically(tmp_path / "run.json", "two")
    assert contents(tmp_path) == {"run.json": b"two"}
