"""Run the command line in this process: exit code, what it printed, what it complained of."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from totalplace_lib.cli import main, working

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def totalplace(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(
        working, "PATIENCE", 3600.0
    )  # nothing takes long: what a busy machine would say is no complaint

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["totalplace", *words])
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run
