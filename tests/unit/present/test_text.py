import pytest

from totalplace_lib.present.text import clean, escape, neutralise, slugged, text_width, wrap


def test_control_characters_and_direction_overrides_are_gone():
    assert clean(" a\x00b\tc\n\u202ed\ufeff\ud800 ") == "ab c d"


def test_markup_stays_text():
    assert escape("<script>'\"&") == "&lt;script&gt;&#x27;&quot;&amp;"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "{=", "＝", "＋", "－", "＠", " =", "\t=", "\r\n+"])
def test_what_a_spreadsheet_runs_gets_an_apostrophe(start):
    assert neutralise(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["Birmingham", "(=1)", "a=b", "'=1", "£5"])
def test_other_text_is_left_alone(text):
    assert neutralise(text) == text


def test_slugs_are_plain_and_never_empty():
    assert slugged("Barrow-in-Furness & Eden (2008–09)") == "barrow-in-furness-eden-2008-09"
    assert slugged("北京") == "item"


def test_width_follows_the_metrics_of_arial():
    assert text_width("WW", 10) == pytest.approx(18.88)
    assert text_width("é", 10) == text_width("e", 10)
    assert text_width("北", 10) == 10


def test_wrap_breaks_at_spaces_and_ends_in_an_ellipsis():
    lines = wrap("Department for Work and Pensions and everything that it pays", 120, 15)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 15) <= 120 for line in lines)


def test_wrap_hyphenates_a_word_wider_than_the_line():
    assert wrap("Worklessness", 60, 13) == ["Workless-", "ness"]


def test_wrap_keeps_short_text_whole():
    assert wrap("Kent", 100, 15) == ["Kent"]
    assert wrap("", 100, 15) == [""]
