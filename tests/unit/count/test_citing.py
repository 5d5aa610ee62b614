"""Where a figure comes from: what it is a share of, what was known and taken off, and every cell that went into it."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_country as toy

from totalplace_lib.count.citing import CITED, cells, cited, listed
from totalplace_lib.count.consolidate import offsets
from totalplace_lib.count.whole_area import count_place

LINES = pd.DataFrame(
    [(0, "R", "hardship", 100_00), (1, "R", "", 30_00), (2, "C", "", 5_00)],
    columns=["line_id", "catchment_code", "group", "amount_pence"],
)
PLACED = pd.DataFrame(
    [(0, "known A", 40_00), (0, "", 15_00), (0, "", 45_00), (1, "", 10_00), (1, "", 20_00)],
    columns=["line_id", "known_id", "amount_pence"],
)
KNOWN = pd.DataFrame(
    [("hardship", "R", "known A", "return", "Sheet", 7, "B", "return, Sheet!C7")],
    columns=["group", "catchment_code", "known_id", "source_id", "sheet", "row", "column", "further_cells"],
)
HERE = pd.DataFrame(
    [(0, "known A", 40_00), (0, "", 15_00), (1, "", 10_00), (2, "", 5_00)],
    columns=["line_id", "known_id", "amount_pence"],
)


def test_a_share_says_the_whole_what_was_taken_off_and_what_is_shared() -> None:
    found = cited(HERE, LINES, PLACED, KNOWN)
    assert found[CITED].values.tolist() == [
        [100.0, 40.0, 40.0, 1.0, "return, Sheet!C7"],  # a published figure: its own further cells
        [
            100.0,
            40.0,
            60.0,
            0.25,
            "return, Sheet!B7; return, Sheet!C7",
        ],  # a share of the rest: what was taken off
        [30.0, 0.0, 30.0, pytest.approx(1 / 3), ""],
        [5.0, 0.0, 5.0, 1.0, ""],  # the whole catchment lies inside the place
    ]


def test_without_anything_known_nothing_is_taken_off() -> None:
    assert (cited(HERE.iloc[2:], LINES, PLACED, KNOWN.iloc[:0])["further_cells"] == "").all()


def test_a_cell_is_the_publication_the_sheet_and_the_cell() -> None:
    assert cells(KNOWN).tolist() == ["return, Sheet!B7"]
    assert listed(["a", "", "b", "a"]) == "a; b"


def test_what_receivers_reported_is_cited_by_their_cells() -> None:
    lines = pd.DataFrame(
        [("council", "E5100", "capital", "transport", 900, "cor4", "Data", 359, "N", "")],
        columns=["block", "catchment_code", "economic", "line", "amount_pence", "source_id", "sheet", "row", "column",
                 "group"],
    ).assign(department="", programme="", sector="")  # fmt: skip
    received = pd.DataFrame(
        [("grant", "E5100", "capital", 300, "cor4", "Money", 12, "F"), ("grant", "E5100", "capital", 0, "cor4", "Money", 13, "F"),
         ("grant", "E5100", "capital", 200, "cor4", "Money", 14, "F")],
        columns=["received", "payer_code", "economic", "amount_pence", "source_id", "sheet", "row", "column"],
    )  # fmt: skip
    rule = pd.DataFrame(
        [("london", "offset", "council", "*", "*", "*", "transport", "grant", "GLA", "paid on")],
        columns=["transfer", "action", "block", "department", "programme", "sector", "line", "received", "payer",
                 "reason"],
    )  # fmt: skip
    row = offsets(received, lines, rule).iloc[0]
    assert row[["amount_pence", "sheet", "row", "column", "further_cells"]].tolist() == [
        -500, "Money", 12, "F", "cor4, Money!F14",
    ]  # fmt: skip


@pytest.mark.parametrize("areas", [(toy.A,), (toy.B,), (toy.C, toy.D)])
def test_every_line_of_a_count_is_its_share_of_what_is_cited(areas: tuple[str, ...]) -> None:
    lines = count_place(toy.money(), toy.place(*areas), toy.people(*areas)).lines
    assert (lines["part"] * lines["shared_gbp"] - lines["amount_gbp"]).abs().max() < 0.01
    assert (lines["catchment_gbp"].abs() >= lines["shared_gbp"].abs()).all()


def test_the_hardship_benefit_of_b_cites_what_was_known_of_a() -> None:
    lines = count_place(toy.money(), toy.place(toy.B), toy.people(toy.B)).lines.set_index("programme")
    assert lines.loc["Hardship benefit", CITED].tolist() == [
        100.0, 60.0, 40.0, 1.0, "toy-return, !B7; toy-return, !C7",
    ]  # fmt: skip
