import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker
from totalplace_lib.present.marker_words import MARKER_WORDS, marker_key, marker_of


def test_every_marker_has_words():
    assert set(MARKER_WORDS) == set(Marker) - {Marker.NONE}


@pytest.mark.parametrize("cell", ["e", "[e]", " e ", Marker.ESTIMATED])
def test_a_marker_is_read_with_or_without_brackets(cell):
    assert marker_of(cell) is Marker.ESTIMATED


@pytest.mark.parametrize("cell", ["", None, float("nan")])
def test_no_marker_is_an_ordinary_figure(cell):
    assert marker_of(cell) is Marker.NONE


def test_an_unknown_marker_names_the_known_ones():
    with pytest.raises(UsageError, match=r"'q' is not a marker. Use one of \[x\]"):
        marker_of("q")


def test_the_key_explains_only_what_is_used():
    assert marker_key([Marker.MISSING]) == "[x] not available."
    assert marker_key([Marker.NONE]) == ""
