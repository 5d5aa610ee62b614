"""The explorer driven by a browser, in a real JupyterLab and in Voila: place, year, key, files, keyboard, live region."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cell_runs import eventually
from ports import free_port, listens

from totalplace_lib.project import home

pytestmark = pytest.mark.slow

RESULT = ".totalplace-result .widget-html-content"
START = 240_000  # ms: a kernel starts, the tables are read and the page is drawn, on a busy machine
NAMELESS = """() => [...document.querySelectorAll('.jupyter-widgets input, .jupyter-widgets select, .jupyter-widgets button')]
  .filter((one) => !(one.labels && [...one.labels].some((label) => label.textContent.trim())) && !one.textContent.trim())
  .map((one) => one.outerHTML.slice(0, 120))"""


@dataclass
class Served:
    """A page of a running server and what it loaded from elsewhere."""

    page: Any
    remote: list[str] = field(default_factory=list)


def _command(kind: str, port: int, folder: Path) -> list[str]:
    run = [sys.executable, "-m"]
    if kind == "voila":
        return [
            *run,
            "voila",
            "notebooks/explore.ipynb",
            "--Voila.ip=127.0.0.1",
            f"--port={port}",
            "--no-browser",
            "--KernelManager.transport=ipc",
        ]
    return [
        *run, "jupyter", "lab", str(folder), "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--no-browser", "--allow-root", "--IdentityProvider.token=explorer", "--LabApp.news_url=None",
        "--KernelManager.transport=ipc", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    assert eventually(lambda: listens(port) or server.poll() is not None)
    assert server.poll() is None, "the server did not start; run it by hand to see why"


@pytest.fixture(scope="module", params=["lab", "voila"])
def served(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: Any) -> Iterator[Served]:
    """The explorer opened in a browser; in JupyterLab on a copy of the notebook, all cells run."""
    kind, port = request.param, free_port()
    folder = tmp_path_factory.mktemp("work")
    (folder / "explore.ipynb").write_bytes((home() / "notebooks" / "explore.ipynb").read_bytes())
    settings = os.environ | {"TOTALPLACE_HOME": str(home()), "JUPYTER_CONFIG_DIR": str(folder / "settings")}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            _command(kind, port, folder), cwd=home(), env=settings, stdout=log, stderr=log
        )
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    try:
        _wait_for(port, server)
        served = Served(context.new_page())
        served.page.on("response", lambda got: _note(served, got.url, port))
        address = "/" if kind == "voila" else "/lab/tree/explore.ipynb?token=explorer"
        served.page.goto(f"http://127.0.0.1:{port}{address}", timeout=START)
        if kind == "lab":
            _run_all(served.page)
        result(served.page, "Birmingham, 2008-09", START)
        yield served
    finally:
        context.close()
        server.terminate()
        server.wait(300)


def _note(served: Served, url: str, port: int) -> None:
    if not url.startswith((f"http://127.0.0.1:{port}", "data:", "blob:")):
        served.remote.append(url)


def _run_all(page: Any) -> None:
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=START)
    kernel = page.locator(
        ".jp-Toolbar-kernelName", has_text="Python 3"
    )  # it is "idle" before there is one, too
    kernel.wait_for(timeout=START)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=START)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def result(page: Any, words: str, patience: int = START) -> str:
    """The result once it holds these words."""
    page.wait_for_selector(f"{RESULT}:has-text('{words}')", timeout=patience)
    return str(page.locator(RESULT).text_content())


def test_change_place_by_keyboard(served: Served) -> None:
    box = served.page.get_by_label("Place", exact=True)
    box.focus()
    box.fill("Kent")
    served.page.keyboard.press("Enter")
    assert "£" in result(served.page, "Kent, 2008-09")
    charts = ".exhibit-subtitle:has-text('Kent, 2008-09')"
    served.page.wait_for_selector(charts, timeout=START)  # they follow the result


def test_change_year_and_key_and_see_the_total_move(served: Served) -> None:
    page = served.page
    page.get_by_label("Year", exact=True).select_option("2009-10")
    before = result(page, "2009-10")
    page.get_by_label("Money that is shared").select_option("Hospital and community health")
    page.get_by_label("Shared by", exact=True).select_option("People aged 85 and over")
    assert "keys chosen" in result(page, "own keys")
    changed = page.locator("table", has_text="Hospital and community health").first
    changed.wait_for(state="attached", timeout=START)  # it follows the result
    page.get_by_role("button", name="Back to the count's own keys").press("Enter")
    page.wait_for_function(f"document.querySelector('{RESULT}').textContent === {before!r}", timeout=START)


def test_a_report_of_its_own_is_shown_for_the_place(served: Served) -> None:
    page = served.page
    page.get_by_label("Picture", exact=True).select_option("What is raised here")
    page.wait_for_selector(".exhibit-subtitle:has-text('Taxes and contributions')", timeout=START)
    page.get_by_label("Picture", exact=True).select_option("New councils for a county")
    page.wait_for_selector(".exhibit-subtitle:has-text('by new council, Kent')", timeout=START)
    page.get_by_label("Picture", exact=True).select_option("Who spends it")
    page.wait_for_selector(".exhibit-subtitle:has-text('by group')", timeout=START)


def test_leave_something_out_by_keyboard(served: Served) -> None:
    page = served.page
    box = page.get_by_label("Leave out functions")
    box.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert "What is left out" in result(page, "left out")
    box.select_option([])
    page.wait_for_function(
        f"!document.querySelector('{RESULT}').textContent.includes('left out')", timeout=START
    )


def test_take_the_view_away(served: Served, tmp_path: Path) -> None:
    page = served.page
    page.get_by_role("button", name="Make files of this view").press("Enter")
    page.wait_for_selector("a[download$='.yaml']", timeout=START)
    for ending, words in (("yaml", 'year: "20'), ("lines.csv", "payer,spender")):
        with page.expect_download() as waiting:
            page.locator(f"a[download$='{ending}']").click()
        kept = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        assert words in kept.read_text(encoding="utf-8")


def test_a_mistake_is_answered_with_what_to_write(served: Served) -> None:
    page = served.page
    box = page.get_by_label("Place", exact=True)
    box.fill("Brimingham")
    box.press("Enter")
    assert "Nearest: birmingham" in result(page, "Not answered")
    box.fill("Birmingham")
    box.press("Enter")
    result(page, "Birmingham, 20")


def test_the_result_is_a_live_region_that_stays(served: Served) -> None:
    box = served.page.locator(f"{RESULT}[role]")  # a script says it once the box is there
    assert (box.get_attribute("role"), box.get_attribute("aria-live")) == ("status", "polite")


def test_every_control_has_a_name(served: Served) -> None:
    assert served.page.evaluate(NAMELESS) == []


def test_nothing_comes_from_elsewhere(served: Served) -> None:
    assert served.remote == []
