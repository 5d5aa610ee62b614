"""Shared by all tests: the toy country, and where the publications are."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))


# Limits of time would fail on a busy machine; speed is measured in benchmarks/, not here.
settings.register_profile(
    "totalplace",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("totalplace")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first, so that none of them is left when all others have ended."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def publications() -> Path:
    """The folder of the publications; skips with a reason where they are not at hand."""
    named = os.environ.get("TOTALPLACE_RAW")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "la_finance").is_dir():
        pytest.skip("The publications are not at hand: set TOTALPLACE_RAW to the folder that holds them.")
    return folder
