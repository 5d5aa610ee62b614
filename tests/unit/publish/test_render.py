import copy

import nbformat.v4 as v4
import pytest
from toy_report import MARKER_IN_CODE, META, executed_notebook, shows

from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.page_checks import check_report
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.render import page_view, render_notebook


@pytest.fixture(scope="module")
def page() -> str:
    return render_notebook(executed_notebook(), META)


def with_cells(*cells) -> str:
    return render_notebook(
        v4.new_notebook(cells=[v4.new_markdown_cell("# Title\n\n## Section"), *cells]), META
    )


def test_a_whole_report_has_no_fault(page):
    assert check_report(executed_notebook(), page) == []


def test_the_same_notebook_gives_the_same_bytes(page):
    assert render_notebook(copy.deepcopy(executed_notebook()), META) == page


def test_cell_ids_counts_and_times_leave_no_trace(page):
    again = executed_notebook()
    for number, cell in enumerate(again.cells):
        cell["id"] = f"other-{number}"
        cell.metadata["papermill"] = {"start_time": "2026-01-01T00:00:00"}
        if cell.cell_type == "code":
            cell["execution_count"] = number
    again.metadata["papermill"] = {"duration": 12.3}
    assert render_notebook(again, META) == page


def test_rendering_leaves_the_notebook_as_it_was():
    notebook = executed_notebook()
    before = copy.deepcopy(notebook)
    render_notebook(notebook, META)
    assert notebook == before


def test_no_code_and_no_prompt_is_shown(page):
    assert MARKER_IN_CODE not in page
    assert "In [" not in page
    assert "Out[" not in page


def test_cells_for_the_analyst_stay_out(page):
    assert "for the analyst only" not in page


def test_title_place_and_year_stand_in_head_and_heading(page):
    tree = parse(page)
    assert tree.all("title")[0].text == "Whole-area count: Toytown, 2008-09 - Total Place"
    assert tree.all("h1")[0].text == "Toytown: All public spending, whoever spends it"
    assert "2008-09" in tree.all("dl")[0].text
    assert "4f3a2c1b" in tree.all("dl")[0].text


def test_the_contents_list_leads_to_each_section_in_order(page):
    nav = parse(page).all("nav")[0]
    assert [(link["href"], link.text) for link in nav.all("a")] == [
        ("#who-spends-it", "Who spends it"),
        ("#how-the-count-closes", "How the count closes"),
        ("#who-is-paid", "Who is paid"),
        ("#what-is-not-known", "What is not known"),
        ("#source-list", "Sources"),
        ("#downloads", "Download the figures"),
    ]


def test_the_summary_stands_before_the_contents_list(page):
    assert (
        page.index('class="headline"')
        < page.index('<nav class="contents"')
        < page.index("Who spends it</h2>")
    )


def test_hostile_names_stay_text(page):
    tree = parse(page)
    assert not tree.all("script")
    assert not any("onerror" in element.attributes for element in tree.elements)
    assert "<script>alert(1)</script>" in tree.root.text


def test_a_hostile_place_stays_text():
    meta = ReportMeta("x", "<script>alert(1)</script>", "count", "</title><script>", "2008-09", stem="count")
    html = render_notebook(executed_notebook(), meta)
    assert "<script" not in html
    assert check_report(executed_notebook(), html) == []


def test_warnings_are_not_drawn():
    warned = v4.new_code_cell("x", outputs=[v4.new_output("stream", name="stderr", text="FutureWarning: no")])
    assert "FutureWarning" not in with_cells(warned)


def test_plain_words_of_a_cell_are_a_paragraph():
    said = v4.new_code_cell(
        "x", outputs=[v4.new_output("stream", name="stdout", text="<b>one</b>\n\ntwo\x07\n")]
    )
    assert "<p>&lt;b&gt;one&lt;/b&gt;<br>two</p>" in with_cells(said)


def test_markdown_output_and_pictures():
    html = with_cells(shows({"text/markdown": "So *many*"}), shows({"text/plain": "plain"}))
    assert "<p>So <em>many</em></p>" in html
    assert "<p>plain</p>" in html
    picture = shows({"image/png": "aGVs\nbG8=\n", "text/plain": "<Figure>"})
    assert '<img src="data:image/png;base64,aGVsbG8=">' in with_cells(picture)
    picture.outputs[0].metadata["image/png"] = {"alt": 'A "map"'}
    assert 'alt="A &quot;map&quot;">' in with_cells(picture)


def test_a_widget_is_not_drawn_as_its_name():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider()"}
    notebook = v4.new_notebook(cells=[shows(widget)])
    assert any("widget" in fault.message for fault in check_report(notebook, render_notebook(notebook, META)))


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("Count: Kent, 2008-09", "2008-09", "Count: Kent, 2008-09 - Total Place"),
        ("Count", "2008-09", "Kent - Count - 2008-09 - Total Place"),
        ("Count", None, "Kent - Count - Total Place"),
    ],
)
def test_page_titles_name_place_report_and_year_once(title, year, expected):
    assert page_view(ReportMeta("kent", "Kent", "count", title, year)).page_title == expected


def test_the_edition_line_says_the_parameters_in_words():
    parameters = {
        "place": "kent",
        "year": "2008-09",
        "is_real": True,
        "themes": ["health", "crime"],
        "note": "",
    }
    meta = ReportMeta("kent", "Kent", "count", "Count", "2008-09", parameters, "0.1.0", "4f3a2c1b")
    assert page_view(meta).edition == (
        ("Financial year", "2008-09"),
        ("Is real", "yes"),
        ("Themes", "health, crime"),
        ("Data version", "4f3a2c1b"),
        ("Total Place version", "0.1.0"),
    )


def test_a_theme_or_journey_is_said_in_words_and_never_as_a_name_of_the_config():
    journey = ReportMeta(
        "kent",
        "Kent",
        "journeys",
        "One person's year: a young person, Kent",
        parameters={"journey": "leaving_care"},
    )
    theme = ReportMeta(
        "kent", "Kent", "deep_dive", "Crime in depth: Kent, 2008-09", "2008-09", parameters={"theme": "crime"}
    )
    assert page_view(journey).about == "One person's year: a young person"
    assert page_view(theme).about == "Crime in depth"
    assert [term for term, _ in page_view(journey).edition + page_view(theme).edition] == ["Financial year"]
