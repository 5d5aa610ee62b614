"""Schools grant: lettered columns, units by heading, blocks and England proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import schools_grant
from totalplace_lib.sources.sheets import Sheet

WORDS = [
    "Schools block",
    "Central school services block allocation",
    "High needs block",
    "Early years block",
    "Total DSG allocation",
]
AMOUNTS = [10, 1, 4, 2, 17, 6, 1, 3, 2, 12]


def sheet(
    amounts: list[object] | None = None,
    *,
    unit: str = "£ million",
    england: list[int] = AMOUNTS,
    number: object = 202.0,
    blocks: tuple[str, str] = ("prior to recoupment", "after deductions for academies"),
) -> Sheet:
    figures: list[object] = list(AMOUNTS) if amounts is None else amounts
    rows = [
        ["DSG: 2019-20 allocations", "", blocks[0], "", "", "", "", blocks[1]],
        ["", "", *[f"2019-20 {words} \n({unit})" for words in WORDS * 2]],
        ["", "", *[f"[{sign}]" for sign in schools_grant.LETTERS]],
        ["ENGLAND", "", *england],
        [number, "Camden", *figures],
        ["LONDON", "", *england],
    ]
    return Sheet("dsg.ods", "Allocations", rows)  # type: ignore[arg-type]


def test_what_is_deducted_is_the_difference_in_pounds_with_both_cells() -> None:
    table = schools_grant.tidy(sheet(), "2019-20").set_index(["block", "measure"])
    assert table.loc[("total", "deducted"), "amount_gbp"] == 5e6
    assert table.loc[("high_needs", "deducted"), "amount_gbp"] == 1e6
    assert table.loc[("total", "deducted"), "column"] == "G less L"
    assert set(table["authority_code"]) == {"E5011"} and set(table["row"]) == {5}
    pounds = schools_grant.tidy(sheet(unit="£s"), "2019-20").set_index(["block", "measure"])
    assert pounds.loc[("schools", "before"), "amount_gbp"] == 10


def test_authorities_must_give_england_and_blocks_the_total() -> None:
    with pytest.raises(Faults, match=r"authorities differ from England by .* GBP in schools, before"):
        schools_grant.tidy(sheet(england=[11, 1, 4, 2, 17, 6, 1, 3, 2, 12]), "2019-20")
    with pytest.raises(Faults, match=r"row 5: Camden, after: the blocks differ from the total by -1,000,000"):
        schools_grant.tidy(sheet([10, 1, 4, 2, 17, 7, 1, 3, 2, 12]), "2019-20")


def test_moved_headings_other_units_and_gaps_are_errors() -> None:
    with pytest.raises(SourceError, match=r"row 1: .* stands over \[A\], not 'before'"):
        schools_grant.tidy(sheet(blocks=("after deductions", "before")), "2019-20")
    with pytest.raises(
        SourceError, match=r"row 2: the headings do not say whether figures are £ million or £s"
    ):
        schools_grant.tidy(sheet(unit="£k"), "2019-20")
    with pytest.raises(SourceError, match=r"row 5, column D: no figure stands there"):
        schools_grant.tidy(sheet([10, "", *AMOUNTS[2:]]), "2019-20")
    with pytest.raises(SourceError, match=r"row 5: no council has the education number 999"):
        schools_grant.tidy(sheet(number=999), "2019-20")
    with pytest.raises(SourceError, match=r"does not name 2020-21"):
        schools_grant.tidy(sheet(), "2020-21")


@pytest.mark.publications
def test_academies_get_what_england_s_totals_say(publications: Path) -> None:
    table = schools_grant.read(publications)["schools_grant"]
    total = (
        table[(table["block"] == "total") & (table["measure"] == "deducted")]
        .groupby("year")["amount_gbp"]
        .sum()
    )
    assert total.round().to_dict()["2023-24"] == 57_135_884_056 - 30_100_348_276
    assert len(total) == 5
