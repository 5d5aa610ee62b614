"""England in our count beside the Treasury's identifiable spending, every year: what is left after named causes."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.evidence import treasury
from totalplace_lib.national.years import years

# Function and year in which more than two in a hundred stay open (docs/definition.md says what is known of each).
OPEN = {("2007-08", "03"), ("2007-08", "04"), ("2009-10", "04"), ("2021-22", "05")}
TOTAL, FUNCTION, LARGE_GBP = 0.005, 0.02, 10e9
"""What may be left unexplained: of a year's total, and of a function that is larger than the last."""
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def too_wide(table: pd.DataFrame) -> list[str]:
    """What of a year's table is left unexplained beyond what is allowed."""
    gap, size = table["unexplained_gbp"], table["treasury_gbp"]
    total = [f"total: {gap.sum():,.0f}"] if abs(gap.sum()) > TOTAL * size.sum() else []
    wide = table[(size > LARGE_GBP) & (gap.abs() > FUNCTION * size)]
    return total + [f"function {row.function_code}: {row.unexplained_gbp:,.0f}" for row in wide.itertuples()]


@pytest.mark.parametrize("year", years())
def test_what_is_left_unexplained_is_within_what_is_allowed(year: str) -> None:
    left = too_wide(treasury.beside(year))
    known = [f"function {code}:" for at, code in OPEN if at == year]
    assert [words for words in left if not words.startswith(tuple(known))] == [], left
    assert len(left) == len(known), (
        "A function that was open is explained now: take it out of OPEN and the page."
    )


def test_the_committed_table_is_what_the_count_gives() -> None:
    held = pd.read_csv(ROOT / "docs/evidence/england-beside-treasury.csv", dtype={"function_code": "str"})
    made = pd.read_csv(io.StringIO(treasury.document()), dtype={"function_code": "str"})
    pd.testing.assert_frame_equal(held, made, atol=0.011)


def test_the_treasurys_total_is_the_one_added_up_apart(published: pd.DataFrame) -> None:
    ours = treasury.every_year().groupby("year")["treasury_gbp"].sum() / 1e6
    theirs = published.groupby("year")["gbp_m"].sum()
    pd.testing.assert_series_equal(ours, theirs.reindex(ours.index), check_names=False, atol=1.0)


@pytest.fixture
def published() -> pd.DataFrame:
    path = ROOT.parent / "shared" / "figures" / "england_identifiable_by_function.csv"
    if not path.is_file():
        pytest.skip("the figures that were added up apart from this code are not here (../shared/figures)")
    return pd.read_csv(path, comment="#")
