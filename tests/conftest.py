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


# These count every year: in one process the money of a year is made once for all of them.
EVERY_YEAR = (
    "backtests/test_every_year.py",
    "backtests/test_treasury.py",
    "backtests/test_england.py",
    "backtests/test_evidence.py",
    "properties/test_theme_properties.py",
    "unit/analysis/test_series_of_places.py",
    "unit/analysis/test_deep_dive_of_places.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files begin first, so that none is left when the others end; a file stays in one process (--dist loadgroup)."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not _counts_every_year(item.path), item.path not in slow))
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            group = "every year" if _counts_every_year(item.path) else item.nodeid.partition("::")[0]
            item.add_marker(pytest.mark.xdist_group(group))


def _counts_every_year(path: Path) -> bool:
    return path.as_posix().endswith(EVERY_YEAR)


@pytest.fixture(scope="session")
def publications() -> Path:
    """The folder of the publications; skips with a reason where they are not at hand."""
    named = os.environ.get("TOTALPLACE_RAW")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "la_finance").is_dir():
        pytest.skip("The publications are not at hand: set TOTALPLACE_RAW to the folder that holds them.")
    return folder
