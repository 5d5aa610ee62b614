"""A return replaces the estimate for its body and line and nothing else; the ledger closes to the penny."""

from __future__ import annotations

import functools

import pandas as pd
import pytest
import toy_country as toy
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.count import returned
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.returned import ALL_SERVICES, ASKED, BOTH, merge
from totalplace_lib.count.whole_area import Count, count_place
from totalplace_lib.model import Method, StepKind
from totalplace_lib.schema import flow


def figures(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """body, service, GBP: each of its own cell."""
    return pd.DataFrame(
        [
            (f"1:F{number}", body, service, "", BOTH, gbp, 0.0, "return 1 (a.csv)", number, "F")
            for number, (body, service, gbp) in enumerate(rows, 2)
        ],
        columns=[*ASKED],
    )


def spenders(count: Count) -> pd.Series:
    return count.lines["spender"]


@functools.cache
def counted() -> Count:
    return count_place(toy.money(), toy.place(toy.A), toy.people(toy.A))


@pytest.fixture
def here() -> Count:
    return counted()


def test_by_hand(here: Count) -> None:
    # Pensions of the north are 1,000, of which A has a quarter: 250. It returns 300; the other area is left with 700.
    before = float(here.lines.loc[spenders(here) == "Pensions", "amount_gbp"].sum())
    assert before == 250.00
    after = merge(here, spenders(here), figures(("Pensions", "Pensions", 300.0)))
    row = after.returned.iloc[0]
    assert (row["estimate_gbp"], row["replaced_gbp"]) == (250.00, 300.00)
    assert (row["rest_before_gbp"], row["rest_after_gbp"]) == (750.00, 700.00)
    assert after.total_gbp == round(here.total_gbp + 50, 2)
    step = after.ledger.iloc[-1]
    assert (step["kind"], step["difference_gbp"]) == (StepKind.RETURNED, 50.0)
    assert "moves from 750.00 to 700.00" in step["reason"]
    line = after.lines[spenders(after) == "Pensions"].iloc[0]
    assert (line["method"], line["source_id"], line["row"], line["column"]) == (
        Method.RETURNED,
        "local_return",
        2,
        "F",
    )
    assert line["further_cells"] == "toy, !A1"


def test_nothing_else_is_touched(here: Count) -> None:
    after = merge(here, spenders(here), figures(("Pensions", "Pensions", 300.0)))
    others = spenders(here) != "Pensions"
    pd.testing.assert_frame_equal(here.lines[others], after.lines[others])
    assert here.unallocated.equals(after.unallocated)
    flow.contract(flow.REPLACED, "replaced").validate(after.returned)
    assert after.lines.dtypes.equals(here.lines.dtypes)


def test_what_is_published_stays_and_the_rest_stands_for_the_estimates(here: Count) -> None:
    # Hardship benefit: 60 is published for A, and it has no estimate beside; the council's lines are its own.
    after = merge(
        here, spenders(here), figures(("Benefits", ALL_SERVICES, 80.0), ("E4001", ALL_SERVICES, 500.0))
    )
    assert set(after.returned["state"]) == {returned.PUBLISHED}
    assert after.lines.equals(here.lines)
    assert after.total_gbp == here.total_gbp
    assert list(after.returned["published_gbp"]) == [60.0, 120.0]


def test_a_whole_less_its_parts_stands_in_place_of_what_is_left(here: Count) -> None:
    together = pd.Series("All of them", index=here.lines.index).where(
        spenders(here).isin(["Pensions", "Health", "Benefits"]), ""
    )
    after = merge(
        here, together, figures(("All of them", ALL_SERVICES, 1000.0), ("All of them", "Pensions", 300.0))
    )
    # 1,000 less 60 published less 300 returned for pensions: 640 in place of the estimate of 175 for hospitals.
    whole = after.returned[after.returned["service"] == ALL_SERVICES].iloc[0]
    assert (whole["published_gbp"], whole["replaced_gbp"], whole["estimate_gbp"]) == (360.0, 640.0, 175.0)
    assert float(after.lines.loc[together != "", "amount_gbp"].sum()) == 1000.0


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (("Pensions", "Trams", 5.0), returned.NO_LINE),
        (("Nobody", ALL_SERVICES, 5.0), returned.NO_LINE),
        (("Pensions", "Pensions", 1000.01), returned.TOO_LARGE),
    ],
)
def test_what_cannot_replace_is_told_and_changes_nothing(
    here: Count, row: tuple[str, str, float], state: str
) -> None:
    after = merge(here, spenders(here), figures(row))
    assert list(after.returned["state"]) == [state]
    assert after.lines.equals(here.lines)
    assert after.ledger.equals(here.ledger)


def test_less_than_its_published_parts_is_told(here: Count) -> None:
    together = pd.Series("Both", index=here.lines.index).where(
        spenders(here).isin(["Pensions", "Benefits"]), ""
    )
    after = merge(here, together, figures(("Both", ALL_SERVICES, 59.99)))
    assert list(after.returned["state"]) == [returned.TOO_SMALL]


def test_nought_is_a_figure(here: Count) -> None:
    after = merge(here, spenders(here), figures(("Pensions", "Pensions", 0.0)))
    assert after.total_gbp == round(here.total_gbp - 250, 2)
    assert list(after.returned["state"]) == [returned.REPLACES]


@given(
    st.lists(st.tuples(st.sampled_from(["Pensions", "Health", "Benefits", "E4001"]), st.integers(0, 60_000)), max_size=4,
             unique_by=lambda pair: pair[0])
)  # fmt: skip
def test_the_total_moves_by_what_was_replaced_and_no_more(rows: list[tuple[str, int]]) -> None:
    here = counted()
    after = merge(here, spenders(here), figures(*[(body, ALL_SERVICES, pence / 100) for body, pence in rows]))
    told = after.returned[after.returned["state"] == returned.REPLACES]
    moved = int((to_pence(told["replaced_gbp"]) - to_pence(told["estimate_gbp"])).sum())
    assert (
        int(to_pence(after.lines["amount_gbp"]).sum())
        == int(to_pence(here.lines["amount_gbp"]).sum()) + moved
    )
    assert len(after.returned) == len(rows)
    assert int(to_pence(pd.Series([after.ledger["out_gbp"].iloc[-1]]))[0]) == int(
        to_pence(after.lines["amount_gbp"]).sum()
    )
