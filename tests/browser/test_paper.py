"""What is made to be printed takes the sides of A4 that it should: the page of a place and a resident's one, a briefing two."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from toy_report import META

from totalplace_lib.national.finding import find_place
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.plan import make_plan
from totalplace_lib.publish.selection import Selection

BRIEFINGS = (("luton-central-bedfordshire", "2008-09"), ("greater-manchester", "2023-24"))


def sides(browser: Any, path: Path) -> int:
    """The pages of the PDF that the browser prints."""
    page = browser.new_page()
    page.goto(path.as_uri())
    printed: bytes = page.pdf(prefer_css_page_size=True)
    page.close()
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def test_the_page_of_a_place_is_one_side(browser: Any, site: Path) -> None:
    assert sides(browser, site / META.place / "index.html") == 1


def test_a_long_page_is_more_than_one_side(browser: Any, site: Path) -> None:
    assert sides(browser, site / META.page) > 1


@pytest.mark.slow
def test_a_briefing_is_two_sides_and_a_residents_page_one(browser: Any, tmp_path: Path) -> None:
    choices = [Selection([place], ["briefing", "resident"], [year]) for place, year in BRIEFINGS]
    record = run_batch(make_plan(choices, lambda slug: find_place(slug).name), tmp_path, 2)
    assert record.exit_code == 0
    printed = [(result.meta.report, sides(browser, tmp_path / result.page)) for result in record.reports]
    assert sorted(printed) == [("briefing", 2)] * len(BRIEFINGS) + [("resident", 1)] * len(BRIEFINGS)
    for result in record.reports:
        pictures = [name for name in result.files if name.endswith(".png")]
        assert len(pictures) == {"briefing": 3, "resident": 1}[result.meta.report]
        pages = [
            (tmp_path / result.meta.folder / name).read_text("utf-8")
            for name in (f"{result.meta.stem}.html", "index.html")
        ]
        assert all(f'href="{Path(name).name}"' in page for name in pictures for page in pages)
