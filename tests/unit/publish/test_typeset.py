"""Sources in one block, addresses as links, years that do not break; nothing inside tags and drawings is touched."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.present.text import escape
from totalplace_lib.present.views.publications import LANDING_PAGES, PUBLICATIONS
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.typeset import typeset
from totalplace_lib.sources.cards import load_cards


def source(text):
    return f'<p class="exhibit-source">Source: {escape(text)}</p>'


def test_a_source_named_by_many_charts_stands_once():
    content = typeset(source("Outturn, CLG") * 3 + source("Benefits, DWP"))
    assert content.sources == ("Outturn, CLG", "Benefits, DWP")
    links = [(link["href"], link.text) for link in parse(content.html).all("a")]
    assert links == [("#source-1", "Source 1")] * 3 + [("#source-2", "Source 2")]


def test_what_several_sources_share_stands_once_and_a_letter_in_code_parts_nothing():
    content = typeset(
        source("Councils' outturn, CLG; lines cut by O'Hara & co; deflator") + source("Deflator")
    )
    assert [parse(part).root.text for part in content.sources] == [
        "Councils' outturn, CLG", "Lines cut by O'Hara & co", "Deflator",
    ]  # fmt: skip
    first, second = parse(content.html).all("p")
    assert (first.text, second.text) == ("Source 1, Source 2, Source 3", "Source 3")


def test_one_source_needs_no_number():
    assert ">Source</a>" in typeset(source("Outturn, CLG")).html


def test_a_publication_is_a_link_to_where_it_can_be_had():
    (block,) = typeset(source("Count from councils' revenue outturn (MHCLG) and other work")).sources
    link = parse(block).all("a")[0]
    assert link.text == "councils' revenue outturn (MHCLG)"
    assert link["href"].startswith("https://www.gov.uk/")


def test_the_landing_pages_are_those_of_the_cards():
    assert set(LANDING_PAGES) <= set(PUBLICATIONS.values())  # what partners return has no page
    pages = [card.landing_page.split(" ")[0] for card in load_cards().values()]
    for words, address in LANDING_PAGES.items():
        if "Country and Regional" not in words:  # each edition has a page of its own; this one lists them all
            assert address in pages, words


def test_a_year_is_one_piece_but_not_in_a_drawing_or_a_tag():
    year = '<span class="year">2008-09</span>'
    html = '<p title="2008-09">In 2008-09, E08-09 and 2008-09-01</p><svg><text>2008-09</text></svg><p>2007-08'
    told = typeset(html).html
    assert told.count("<span") == 2
    assert f'<p title="2008-09">In {year}, E08-09 and 2008-09-01</p>' in told
    assert "<text>2008-09</text>" in told


def test_an_address_is_a_link_once():
    told = typeset(
        '<td>See https://www.gov.uk/x-2008-09.</td><a href="https://a.uk/b">https://a.uk/b</a>'
    ).html
    links = [(link["href"], link.text) for link in parse(told).all("a")]
    assert links == [
        ("https://www.gov.uk/x-2008-09", "https://www.gov.uk/x-2008-09"),
        ("https://a.uk/b",) * 2,
    ]


@given(st.text(max_size=60))
def test_no_word_is_lost_and_hostile_text_stays_text(text):
    told = typeset(f"<p>{escape(text)}</p>").html
    page = parse(f"<div>{told}</div>")
    assert page.root.text.split() == unescape(escape(text)).split()
    assert {element.tag for element in page.elements} <= {"div", "p", "span", "a"}
