"""A headless chromium and a small site of made-up pages to look at with it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from toy_front import written
from toy_report import META, executed_notebook

from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State
from totalplace_lib.publish.render import render_notebook

PATIENCE = 180_000  # ms
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser that is on this machine already; TOTALPLACE_CHROMIUM names another one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("TOTALPLACE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no chromium on this machine; install one or name it in TOTALPLACE_CHROMIUM")
    with playwright.sync_playwright() as session:
        running = session.chromium.launch(executable_path=path, args=list(FLAGS), timeout=PATIENCE)
        yield Patient(running)
        running.close()


@dataclass(frozen=True)
class Patient:
    """The browser on a machine that is busy with other things."""

    running: Any

    def new_context(self, **options: Any) -> Any:
        made = self.running.new_context(**options)
        made.set_default_timeout(PATIENCE)
        return made

    def new_page(self) -> Any:
        made = self.running.new_page()
        made.set_default_timeout(PATIENCE)
        return made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports: the front door, and one report with hostile names."""
    folder = tmp_path_factory.mktemp("site")
    (folder / META.place).mkdir()
    (folder / META.page).write_text(render_notebook(executed_notebook(), META), encoding="utf-8")
    written(folder, record())
    return folder


def record() -> RunRecord:
    """Six reports in every state, one of a place with a hostile name."""
    toytown = ReportResult(META, State.MADE, 4.2, files=(META.page, META.notebook))
    others = (
        "Ashford",
        "<script>alert(1)</script>",
        "Éast Ridingshire and the Isle of Somewhere Else",
        "Kent",
        "York",
    )
    states = (State.UNCHANGED, State.FAILED, State.OUT_OF_DATE, State.NOT_RUN, State.MADE)
    results = []
    for number, (name, state) in enumerate(zip(others, states, strict=True)):
        title = f"Whole-area count: {name}, 2008-09"
        report = "deep_dive" if name == "Kent" else "count"
        meta = ReportMeta(f"p{number}", name, report, title, "2008-09", stem="count-2008-09")
        files = {State.FAILED: (meta.failed_notebook,), State.NOT_RUN: ()}.get(
            state, (meta.page, meta.notebook)
        )
        results.append(
            ReportResult(meta, state, 1.5 * number, 3, "KeyError: <script>alert(1)</script>", files)
        )
    return RunRecord((toytown, *results), 60.0, 2, "0.1.0", "4f3a2c1b")
