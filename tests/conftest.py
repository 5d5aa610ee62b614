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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first, so that none of them is left when all others have ended."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def publications() -> Path:
    """The folder of the publications; skips with a reason where they are not at hand."""
    named = os.environ.get("TOTALPLACE_RAW")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "la_finance").is_dir():
        pytest.skip("The publications are not at hand: set TOTALPLACE_RAW to the folder that holds them.")
    return folder
