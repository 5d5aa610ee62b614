"""Flows, capital, comparison, series and journeys are executed for a real place and give pages without a fault."""

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
    ("flows", {"place": "luton", "year": "2008-09"}),
    ("flows", {"place": "luton", "year": "2021-22"}),
    ("assets", {"place": "luton", "year": "2009-10", "share": 0.05}),
    (
        "compare",
        {"place": "luton", "year": "2008-09", "others": ["bradford", "croydon"], "prices": "2023-24"},
    ),
    ("compare", {"place": "england", "year": "2008-09"}),
    ("peers", {"place": "luton", "year": "2008-09"}),
    ("peers", {"place": "tees-valley", "year": "2022-23", "others": ["west-yorkshire", "south-yorkshire"]}),
    ("revenue", {"place": "luton", "year": "2008-09"}),
    ("revenue", {"place": "birmingham", "year": "2022-23"}),
    ("outcomes", {"place": "luton", "year": "2008-09"}),
    ("series", {"place": "luton", "first": "2007-08", "last": "2009-10", "by": "spender_group"}),
    ("journeys", {"place": "luton", "journey": "persistent_offender", "year": "2008-09"}),
    ("journeys", {"place": "england", "journey": "hospital_discharge", "year": "2023-24"}),
    ("journeys", {"place": "luton", "journey": "leaving_care", "year": "2012-13"}),
    ("reorganisation", {"place": "kent", "year": "2016-17"}),  # whose capital returns are of each council
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("report", "parameters"), REPORTS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(REPORTS)]
)
def test_the_page_has_no_fault(execute: Execute, report: str, parameters: dict[str, Any]) -> None:
    meta = ReportMeta("luton", "Luton", report, report, parameters.get("year"), parameters, "0", stem=report)
    page = render_notebook(execute(meta), meta)
    assert list(check_page(page)) == []
    assert slips(page) == []
    assert [one for one in on_page(page) if not condition_of(report, one)] == []
    text = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r">[^<]*\b(nan|NaN|None|inf)\b[^<]*<", text)
    assert page.count('class="finding"') == 3
