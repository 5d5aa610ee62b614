"""totalplace fetch: what it prints, and with which code it leaves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_up import write_card

from totalplace_lib import project
from totalplace_lib.cli import main


@pytest.fixture
def tp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command line: exit code, output, errors."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["totalplace", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with a card of two files, which lie in a mirror; data/raw is empty."""
    folder = tmp_path / "project"
    (folder / "data" / "processed").mkdir(parents=True)
    mirror = tmp_path / "mirror"
    (mirror / "finance").mkdir(parents=True)
    for name in ("a.xls", "b.xls"):
        (mirror / "finance" / name).write_text(f"{name}\n")
    write_card(folder, mirror, "returns", {"finance/a.xls": "2008-09", "finance/b.xls": "2009-10"})
    monkeypatch.setenv("TOTALPLACE_HOME", str(folder))
    project.home.cache_clear()
    yield mirror
    project.home.cache_clear()


def test_all_from_a_mirror_then_nothing_to_do(tp: Any, mirror: Path) -> None:
    code, out, err = tp("fetch", "--mirror", str(mirror))
    assert (code, out.splitlines()[-1]) == (0, "2 files fetched; all 2 are there, each as on its card")
    assert sorted(err.splitlines()) == [  # they are fetched side by side
        f"finance/{name}  from {mirror}/finance/{name}" for name in ("a.xls", "b.xls")
    ]
    assert tp("fetch")[:2] == (
        0,
        "2 of 2 files are there\n0 files fetched; all 2 are there, each as on its card\n",
    )


def test_a_dry_run_writes_nothing(tp: Any, mirror: Path) -> None:
    code, out, _ = tp("fetch", "returns", "--mirror", str(mirror), "--dry-run")
    assert code == 0
    assert f"finance/a.xls  would copy {mirror}/finance/a.xls (6 bytes)" in out
    assert not project.raw_path().exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_what_has_to_be_saved_by_hand_is_a_shortfall(tp: Any, mirror: Path, options: list[str]) -> None:
    code, _, err = tp("fetch", *options)
    assert code == 3
    assert "https://example.org/return" in err
    assert f"save as {project.raw_path('finance', 'a.xls')}" in err
    assert "Traceback" not in err


def test_wrong_words(tp: Any, mirror: Path) -> None:
    assert tp("fetch", "return")[0] == 2
    assert "No card 'return'. Nearest: returns" in tp("fetch", "return")[2]
    assert "--mirror nowhere: no such folder" in tp("fetch", "--mirror", "nowhere")[2]
    assert "--mirror ftp://x: a folder, or an address" in tp("fetch", "--mirror", "ftp://x")[2]
    assert "--from nowhere: no such folder" in tp("fetch", "--from", "nowhere")[2]


def test_on_a_terminal_there_are_bars(tp: Any, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    code, _, err = tp("fetch", "--mirror", str(mirror))
    assert code == 0
    assert "finance/b.xls" in err
