"""Which project folder is used: the one that was named, the nearest, the clone, the installed copy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from totalplace_lib import project
from totalplace_lib.errors import UsageError

CLONE = Path(project.__file__).parents[1]


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("TOTALPLACE_HOME", raising=False)
    project.home.cache_clear()
    yield
    project.home.cache_clear()


def lay_out(folder: Path, mark: str = "config/places.csv") -> Path:
    (folder / "config").mkdir(parents=True)
    (folder / "data" / "processed").mkdir(parents=True)
    (folder / mark).touch()
    return folder


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package: no clone around it, a copy inside it."""
    package = tmp_path / "site-packages" / "totalplace_lib"
    monkeypatch.setattr(project, "__file__", str(package / "project.py"))
    monkeypatch.setattr(project, "CARRIED", lay_out(package / "carried"))
    return package / "carried"


def test_the_nearest_project_at_or_above_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, carried: Path
) -> None:
    mine = lay_out(tmp_path / "mine")
    (mine / "notebooks" / "old").mkdir(parents=True)
    monkeypatch.chdir(mine / "notebooks" / "old")
    assert project.home() == mine
    assert not project.is_carried()
    assert project.reports_path(Path("reports")) == mine / "reports"
    assert project.raw_path("a.xls") == mine / "data" / "raw" / "a.xls"


def test_the_named_folder_comes_before_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = lay_out(tmp_path / "named", "config/anything.csv")
    monkeypatch.chdir(lay_out(tmp_path / "here"))
    monkeypatch.setenv("TOTALPLACE_HOME", str(named))
    assert project.home() == named
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path / "nowhere"))
    project.home.cache_clear()
    with pytest.raises(UsageError, match=r"No Total Place project at or above .*nowhere"):
        project.home()


def test_the_folders_of_another_project_are_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, carried: Path
) -> None:
    other = lay_out(tmp_path / "other", "config/settings.toml")
    monkeypatch.chdir(other)
    assert project.home() == carried


def test_without_one_the_clone_and_without_a_clone_the_installed_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert project.home() == CLONE


def test_an_installed_copy_is_never_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, carried: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert project.is_carried()
    assert project.reports_path(Path("reports")) == tmp_path / "reports"
    assert project.reports_path(tmp_path / "elsewhere") == tmp_path / "elsewhere"
    assert project.raw_path() == tmp_path / "data" / "raw"
    assert not project.cache_path().is_relative_to(carried)
    with pytest.raises(UsageError, match="totalplace start FOLDER"):
        project.own_folder("totalplace build")


def test_a_project_that_cannot_be_written_keeps_nothing_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = lay_out(tmp_path / "mine")
    monkeypatch.chdir(mine)
    assert project.cache_path() == mine / ".totalplace"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert not project.cache_path().is_relative_to(mine)


def test_a_working_folder_that_was_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise FileNotFoundError("the working folder")

    monkeypatch.setattr(Path, "cwd", gone)
    assert project.home() == CLONE
