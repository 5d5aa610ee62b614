"""Shared by all tests: the toy country, and where the publications are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))


# A time limit per example would fail on a busy machine; speed is measured in benchmarks/, not here.
settings.register_profile("totalplace", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("totalplace")


# Tests that share what takes long to make stay in one process: the money of every year, the warm parent of reports.
TOGETHER = {
    "every year": (
        "backtests/",
        "properties/test_theme_properties.py",
        "unit/analysis/test_series_of_places.py",
        "unit/analysis/test_deep_dive_of_places.py",
    ),
    "reports": ("reports/",),
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long begins first, so that nothing of it is left when all else ends; files are kept together."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (_group(item) not in TOGETHER, item.path not in slow))
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """What is given to one process: a file, or the files that share something (--dist loadgroup)."""
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((name for name, files in TOGETHER.items() if path.startswith(files)), path)


@pytest.fixture(scope="session")
def publications() -> Path:
    """The folder of the publications; skips with a reason where they are not at hand."""
    named = os.environ.get("TOTALPLACE_RAW")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "la_finance").is_dir():
        pytest.skip("The publications are not at hand: set TOTALPLACE_RAW to the folder that holds them.")
    return folder
