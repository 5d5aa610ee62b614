"""A project folder of its own for each test that needs one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from totalplace_lib import project


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with config/shorthand.csv and no other config or table. The library looks here and nowhere else."""
    shorthand = project.config_path("shorthand.csv")
    folder = tmp_path / "project"
    (folder / "config" / "sources").mkdir(parents=True)
    (folder / "data" / "processed").mkdir(parents=True)
    shutil.copy(shorthand, folder / "config")
    monkeypatch.setenv("TOTALPLACE_HOME", str(folder))
    project.home.cache_clear()
    yield folder
    project.home.cache_clear()
