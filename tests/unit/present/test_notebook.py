"""How counts, places and errors look in a notebook."""

from __future__ import annotations

import dataclasses

import toy_country as toy
from IPython.core.interactiveshell import InteractiveShell

import totalplace_lib as tp
from totalplace_lib.count.whole_area import count_place
from totalplace_lib.errors import UsageError
from totalplace_lib.present.notebook import count_html, place_html
from totalplace_lib.present.numbers import money


def test_a_count_shows_its_total_its_bodies_and_what_to_look_at_next() -> None:
    html = count_html(count_place(toy.money(), toy.place(toy.A), 100))
    assert f"Toyplace, 2008-09: {money(616.25)} of public money" in html
    assert "<code>count.lines</code>" in html
    assert html.count("<tr>") >= 4
    assert 'scope="col"' in html


def test_hostile_names_stay_text() -> None:
    place = dataclasses.replace(toy.place(toy.A), name="<script>alert(1)</script>")
    for html in (place_html(place), count_html(count_place(toy.money(), place, 100))):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_the_notebook_finds_both_without_being_told() -> None:
    shell = InteractiveShell.instance()
    tp._show_well_in_notebooks()
    try:
        shown, _ = shell.display_formatter.format(toy.place(toy.A))
        counted, _ = shell.display_formatter.format(count_place(toy.money(), toy.place(toy.A), 100))
    finally:
        InteractiveShell.clear_instance()
    assert "<strong>Toyplace</strong>" in shown["text/html"]
    assert counted["text/plain"].startswith("<Count of Toyplace, 2008-09: 616.25 GBP, 100 residents")
    assert "<table" in counted["text/html"]


def test_a_users_mistake_is_shown_as_its_message_only() -> None:
    assert UsageError("No place is called 'x'.")._render_traceback_() == [
        "UsageError: No place is called 'x'."
    ]
