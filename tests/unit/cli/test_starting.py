"""totalplace start, --version, help and python -m: what a new user types first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from totalplace_lib import project


def test_a_folder_of_ones_own(totalplace: Any, tmp_path: Path) -> None:
    code, out, err = totalplace("start", str(tmp_path / "mine"))
    assert (code, err) == (0, "")
    assert f'cd "{tmp_path / "mine"}"' in out
    for part in project.PARTS:
        there = {path.name for path in (project.home() / part).iterdir() if not path.name.startswith(".")}
        assert {path.name for path in (tmp_path / "mine" / part).iterdir()} == there
    assert (tmp_path / "mine" / "data" / "raw").is_dir()


def test_an_empty_folder_will_do(totalplace: Any, tmp_path: Path) -> None:
    assert totalplace("start", str(tmp_path))[0] == 0


def test_nothing_is_overwritten(totalplace: Any, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    code, out, err = totalplace("start", str(tmp_path))
    assert (code, out) == (2, "")
    assert "is not empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    assert "is a file" in totalplace("start", str(tmp_path / "thesis.docx"))[2]


def test_a_copy_that_breaks_off_leaves_nothing(
    totalplace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    code, _, err = totalplace("start", str(tmp_path / "mine"))
    assert code == 2
    assert "No space left on device" in err and "Traceback" not in err
    assert not (tmp_path / "mine").exists()


def test_not_inside_what_is_copied(totalplace: Any) -> None:
    code, _, err = totalplace("start", str(project.config_path("mine")))
    assert code == 2
    assert "is inside" in err


def test_version_and_help(totalplace: Any) -> None:
    code, out, _ = totalplace("--version")
    assert code == 0
    assert out.startswith("totalplace ")
    for words in (["-h"], ["--help"], ["count", "-h"]):
        code, out, _ = totalplace(*words)
        assert code == 0
        assert "Exit codes: 0 done; 1 a report failed; 2 a wrong word" in out
