"""Places and themes by attribute, in brackets, and listed for tab completion."""

from __future__ import annotations

import subprocess
import sys

import pytest

import totalplace_lib as tp
from totalplace_lib.analysis.naming import as_attribute
from totalplace_lib.errors import UsageError


def test_a_place_is_found_by_attribute_and_in_brackets() -> None:
    assert tp.place.birmingham == tp.place["birmingham"] == tp.find_place("birmingham")
    assert tp.place.region_west_midlands.name == "West Midlands"
    assert tp.theme.older_people == tp.theme["older-people"] == "older-people"


def test_tab_lists_every_place_and_theme() -> None:
    assert dir(tp.place) == sorted(as_attribute(slug) for slug in tp.places()["slug"])
    assert set(tp.place._ipython_key_completions_()) == set(tp.places()["slug"])
    assert "children" in dir(tp.theme)
    assert all(name.isidentifier() for name in [*dir(tp.place), *dir(tp.theme)])


def test_an_unknown_name_says_the_nearest() -> None:
    with pytest.raises(AttributeError, match="Nearest: birmingham"):
        tp.place.brimingham  # noqa: B018
    with pytest.raises(UsageError, match="Nearest: "):
        tp.place["brimingham"]
    assert not hasattr(tp.place, "_repr_html_")


def test_the_short_text_of_a_count_and_a_place() -> None:
    place = tp.find_place("birmingham")
    assert repr(place) == f"<Place birmingham: Birmingham ({place.kind}), 1 area on the boundaries of 2009>"
    assert repr(tp.theme).startswith(f"<{len(tp.theme)} themes: children, ")


def test_the_package_is_imported_without_pandas() -> None:
    code = "import sys, totalplace_lib; print('pandas' in sys.modules, 'IPython' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
