"""totalplace revisions, on the committed tables."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.revisions import revised
from totalplace_lib.cli.revising import _in_words
from totalplace_lib.errors import UsageError


def test_every_edition_of_a_year_adds_to_what_it_says_of_england() -> None:
    found = revised("2012-13")
    assert found.editions == ["cra_2013", "cra_2014", "cra_2015", "cra_2016", "cra_2017"]
    assert found.in_use == "cra_2017"
    assert (found.table[found.editions].sum() / 1e6).round(1).tolist() == [
        456235.0, 453002.5, 453293.2, 453853.7, 454060.6,
    ]  # fmt: skip


def test_a_part_of_a_department_s_name_is_enough_and_an_edition_without_a_segment_says_so() -> None:
    found = revised("2022-23", "work and")
    assert found.department == "Department for Work and Pensions"
    words = _in_words(found, 3)
    assert "2025*" in words and "UNIVERSAL CREDIT - COST OF LIVING" in words and "more (--limit" in words


@pytest.mark.parametrize(
    ("year", "department", "message"),
    [("1990-91", "", "No edition holds 1990-91"), ("2012-13", "health", "Several departments have 'health'"),
     ("2012-13", "zzz", "No department has 'zzz'")],
)  # fmt: skip
def test_a_wrong_word_names_what_there_is(year: str, department: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        revised(year, department)
