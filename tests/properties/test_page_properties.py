"""Whatever a body, a place or an error is called, the page holds it as text and stays sound."""

from __future__ import annotations

import nbformat.v4 as v4
import pandas as pd
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from toy_front import front

from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.text import clean
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.page_checks import check_page, check_report
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State
from totalplace_lib.publish.render import render_notebook
from totalplace_lib.publish.site.pages import rendered

SAYABLE = st.text(max_size=60).filter(
    lambda text: clean(text) and "nan" not in text.lower() and "none" not in text.lower()
)
MARKUP = st.sampled_from(
    [
        "</td><script>alert(1)</script>",
        '" onmouseover="x',
        "<!--",
        "]]>",
        "</style>",
        "{{ 7*7 }}",
        "{% raw %}",
        "&#60;",
    ]
)
NAMES = st.one_of(SAYABLE, MARKUP, st.tuples(SAYABLE, MARKUP).map("".join))


def report_of(name: str, place: str) -> tuple[v4.NotebookNode, str]:
    table = pd.DataFrame({"body_name": [name, "Other"], "amount_gbp": [2e6, 1e6]})
    columns = {"body_name": Column("Body"), "amount_gbp": Column("Spending", "money")}
    exhibit = Exhibit(Caption("bodies", name, f"Spending of {name}", name), table, columns, alt=name)
    output = v4.new_output("display_data", data=exhibit._repr_mimebundle_())
    cells = [v4.new_markdown_cell("# Count\n\n## Bodies"), v4.new_code_cell("show()", outputs=[output])]
    notebook = v4.new_notebook(cells=cells)
    meta = ReportMeta("x", place, "count", f"Count: {place}, 2008-09", "2008-09", stem="count-2008-09")
    return notebook, render_notebook(notebook, meta)


@given(NAMES, NAMES)
@example("<script>alert(1)</script>", "</title><script>alert(1)</script>")
@settings(max_examples=50, deadline=None)
def test_any_name_stays_text_in_a_report(name: str, place: str) -> None:
    notebook, html = report_of(name, place)
    assert check_report(notebook, html) == []
    page = parse(html)
    assert page.all("th")[2].text == clean(name)
    assert page.all("h1")[0].text.startswith(" ".join(clean(place).split()))


@given(NAMES, NAMES)
@settings(max_examples=50, deadline=None)
def test_any_name_and_message_stay_text_in_the_state_of_the_reports(place: str, message: str) -> None:
    meta = ReportMeta("x", place, "count", f"Count: {place}", "2008-09")
    record = RunRecord((ReportResult(meta, State.FAILED, 1.0, 3, message, (meta.failed_notebook,)),))
    html = dict(rendered(front(record, [])))["status.html"]
    assume(not any("traceback" in text.lower() for text in (place, message)))
    assert check_page(html, scripted=True) == []
    assert parse(html).all("tbody")[0].all("th")[0].text == clean(place)
    assert len(parse(html).all("script")) == 1
