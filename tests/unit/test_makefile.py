"""make test runs both halves of the tests, whatever becomes of the first, and says so when either failed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = """#!/bin/sh
echo "$*" >> {calls}
case "$*" in *{failing}*) exit 1;; esac
"""
pytestmark = pytest.mark.skipif(os.name != "posix" or not shutil.which("make"), reason="needs make")


@pytest.mark.parametrize(
    ("failing", "code"), [("loadfile tests/notebooks", 2), ("--ignore tests/notebooks", 2), ("nothing", 0)]
)
def test_a_failure_in_one_half_still_runs_the_other(tmp_path: Path, failing: str, code: int) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(PYTHON.format(calls=tmp_path / "calls", failing=failing.replace(" ", "\\ ")))
    python.chmod(0o755)
    for done in (
        "python-found",
        "ready-to-test",
    ):  # in this order: else make lays out an environment each time
        (tmp_path / done).touch()
    environment = {key: one for key, one in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "-C", str(ROOT), "test", f"VENV={tmp_path}"]
    assert subprocess.run(command, capture_output=True, env=environment).returncode == code
    first, second = (tmp_path / "calls").read_text().splitlines()
    assert first.endswith("tests/notebooks") and "--ignore" not in first
    assert second.endswith("--ignore tests/notebooks")
