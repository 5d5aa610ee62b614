"""Council tax by authority: both years of the table, England proved, the parts of the Greater London Authority as one."""

from __future__ import annotations

import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_table
from totalplace_lib.sources import council_tax as source
from totalplace_lib.sources.sheets import Sheet

HEAD = ["E-code", "ONS Code", "Authority", f"{source.LINE} (previous year)", f"{source.LINE} (current year)"]


def sheet(name: str, *rows: tuple[object, ...], head: list[str] | None = None) -> Sheet:
    return Sheet("t9.ods", name, [["Council tax"], head or HEAD, *map(list, rows)])  # type: ignore[arg-type]


def both(england: float = 120.0) -> list[Sheet]:
    return [
        sheet("Data_Billing", ("TE", "TE", "England", 110, england), ("UA", "UA", "Unitaries", 60, 70),
              ("E2701", "E06000014", "York", 60, 70)),
        sheet("Data_Precepting", ("E5101", "", "GLA - police", 20, 20), ("E5102", "", "GLA - other", 30, 30)),
    ]  # fmt: skip


def test_both_years_are_read_with_their_cells_and_london_is_one() -> None:
    found = source.tidy(both())
    assert found[["year", "authority_code", "amount_gbp"]].to_numpy().tolist() == [
        ["2023-24", "E2701", 60.0], ["2023-24", "E5100", 50.0], ["2024-25", "E2701", 70.0], ["2024-25", "E5100", 50.0],
    ]  # fmt: skip
    assert found["column"].tolist() == ["D", "D", "E", "E"]


def test_authorities_that_miss_england_and_another_heading_are_errors() -> None:
    with pytest.raises(SourceError, match="authorities of 2024-25 add up to 120, England is 200"):
        source.tidy(both(200.0))
    with pytest.raises(SourceError, match="0 headings begin with"):
        source.tidy(
            [
                sheet(
                    "Data_Billing",
                    ("TE", "", "England", 1, 1),
                    ("E2701", "", "York", 1, 1),
                    head=["E-code", "", "Authority", "a", "b"],
                )
            ]
        )


def test_what_is_held_is_england_as_printed_with_authorities_that_made_no_return() -> None:
    held = read_table("council_tax")
    assert held.groupby("year")["amount_gbp"].sum().round(-6).to_dict() == {
        "2023-24": 38718e6,
        "2024-25": 41222e6,
    }
    assert (held[held["authority_code"] == "E4601"]["amount_gbp"] > 400e6).all()
