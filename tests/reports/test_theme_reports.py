"""Deep dives and overlap are executed for real places and give pages without a fault, with three findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from nbformat import NotebookNode
from wording import slips

from totalplace_lib.publish.page_checks import check_page
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.render import render_notebook
from totalplace_lib.publish.sentence_register import condition_of, on_page

Execute = Callable[[ReportMeta], NotebookNode]
REPORTS = [
    ("deep_dive", {"place": "luton", "theme": "drugs-alcohol", "year": "2008-09", "saving": 0.02}),
    ("deep_dive", {"place": "croydon", "theme": "early-years", "year": "2009-10", "prices": "cash"}),
    ("deep_dive", {"place": "luton-central-bedfordshire", "theme": "crime", "year": "2007-08"}),
    ("deep_dive", {"place": "dorset-poole-bournemouth", "theme": "older-people", "year": "2009-10"}),
    ("deep_dive", {"place": "england", "theme": "assets", "year": "2008-09"}),
    ("deep_dive", {"place": "tees-valley", "theme": "looked-after", "year": "2022-23"}),
    ("deep_dive", {"place": "west-yorkshire", "theme": "drugs-alcohol", "year": "2012-13"}),
    ("options", {"place": "luton-central-bedfordshire", "theme": "crime", "year": "2024-25"}),
    (
        "options",
        {"place": "england", "theme": "early-years", "year": "2008-09", "option": "early_years_prevention"},
    ),
    ("memorandum", {"place": "dorset-poole-bournemouth", "theme": "older-people", "year": "2008-09"}),
    ("overlap", {"place": "luton", "year": "2007-08"}),
    ("overlap", {"place": "west-midlands-combined-authority", "year": "2022-23"}),
    ("overlap", {"place": "birmingham", "year": "2008-09", "saving": 0.02}),
]


_pages: dict[str, str] = {}


def rendered(execute: Execute, report: str, parameters: dict[str, Any]) -> str:
    """The page, made once."""
    name, year = report.replace("_", " "), parameters.get("year")
    meta = ReportMeta("here", "Here", report, name, year, parameters, stem=report)
    key = f"{report} {parameters}"
    if key not in _pages:
        _pages[key] = render_notebook(execute(meta), meta)
    return _pages[key]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("report", "parameters"), REPORTS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(REPORTS)]
)
def test_the_page_has_no_fault(execute: Execute, report: str, parameters: dict[str, Any]) -> None:
    page = rendered(execute, report, parameters)
    assert list(check_page(page)) == []
    assert slips(page) == []
    assert [one for one in on_page(page) if not condition_of(report, one)] == []
    text = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r">[^<]*\b(nan|NaN|None|inf)\b[^<]*<", text)
    assert not re.search(r"\b1 (bodies|funding streams|programmes|barriers|things)\b", text)
    assert page.count('class="finding"') == (6 if report == "options" else 3)
    assert "<h2" in page


@pytest.mark.slow
def test_a_theme_by_englands_share_is_not_ranked_compared_or_told_to_have_moved(execute: Execute) -> None:
    page = rendered(execute, *REPORTS[0])
    sentences = [one.text for one in on_page(page)]
    assert sentences[0].startswith("An estimated £")
    assert any("per head cannot be compared with England" in text for text in sentences)
    assert not [text for text in sentences if re.search(r" ranks | rose by | fell by |\d+ bod|streams", text)]
