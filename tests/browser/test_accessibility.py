"""No WCAG 2.2 A or AA violation that axe can find, in light and dark, wide, narrow and at 400% zoom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from toy_report import META

PAGES = (META.page, "index.html", "compare.html", "status.html", f"{META.place}/index.html")
# 400% zoom of a window of 1280 by 1024 px is a window of 320 by 256 px, drawn four times as large.
WINDOWS = {
    "wide": {"viewport": {"width": 1280, "height": 1024}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)


@pytest.fixture(params=[(page, window) for page in PAGES for window in WINDOWS], ids="-".join)
def opened(request: pytest.FixtureRequest, browser: Any, site: Path) -> Any:
    """A page in a window, with every table open."""
    name, window = request.param
    context = browser.new_context(**WINDOWS[window])
    page = context.new_page()
    page.goto((site / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(opened: Any, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    opened.emulate_media(color_scheme=scheme)
    results = axe.Axe().run(opened, options={"runOnly": RULES}).response
    assert len(results["passes"]) > 20
    found = [
        (fault["id"], fault["help"], [node["target"] for node in fault["nodes"]])
        for fault in results["violations"]
    ]
    assert found == []


def test_axe_would_find_a_violation(browser: Any, site: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = browser.new_page()
    page.goto((site / META.page).as_uri())
    page.evaluate("""() => { document.documentElement.removeAttribute('lang');
    document.querySelector('.headline').style.color = '#999'; }""")
    found = {fault["id"] for fault in axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]}
    assert found == {"html-has-lang", "color-contrast"}
    page.close()


def test_nothing_but_tables_scrolls_sideways(opened: Any) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_readers_may_widen_the_spacing_of_text(opened: Any) -> None:
    opened.add_style_tag(content=TEXT_SPACING)
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_each_figure_is_drawn_once_and_fits(opened: Any) -> None:
    drawn = opened.evaluate(
        """[...document.querySelectorAll('figure.exhibit')].map((figure) => [...figure.querySelectorAll('svg')]
        .map((svg) => svg.getBoundingClientRect()).filter((box) => box.width > 0)
        .map((box) => box.left >= 0 && box.right <= window.innerWidth))"""
    )
    assert all(fits == [True] for fits in drawn)
    number = {META.page: 4, f"{META.place}/index.html": 1, "index.html": 1}
    assert len(drawn) == next((found for end, found in number.items() if opened.url.endswith(f"/{end}")), 0)


@pytest.mark.parametrize("name", PAGES)
def test_dark_is_dark_and_light_is_light(browser: Any, site: Path, name: str) -> None:
    page = browser.new_page()
    page.goto((site / name).as_uri())
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours == ["rgb(255, 255, 255)", "rgb(16, 22, 29)"]
    page.close()
