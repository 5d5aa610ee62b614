"""What receivers report comes off the payer's line, region by region; a payer without a line is an error."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_country as toy

from totalplace_lib.count.consolidate import above_control, offsets
from totalplace_lib.errors import ConfigError

RULES = toy.transfers().assign(
    line=lambda frame: frame["line"].mask(frame["action"] == "offset", "transport"),
    received=lambda frame: frame["action"].map({"offset": "grants"}).fillna(""),
)


def received(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["received", "payer_code", "amount_pence"])
    return frame.assign(economic="current")


def test_what_receivers_report_comes_off_the_payers_line() -> None:
    taken = offsets(received(("grants", "E6340", 10_00), ("grants", "E6340", 2_50)), toy.lines(), RULES)
    assert taken[["catchment_code", "line", "amount_pence", "transfer"]].values.tolist() == [
        ["E6340", "transport", -12_50, "grants-between-councils"]
    ]


def test_words_that_no_transfer_names_and_nothing_received_take_nothing_off() -> None:
    assert offsets(received(("gifts", "E6340", 10_00)), toy.lines(), RULES).empty
    assert offsets(received(("grants", "E6340", 0)), toy.lines(), RULES).empty


def test_a_payer_without_a_line_is_an_error() -> None:
    with pytest.raises(
        ConfigError, match=r"grants-between-councils: no current line .* in E4001 to take 10 from"
    ):
        offsets(received(("grants", "E4001", 10_00)), toy.lines(), RULES)


def test_the_largest_line_of_the_payer_is_the_one() -> None:
    two = pd.concat([toy.lines(), toy.lines().assign(amount_pence=lambda frame: frame["amount_pence"] * 3)])
    taken = offsets(received(("grants", "E6340", 10_00)), two.reset_index(drop=True), RULES)
    assert len(taken) == 1 and taken["programme"].iloc[0] == "transport"


REGIONS = pd.Series(
    {toy.A: toy.NORTH, toy.B: toy.NORTH, toy.C: toy.SOUTH, toy.D: toy.SOUTH, toy.E: toy.SOUTH}
)


def test_only_what_is_above_the_treasurys_figure_was_paid_by_somebody_else() -> None:
    council = toy.lines().query("line == 'education'")
    control = pd.DataFrame(
        {"catchment_code": [toy.NORTH, toy.SOUTH], "economic": "current", "amount_pence": [300_00, 215_00]}
    )
    above = above_control(council, control, toy.catchments(), REGIONS, "sixth_forms")
    assert above.set_index("payer_code")["amount_pence"].to_dict() == {
        toy.NORTH: 20_00,  # 120 and 200 against 300
        toy.SOUTH: 0,  # 150 and 60 are less than 215: nothing
    }
    assert set(above["received"]) == {"sixth_forms"}


def test_a_council_in_two_regions_cannot_be_held_against_either() -> None:
    council, split = toy.lines().query("line == 'education'"), REGIONS.copy()
    split[toy.D] = toy.NORTH
    control = pd.DataFrame({"catchment_code": [], "economic": [], "amount_pence": []})
    with pytest.raises(ValueError, match="E9020 lies in more than one region"):
        above_control(council, control, toy.catchments(), split, "sixth_forms")
