"""A project folder of its own for each test that needs one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from totalplace_lib import project


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty project: config/ and data/processed/. The library looks here and nowhere else."""
    folder = tmp_path / "project"
    (folder / "config" / "sources").mkdir(parents=True)
    (folder / "data" / "processed").mkdir(parents=True)
    monkeypatch.setenv("TOTALPLACE_HOME", str(folder))
    project.home.cache_clear()
    yield folder
    project.home.cache_clear()
