"""A project folder of its own for each test that needs one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from totalplace_lib import project

PRINTED_NOUGHT = (
    "table,year,authority_code,line,looked_at,who,when\n"
    "childrens_services,2009-10,E0704,*,Nought everywhere; much the year before,A. Person,2026-11-27\n"
)


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with config/shorthand.csv, lines/printed_nought.csv of a year that no test makes and no other config or table.

    The library looks here and nowhere else.
    """
    shorthand = project.config_path("shorthand.csv")
    folder = tmp_path / "project"
    (folder / "config" / "sources").mkdir(parents=True)
    (folder / "data" / "processed").mkdir(parents=True)
    shutil.copy(shorthand, folder / "config")
    (folder / "config" / "lines").mkdir()
    (folder / "config" / "lines" / "printed_nought.csv").write_text(PRINTED_NOUGHT, encoding="utf-8")
    monkeypatch.setenv("TOTALPLACE_HOME", str(folder))
    project.home.cache_clear()
    yield folder
    project.home.cache_clear()
