"""What changed, by hand, and for any two editions."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.analysis.diff import (
    ADDED,
    CHANGED,
    KEY,
    REMOVED,
    SAME,
    by_change,
    by_word,
    changes,
    unlike,
)


def lines(*rows: tuple[str, str | None, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["spender", "programme", "amount_gbp"])
    return frame.assign(payer="P", function="F", economic="current", control="C")


BEFORE = lines(("A", "Roads", 100.0), ("A", "Roads", 10.5), ("B", "Care", 40.0), ("C", None, 5.0))
AFTER = lines(("A", "Roads", 120.0), ("C", None, 5.0), ("D", "Parks", 7.01))


def test_added_removed_changed_and_same() -> None:
    made = changes(BEFORE, AFTER).set_index("spender")
    assert made["change"].to_dict() == {"B": REMOVED, "A": CHANGED, "D": ADDED, "C": SAME}
    assert made["difference_gbp"].to_dict() == {"B": -40.0, "A": 9.5, "D": 7.01, "C": 0.0}
    assert list(made.index) == ["B", "A", "D", "C"]  # the largest first


def test_the_summary_closes() -> None:
    summary = by_change(changes(BEFORE, AFTER)).set_index("change")
    assert summary["lines"].to_dict() == {ADDED: 1, REMOVED: 1, CHANGED: 1, SAME: 1}
    assert summary["difference_gbp"].sum() == pytest.approx(132.01 - 155.5)
    assert by_word(changes(BEFORE, AFTER), "function")["difference_gbp"].tolist() == [-23.49]


def test_an_edition_is_the_same_as_itself() -> None:
    assert set(changes(BEFORE, BEFORE)["change"]) == {SAME}


words = st.sampled_from(["a", "b", "c"])
editions = st.lists(st.tuples(words, words, st.integers(-(10**14), 10**14)), min_size=1, max_size=15)


@settings(max_examples=30)  # many amounts in each, and dozens of frames to make
@given(editions, editions, st.randoms(use_true_random=False))
def test_changes_always_add_up_in_any_order(
    one: list[tuple[str, str, int]], two: list[tuple[str, str, int]], random
) -> None:  # type: ignore[no-untyped-def]
    before, after = (lines(*[(s, p, pence / 100) for s, p, pence in each]) for each in (one, two))
    made = changes(before, after)
    pence = (made["difference_gbp"] * 100).round().astype("int64").sum()
    assert pence == sum(p for *_, p in two) - sum(p for *_, p in one)
    order = list(range(len(before)))
    random.shuffle(order)
    again = changes(before.iloc[order], after)
    pd.testing.assert_frame_equal(
        made.sort_values(KEY, ignore_index=True), again.sort_values(KEY, ignore_index=True)
    )


def test_a_year_after_a_break_or_of_another_publication_is_unlike_the_year_before() -> None:
    assert unlike("2007-08", "2008-09") == ""
    assert "What is counted is not as in 2008-09. " in unlike("2008-09", "2009-10")
    assert "Academies" in unlike("2009-10", "2010-11")
