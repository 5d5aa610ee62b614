"""A page can be read by keyboard alone: skip link, visible focus, no trap, tables that scroll."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toy_report import META

FOCUSED = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  return {
    tag: here.tagName.toLowerCase(), role: here.getAttribute("role"), words: here.textContent.trim().slice(0, 60),
    isSeen: box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth), id: here.id,
  };
}"""


@pytest.fixture(params=[1280, 320])
def report(request: pytest.FixtureRequest, browser: Any, site: Path) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto((site / META.page).as_uri())
    yield page
    context.close()


def walk(page: Any) -> list[dict[str, Any]]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "body":
            return stops
        stops.append(stop)
    raise AssertionError("the Tab key never leaves the page")


def test_the_first_stop_is_a_skip_link_that_is_seen_and_works(report: Any) -> None:
    report.keyboard.press("Tab")
    first = report.evaluate(FOCUSED)
    assert first["words"] == "Skip to the report"
    assert first["isSeen"]
    report.keyboard.press("Enter")
    report.wait_for_function("document.activeElement.id === 'main'")
    report.keyboard.press("Tab")
    assert report.evaluate(FOCUSED)["words"] == "Who spends it"


def test_every_stop_is_seen_and_has_a_visible_outline(report: Any) -> None:
    stops = walk(report)
    assert [stop for stop in stops if not stop["isSeen"] or stop["outline"] < 3] == []
    assert {stop["tag"] for stop in stops} == {"a", "summary"}


def test_a_table_is_opened_reached_and_scrolled_by_keyboard(report: Any) -> None:
    report.locator("summary").first.focus()
    report.keyboard.press("Enter")
    report.keyboard.press("Tab")
    region = report.evaluate(FOCUSED)
    assert (region["tag"], region["role"]) == ("div", "region")
    assert region["outline"] >= 2
    wider = report.evaluate("document.activeElement.scrollWidth - document.activeElement.clientWidth")
    for _ in range(20):
        report.keyboard.press("ArrowRight")
    report.wait_for_function("(wider) => document.activeElement.scrollLeft > 0 || wider <= 0", arg=wider)
    assert wider > 0 or report.viewport_size["width"] == 1280


def test_the_contents_list_moves_to_its_section(report: Any) -> None:
    report.locator("nav a", has_text="How the count closes").focus()
    report.keyboard.press("Enter")
    report.wait_for_url("**#how-the-count-closes")
    top = "document.getElementById('how-the-count-closes').getBoundingClientRect().top"
    report.wait_for_function(
        f"0 <= {top} && {top} < 200"
    )  # fails in time; a busy machine scrolls a moment later


def test_the_state_is_sorted_and_searched_by_keyboard(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "status.html").as_uri())
    assert all(stop["outline"] >= 3 or stop["role"] == "region" for stop in walk(page))
    page.get_by_role("button", name="Place").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    places = "[...document.querySelectorAll('tbody tr:not([hidden]) th')].map((cell) => cell.textContent)"
    assert page.evaluate(places)[0] == "York"
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_label("Find a place or report").focus()
    page.keyboard.type("east riding")
    assert page.evaluate(places) == ["Éast Ridingshire and the Isle of Somewhere Else"]
    assert page.get_by_role("status").text_content() == "1 of 6 reports"
    page.get_by_label("Find a place or report").fill(
        "deep dive"
    )  # the name on the command line, nowhere shown
    assert page.evaluate(places) == ["Kent"]
    page.close()
