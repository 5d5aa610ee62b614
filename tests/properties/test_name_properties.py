"""Whatever the spelling, a name finds its own area; no two areas are mistaken for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import totalplace_lib as tp
from totalplace_lib.count.names import fold
from totalplace_lib.errors import UsageError
from totalplace_lib.model import VINTAGES
from totalplace_lib.project import read_table

AREAS = read_table("areas", columns=["vintage", "area_code", "area_name"])
YEARS = {2009: "2008-09", 2023: "2022-23"}


@st.composite
def spelt(draw: st.DrawFn) -> tuple[str, str, str]:
    """Year, code and a spelling of the name of an area: other case, punctuation, spaces, & for and."""
    vintage = draw(st.sampled_from(sorted(YEARS)))
    held = AREAS[AREAS["vintage"] == vintage]
    row = held.iloc[draw(st.integers(0, len(held) - 1))]
    words = str(row["area_name"]).replace("-", " ").replace(",", "").replace(".", "").split()
    words = [draw(st.sampled_from(["and", "&", "AND"])) if word == "and" else word for word in words]
    words = [draw(st.sampled_from([word, word.upper(), word.lower(), word.title()])) for word in words]
    gaps = [draw(st.sampled_from([" ", "  ", "-", "_", ". ", ""])) for _ in words]
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip()
    return YEARS[vintage], str(row["area_code"]), text


@given(spelt())
def test_any_spelling_of_an_area_finds_it_or_asks(case: tuple[str, str, str]) -> None:
    year, code, text = case
    own = tp.find_place(code, year)
    try:
        assert tp.find_place(text, year).areas == own.areas
    except UsageError as asked:
        assert "Which one?" in str(asked) and own.slug in str(asked)


@pytest.mark.parametrize("vintage", VINTAGES)
def test_no_two_areas_of_a_vintage_share_a_folded_name(vintage: int) -> None:
    names = AREAS.loc[AREAS["vintage"] == vintage, "area_name"].map(fold)
    assert names.is_unique and names.ne("").all()


@given(st.text(max_size=60))
def test_any_other_text_is_found_or_refused_without_a_traceback(text: str) -> None:
    try:
        assert tp.find_place(text).areas
    except UsageError as refused:
        assert 0 < len(str(refused)) < 1_500
