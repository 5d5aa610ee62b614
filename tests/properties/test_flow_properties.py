"""What must hold for the flows of any country: each stage adds up to the count, whatever order the lines come in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import toy_country as toy
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.analysis import flows
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.whole_area import count_place

LINES = count_place(toy.money(), toy.place(*toy.PEOPLE), toy.people(*toy.PEOPLE)).lines
CODES = ["E4001", "E4002", "E9020", "E9031", "E9032", "E9001", "E6340"]
SOURCES = pd.DataFrame(
    [
        ("current", "grants", "-1", name, group)
        for name, group in (("Grants", "Government"), ("Rates", "Local"))
    ],
    columns=["economic", "line", "sign", "funder", "funder_group"],
)
OUTCOMES = pd.DataFrame(
    [("Learning", "09", "*", "*", "*"), ("Health", "*", "Health", "*", "*")],
    columns=["outcome", "function_code", "spender_group", "spender", "programme"],
)


@st.composite
def countries(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines of a count with any amounts, and any mix of funders for some of the councils."""
    pence = draw(st.lists(st.integers(-(10**13), 10**13), min_size=len(LINES), max_size=len(LINES)))
    lines = LINES.assign(amount_gbp=np.array(pence) / 100)
    rows = []
    for code in draw(st.lists(st.sampled_from(CODES), unique=True)):
        paid = np.array(draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=6)), dtype=float)
        rows += [(code, "current", f"Funder {n}", share) for n, share in enumerate(paid / paid.sum())]
    return lines, pd.DataFrame(rows, columns=["authority_code", "economic", "funder", "share"])


def paths_of(lines: pd.DataFrame, funding: pd.DataFrame) -> pd.DataFrame:
    return flows.added_up(flows.paid_lines(lines, funding, SOURCES, OUTCOMES), flows.STAGES)


@settings(max_examples=30)  # many amounts in each, and dozens of frames to make
@given(countries())
def test_every_stage_adds_up_to_the_count(country: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    lines, funding = country
    paths = paths_of(lines, funding)
    total = to_pence(lines["amount_gbp"]).sum()
    for stage in flows.STAGES:
        assert to_pence(flows.stage_totals(paths, stage)["amount_gbp"]).sum() == total
    small = flows.grouped(paths, {"funder_group": 2, "funder": 3, "spender_group": 2, "outcome": 2})
    assert to_pence(small["amount_gbp"]).sum() == total


@settings(max_examples=30)  # many amounts in each, and dozens of frames to make
@given(countries(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(country: tuple[pd.DataFrame, pd.DataFrame], random) -> None:  # type: ignore[no-untyped-def]
    lines, funding = country
    order = list(range(len(lines)))
    random.shuffle(order)
    one = paths_of(lines, funding)
    other = paths_of(lines.iloc[order].reset_index(drop=True), funding)
    pd.testing.assert_frame_equal(one, other)
