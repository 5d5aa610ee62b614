"""Each rule is shown to catch its fault in an otherwise sound page."""

import nbformat.v4 as v4
import pytest
from toy_report import META, executed_notebook

from totalplace_lib.errors import Faults
from totalplace_lib.publish.page_checks import (
    LARGEST_PAGE,
    Fault,
    check_notebook,
    check_page,
    check_report,
    demand,
)
from totalplace_lib.publish.render import render_notebook

SOUND = render_notebook(executed_notebook(), META)
LAST = "</main>"


def changed(old: str, new: str) -> str:
    assert old in SOUND, f"the page no longer holds {old!r}"
    return SOUND.replace(old, new, 1)


def added(html: str) -> str:
    return changed(LAST, html + LAST)


TABLE = (
    '<div role="region" aria-label="t" tabindex="0"><table><caption>c</caption><thead><tr><th scope="col">a</th>'
    '<th scope="col">b</th></tr></thead><tbody><tr><th scope="row">x</th><td>{}</td></tr></tbody></table></div>'
)

FAULTY = {
    "no paths": [added("<p>See config/transfers.csv</p>"), added("<p>It is in barriers.csv.</p>")],
    "language": [changed('lang="en-GB"', 'lang="en"')],
    "title": [
        changed("<title>", "<title></title><title>"),
        changed("Whole-area count: Toytown, 2008-09 - Total Place</title>", "</title>"),
    ],
    "headings": [
        added("<h1>Again</h1><p>words</p>"),
        added("<h4>Too deep</h4><p>words</p>"),
        changed("<h1>", "<h2>Early</h2><h1>"),
        added("<h3></h3><p>words</p>"),
    ],
    "sections": [added("<h3>Empty</h3><h3>Next</h3><p>words</p>"), added("<h3>Last and empty</h3>")],
    "landmarks": [
        changed("<footer", "<div").replace("</footer>", "</div>"),
        changed('<nav class="contents" aria-labelledby="contents">', "<nav>"),
        changed('<main id="main"', '<main></main><main id="main"'),
    ],
    "links": [
        changed('href="#main"', 'href="#nowhere"'),
        changed('href="#what-is-not-known"', 'href="#gone"'),
        added('<a href="#main"></a>'),
    ],
    "identities": [added('<p id="what-is-not-known">twice</p>'), added('<p aria-labelledby="nobody">x</p>')],
    "figures": [
        added("<figure><p>x</p></figure>"),
        added('<img src="data:image/png;base64,AA==">'),
        changed("<desc", "<g").replace("</desc>", "</g>", 1),
        added('<svg role="img"><title>t</title><desc>d</desc></svg>'),
        changed('role="img"', 'role="none"'),
        changed('<details class="exhibit-table">', "<div>").replace("</details>", "</div>", 1),
    ],
    "tables": [
        added(TABLE.format("1").replace("<caption>c</caption>", "")),
        added(TABLE.format("1").replace(' scope="row"', "")),
        added(TABLE.format("1").replace(">b<", ">a<")),
        added(TABLE.format("")),
        added(TABLE.format("1").replace(' tabindex="0"', "")),
    ],
    "tab stops": [added('<p tabindex="0">x</p>'), added('<a href="#main" tabindex="3">x</a>')],
    "nothing remote": [
        added('<img alt="x" src="https://example.org/x.png">'),
        added('<p style="background: url(https://example.org/x.png)">x</p>'),
        changed("<style>", '<link rel="stylesheet" href="https://example.org/x.css"><style>'),
        changed("<style>", "<style>@import 'x.css';"),
        changed("<style>", "<style>@font-face { src: url(x.woff2) }"),
        changed("<title>", '<meta http-equiv="refresh" content="0;url=https://example.org/"><title>'),
        added('<img alt="x" src="beside.png">'),
    ],
    "no broken numbers": [
        added(TABLE.format("nan")),
        added(TABLE.format("None")),
        added(TABLE.format("-inf")),
        added("<p>In all £nan was spent.</p>"),
        added("<p>It rose by nan per cent.</p>"),
        added("<dl><dt>a</dt><dd>NaN%</dd></dl>"),
    ],
    "no traceback": [added("<p>Traceback (most recent call last): ...</p>")],
    "well formed": [
        added("<div>"),
        added("</div>"),
        added("<p>bell \x07</p>"),
        added("<p>\u202egnikool</p>"),
    ],
    "colours": [changed("--muted: #4c5a69", "--muted: #9aa0a8")],
    "size": [added("<p>" + "x" * LARGEST_PAGE + "</p>")],
    "no script": [
        added("<script>1</script>"),
        added('<p onclick="x()">x</p>'),
        added('<a href="javascript:x()">x</a>'),
        added("<iframe></iframe>"),
    ],
}


def test_a_sound_page_has_no_fault():
    assert check_page(SOUND) == []


@pytest.mark.parametrize(
    ("rule", "html"),
    [
        pytest.param(rule, html, id=f"{rule}-{number}")
        for rule, pages in FAULTY.items()
        for number, html in enumerate(pages)
    ],
)
def test_each_fault_is_found_by_its_rule(rule, html):
    assert rule in {fault.rule for fault in check_page(html)}


def test_a_link_that_a_reader_may_follow_is_no_request():
    assert check_page(added('<p><a href="https://www.gov.uk/">source</a></p>')) == []


def test_words_that_look_like_gaps_are_words():
    assert check_page(added("<p>None of it; her Nan; information; inf.</p>")) == []


def test_a_page_with_scripts_may_be_asked_for():
    html = added("<script>1</script>")
    assert check_page(html, scripted=True) == []


def test_a_warning_an_error_and_a_widget_are_faults_of_the_notebook():
    outputs = [
        v4.new_output("stream", name="stderr", text="FutureWarning: soon\nmore"),
        v4.new_output("error", ename="KeyError", evalue="'E4601'", traceback=[]),
        v4.new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {}}),
    ]
    hidden = v4.new_code_cell("x", outputs=outputs, metadata={"tags": ["internal"]})
    notebook = v4.new_notebook(cells=[hidden, v4.new_code_cell("x", outputs=outputs)])
    messages = [fault.message for fault in check_notebook(notebook)]
    assert len(messages) == 3
    assert messages[0] == "cell 2: a warning was written, which readers must not need: FutureWarning: soon"
    assert messages[1] == "cell 2: KeyError: 'E4601'"
    assert "widget-view" in messages[2]


def test_code_in_the_page_is_found():
    notebook = executed_notebook()
    code = "charts.by_body(whole_area_count(place, year))"
    notebook.cells.append(v4.new_code_cell(code))
    assert check_report(notebook, SOUND) == []
    assert [fault.rule for fault in check_report(notebook, added(f"<p>{code}</p>"))] == ["no code"]


def test_faults_travel_together_with_the_name_of_the_page():
    faults = [Fault("title", "there is none"), Fault("size", "too large")]
    with pytest.raises(
        Faults, match=r"kent/count is not fit to be published: 2 faults\n  1\. title: there is none"
    ):
        demand("kent/count", faults)


def test_no_fault_is_no_error():
    demand("kent/count", [])
    assert check_page(SOUND) == []
