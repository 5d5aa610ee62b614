"""A service that is nought in one year beside years of much is a gap, until somebody looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from totalplace_lib.sources.steps import wild_steps
from totalplace_lib.sources.whole import Looked, Whole

YEARS = ["2012-13", "2013-14", "2014-15"]
WHOLE = Whole(
    "made_up", {}, of="code", set=("councils",), value="amount", time="year", kinds=("line",),
    noughts=("hb_*", "education"),
)  # fmt: skip


def returns(**changed: Sequence[float]) -> pd.DataFrame:
    """Three councils with education and two lines of benefit; changed: code_line -> its three years."""
    usual = {"education": [50.0, 51.0, 52.0], "hb_rent": [30.0, 31.0, 32.0], "hb_hra": [10.0, 11.0, 12.0]}
    rows = [
        (year, code, line, amount)
        for code in ("A", "B", "C")
        for line, amounts in usual.items()
        for year, amount in zip(YEARS, changed.get(f"{code}_{line}", amounts), strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "code", "line", "amount"])


def said(whole: Whole, rows: pd.DataFrame) -> str:
    return " ".join(map(str, wild_steps("card", whole, rows, rows)))


def test_usual_years_say_nothing() -> None:
    assert said(WHOLE, returns()) == ""


@pytest.mark.parametrize(
    ("years", "beside"),
    [([50.0, 0.0, 52.0], "50 in 2012-13, 52 in 2014-15"), ([50.0, 51.0, 0.0], "51 in 2013-14")],
)
def test_a_whole_service_of_nought_is_named_with_the_years_beside_it(years: list[float], beside: str) -> None:
    year = YEARS[years.index(0.0)]
    assert f"A {year}, education: nought beside {beside}" in said(WHOLE, returns(A_education=years))


def test_a_gap_is_no_nought_and_what_was_never_spent_is_none() -> None:
    gap = returns(A_education=[50.0, float("nan"), 52.0], B_education=[0.0, 0.0, 0.0])
    assert said(WHOLE, gap) == ""


def test_a_part_that_another_part_holds_is_no_gap_and_one_that_none_holds_is() -> None:
    moved = returns(A_hb_hra=[10.0, 0.0, 12.0], A_hb_rent=[30.0, 42.0, 32.0])
    assert said(WHOLE, moved) == ""
    assert "A 2013-14, hb_hra: nought beside" in said(WHOLE, returns(A_hb_hra=[10.0, 0.0, 12.0]))


def test_a_body_with_nothing_at_all_is_named_whatever_the_card_says_of_services() -> None:
    nothing = {f"A_{line}": [9.0, 0.0, 9.0] for line in ("education", "hb_rent", "hb_hra")}
    assert "A 2013-14, *: nought beside" in said(replace(WHOLE, noughts=()), returns(**nothing))


def test_who_looked_is_believed() -> None:
    looked = (Looked("A education", "2013-14", "Somebody", "2026-11-27", "made up"),)
    assert said(replace(WHOLE, looked=looked), returns(A_education=[50.0, 0.0, 52.0])) == ""
