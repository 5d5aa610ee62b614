"""The notebook that a report offers, opened in a JupyterLab that has never seen it and so does not trust it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cell_runs import eventually
from ports import free_port, listens
from toy_report import executed_notebook

from totalplace_lib.publish.normalise import normalise
from totalplace_lib.publish.portable import portable

pytestmark = pytest.mark.slow


@pytest.fixture
def jupyterlab(tmp_path: Path) -> Iterator[str]:
    """The address of one with settings and a data folder of its own."""
    port = free_port()
    own = {
        name: str(tmp_path / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    words = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--notebook-dir={tmp_path}",
    ]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *words], env=os.environ | own, stdout=log, stderr=log
        )
        try:
            assert eventually(lambda: listens(port)), (tmp_path / "log").read_text()[-2000:]
            yield f"http://127.0.0.1:{port}/lab/tree"
        finally:
            server.kill()
            server.wait()


def test_its_charts_show(jupyterlab: str, tmp_path: Path, browser: Any) -> None:
    executed = normalise(executed_notebook())
    nbformat.write(portable(executed), tmp_path / "offered.ipynb")
    nbformat.write(executed, tmp_path / "inline.ipynb")
    assert shown(browser, f"{jupyterlab}/offered.ipynb", 'img[src^="data:image/svg+xml"]') > 0
    assert shown(browser, f"{jupyterlab}/inline.ipynb", "svg.exhibit-svg") == 0  # why it is done


def shown(browser: Any, address: str, what: str) -> int:
    """How many of them there are once the first figure of the notebook is; of pictures, those that can be drawn."""
    page = browser.new_page()
    page.goto(address, timeout=180_000)
    page.wait_for_selector(".jp-Notebook figure", state="attached", timeout=180_000)
    counted: int = page.evaluate(
        """async (what) => {
            const found = [...document.querySelectorAll('.jp-Notebook ' + what)];
            await Promise.all(found.map(one => one.decode ? one.decode() : null));
            return found.filter(one => one.tagName !== 'IMG' || one.naturalWidth > 0).length;
        }""",
        what,
    )
    page.close()
    return counted
