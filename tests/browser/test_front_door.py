"""The front door in a browser, from a folder on disk: the map, the search, the table, two places side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toy_front import NAMES, front

from totalplace_lib.evidence.carried import apart, limits
from totalplace_lib.publish.record import RunRecord

AT = """(address) => new Promise((told) => {
  addEventListener("hashchange", () => told(document.getElementById("verdict").textContent), {once: true});
  location.hash = address;
})"""
"""What the comparison says at an address; the page has heard of it before."""


@pytest.fixture
def page(browser: Any, site: Path) -> Iterator[Any]:
    """The front page; whatever goes wrong in its script, or is asked for, is a fault of the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on(
        "request", lambda asked: faults.append(asked.url) if not asked.url.startswith("file:") else None
    )
    opened.goto((site / "index.html").as_uri())
    yield opened
    context.close()
    assert faults == []


def hits(page: Any, words: str) -> list[str]:
    page.get_by_label("Find a place by name or code").fill(words)
    return [text.strip() for text in page.locator("#hits li").all_text_contents()]


def test_a_place_is_found_by_any_spelling_and_opened_by_keyboard(page: Any) -> None:
    assert hits(page, "snoring") == ["Great Snoring Council area", "Little Snoring Council area"]
    assert hits(page, "EAST riding-shire") == ["Éast Ridingshire and the Isle of Somewhere Else Council area"]
    assert hits(page, "<script>alert") == ["<script>alert(1)</script> Council area"]
    assert hits(page, "Atlantis") == []
    assert page.locator("#found").text_content() == "No place here has this name or code."
    hits(page, "Toytown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/toytown/index.html")


def test_the_map_is_coloured_by_choice_and_tells_a_place(page: Any) -> None:
    area = page.locator('#england-map .area[data-area="E06000001"]').first
    assert "m1" in area.get_attribute("class")
    page.get_by_label("Coloured by").select_option(label="Real change for each resident, 2010-11 to 2012-13")
    assert page.get_by_label("Year").first.input_value() == "2012-13"
    assert "m5" in area.get_attribute("class")  # the same step is a larger part of the smallest
    area.dispatch_event("pointerover")
    assert page.locator("#map-told").text_content().startswith("Toytown: 0%, between")
    assert page.locator("#map-title").text_content() == "Real change for each resident, 2010-11 to 2012-13"
    area.dispatch_event("click")
    page.wait_for_url("**/toytown/index.html")


def test_the_table_sorts_by_figures_and_filters(page: Any) -> None:
    names = "[...document.querySelectorAll('#places-table tbody tr:not([hidden]) th')].map((cell) => cell.textContent)"
    page.get_by_role("button", name="For each resident", exact=True).click()
    assert page.evaluate(names)[0] == "Toytown"
    page.get_by_role("button", name="For each resident", exact=True).click()
    assert page.evaluate(names)[0] == "Nether Wallop"
    page.get_by_label("Kind").select_option("Mayoral authority")
    assert page.evaluate(names) == ["Ashford"]
    assert page.locator("#shown").text_content() == "1 of 9 places"


def test_without_script_the_map_is_a_picture_with_its_table_and_nothing_is_offered_that_does_not_work(
    browser: Any, site: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((site / "index.html").as_uri())
    assert plain.locator("#england-map .area.m5").count() > 0
    assert plain.get_by_label("Find a place by name or code").is_hidden()
    assert plain.get_by_label("Coloured by").is_hidden()
    plain.locator("summary", has_text="The places of each class").click()
    assert "Toytown" in plain.locator("#map-rows").inner_text()
    plain.get_by_role("link", name="Little Snoring").last.click()
    assert plain.locator("h1").inner_text().startswith("Little Snoring")
    context.close()


def test_the_comparison_tells_a_difference_exactly_where_the_gate_does(browser: Any, site: Path) -> None:
    shown = front(RunRecord(()))
    opened = browser.new_page()
    opened.goto((site / "compare.html").as_uri())
    for one, other in itertools.combinations(["england", *NAMES], 2):
        mine, theirs = (shown.places[slug].in_year("2012-13") for slug in (one, other))
        assert mine is not None
        assert theirs is not None
        said = opened.evaluate(AT, f"{one},{other},2012-13")
        assert ("more is spent" in said) == apart(mine.figure(one), theirs.figure(other), limits()).may, (
            one,
            other,
        )
    opened.close()


def test_two_places_are_chosen_and_their_address_is_kept(browser: Any, site: Path) -> None:
    opened = browser.new_page()
    opened.goto((site / "compare.html").as_uri())
    opened.get_by_label("Place", exact=True).select_option(label="Toytown")
    opened.get_by_label("Beside").select_option(label="Nether Wallop")
    assert (
        opened.locator("#verdict").text_content()
        == "In 2012-13 more is spent for each resident of Nether Wallop."
    )
    opened.wait_for_url("**/compare.html#toytown,p7,2012-13")
    cells = opened.locator("#groups-table tbody tr").first.locator("th, td").all_text_contents()
    assert cells == ["NHS", "£416 (£374 to £458)", "£736 (£662 to £810)", "more in Nether Wallop"]
    transport = opened.locator("#groups-table tbody tr", has_text="Transport bodies").locator("td").last
    assert transport.text_content() == "not told"  # too little of it is measured
    assert opened.locator("#over-picture path.stroke").count() == 2
    opened.close()
