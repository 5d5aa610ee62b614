"""The councils' returns beside the Treasury's lines for councils: explained line by line, England and regions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.bench import council_block
from totalplace_lib.count.council_block import beside_treasury
from totalplace_lib.errors import ImbalanceError


def test_each_line_of_england_has_a_reason_and_adds_up() -> None:
    table = council_block.beside("england")
    gap = table["counted_gbp"] - table["treasury_gbp"] - table["moved_gbp"] - table["difference_gbp"]
    assert (gap.abs() < 0.01).all()
    assert table.loc[table["difference_gbp"] != 0, "reason"].notna().all()
    assert table["treasury_gbp"].sum() == pytest.approx(126_490_673_000, abs=1)


def test_the_regions_add_to_england() -> None:
    table = council_block.by_region().set_index("place_name")
    regions = table.drop(index="England").sum()
    assert (regions - table.loc["England"]).abs().max() < 1


def test_the_document_is_what_the_figures_give() -> None:
    committed = Path(__file__).parents[2] / "docs" / "council_block.md"
    assert committed.read_text(encoding="utf-8") == council_block.document()


def test_a_gap_without_a_reason_is_an_error() -> None:
    line = {"function_code": "09", "function": "Education", "economic": "current", "amount_gbp": 5.0}
    counted = pd.DataFrame([line | {"block": "council"}])
    removed = pd.DataFrame([line | {"transfer": "treasury-lines-for-councils", "amount_gbp": 4.0}])
    reasons = pd.DataFrame(
        {"function_code": ["01"], "economic": ["current"], "kind": ["open"], "reason": ["?"]}
    )
    with pytest.raises(ImbalanceError, match="no reason for Education"):
        beside_treasury(counted, removed, reasons)
