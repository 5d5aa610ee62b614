"""What holds for every cell: a number or a marked gap, never both, never neither."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.model import Marker
from totalplace_lib.sources.markers import shorthand, split

numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(numbers)
def test_a_number_is_itself(value: float) -> None:
    assert split(value) == (value, Marker.NONE)


@given(st.integers(-(10**12), 10**12))
def test_a_number_written_with_commas_is_the_same_number(value: int) -> None:
    assert split(f"{value:,}") == (float(value), Marker.NONE)
    assert split(f"  {value:,}\xa0") == (float(value), Marker.NONE)


GAPS = {word: marker for word, marker in shorthand().gaps.items() if not word.startswith("[")}


@given(st.sampled_from(sorted(GAPS)), st.booleans(), st.booleans())
def test_a_gap_is_a_gap_in_any_dress(word: str, brackets: bool, upper: bool) -> None:
    dressed = f"[{word}]" if brackets and word else word
    value, marker = split(dressed.upper() if upper else dressed)
    assert math.isnan(value)
    assert marker is GAPS[word]


@given(st.one_of(st.none(), numbers, st.integers(), st.text(max_size=12)))
def test_either_a_number_or_a_gap_or_an_error(cell: float | int | str | None) -> None:
    try:
        value, marker = split(cell)
    except ValueError:
        return
    gap = marker in {Marker.MISSING, Marker.SUPPRESSED, Marker.NOT_APPLICABLE, Marker.UNRELIABLE, Marker.LOW}
    assert not math.isnan(value) or gap
    assert not math.isinf(value)
