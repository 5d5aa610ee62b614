"""A note is one paragraph and perhaps a list, safe to show."""

from __future__ import annotations

from totalplace_lib.present.note import Note


def test_text_is_escaped_and_points_become_a_list() -> None:
    note = Note("Ask <them>:", ("A & B", "C"))
    assert note._repr_html_() == "<p>Ask &lt;them&gt;:</p>\n<ul><li>A &amp; B</li><li>C</li></ul>"
    assert str(note) == "Ask <them>:\n- A & B\n- C"


def test_without_points_it_is_a_paragraph() -> None:
    assert Note("Nothing here.")._repr_html_() == "<p>Nothing here.</p>"
