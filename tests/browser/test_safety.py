"""A page asks for nothing, needs no script, runs nothing, and prints whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from toy_report import HOSTILE, META, exhibits

PAGES = (META.page, "index.html", "status.html")
A4_WITHOUT_MARGINS = 673  # px: 210 mm less twice 16 mm


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_for_but_the_page_itself(browser: Any, site: Path, name: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    dialogs: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    address = (site / name).as_uri()
    page.goto(address, wait_until="networkidle")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert (dialogs, complaints) == ([], [])
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_missing_without_script(browser: Any, site: Path, name: str) -> None:
    seen = []
    for is_scripted in (True, False):
        context = browser.new_context(
            java_script_enabled=is_scripted, viewport={"width": 1280, "height": 900}
        )
        page = context.new_page()
        page.goto((site / name).as_uri())
        seen.append(page.locator("main").inner_text())
        context.close()
    scripted, plain = seen
    assert plain
    if name in ("index.html", "status.html"):  # the finder is hidden without the script that makes it work
        assert "Find a place" in scripted
        assert "Find a place" not in plain
        assert "York" in plain
    else:
        assert plain == scripted


def test_hostile_names_are_read_as_text(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / META.page).as_uri())
    names = page.locator("#table-by-supplier tbody th").all_text_contents()
    assert names[:4] == list(HOSTILE[:4])
    assert names[4] == "Bell and right to left override"
    assert page.evaluate("document.querySelectorAll('main script, main img').length") == 0
    page.close()


def test_print_opens_every_table_and_cuts_none(browser: Any, site: Path) -> None:
    context = browser.new_context(viewport={"width": A4_WITHOUT_MARGINS, "height": 1000})
    page = context.new_page()
    page.goto((site / META.page).as_uri())
    page.emulate_media(media="print")
    edges = page.evaluate(
        """[...document.querySelectorAll('table')].map((table) => [...table.querySelectorAll('th, td')].map((cell) => {
        const box = cell.getBoundingClientRect();
        return [box.right, cell.scrollWidth - cell.clientWidth, box.height]; }))"""
    )
    assert len(edges) == len(exhibits())
    for cells in edges:
        assert max(right for right, _, _ in cells) <= A4_WITHOUT_MARGINS
        assert max(hidden for _, hidden, _ in cells) <= 0
        assert min(height for _, _, height in cells) > 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    context.close()


def test_print_is_dark_on_white_whatever_the_reader_prefers(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / META.page).as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.querySelector('%s')).%s"
    assert page.evaluate(style % ("body", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.evaluate(style % (".masthead h1", "color")) == "rgb(0, 0, 0)"
    page.close()
