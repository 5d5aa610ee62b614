"""Published figures beside ours: an amount, a share, and arithmetic that does not fit."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_themes as toy

from totalplace_lib.analysis.checks import beside
from totalplace_lib.analysis.themes import exclusive, overlapping

PARTS = exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured())
OVERLAP = overlapping(PARTS, toy.measured())
EMPTY = dict.fromkeys(
    ["theme", "tag", "part", "of_theme", "of_tag", "of_part", "times", "total_gbp", "volume"]
)
WORDS = {"what": "w", "ours_is": "o", "why": "y", "source": "s", "view": "exclusive", "unit": "gbp"}


def check(**given: str) -> pd.DataFrame:
    return pd.DataFrame([{**EMPTY, **WORDS, **given}], dtype="string")


def test_an_amount_picked_by_patterns_with_a_factor() -> None:
    found = beside(
        check(kind="amount", published="100", theme="old|young", part="Care*", times="2"), PARTS, OVERLAP
    )
    assert found["ours"].iloc[0] == pytest.approx(300.02)
    assert found["difference"].iloc[0] == pytest.approx(2.0002)


def test_a_share_of_two_sums() -> None:
    found = beside(
        check(kind="share", published="0.9", unit="share", theme="pensions", of_theme="pensions|work"),
        PARTS,
        OVERLAP,
    )
    assert found["ours"].iloc[0] == pytest.approx(400 / 430)


def test_the_overlapping_view_where_asked() -> None:
    found = beside(check(kind="amount", published="100", theme="old", view="overlapping"), PARTS, OVERLAP)
    assert found["ours"].iloc[0] == pytest.approx(130.0)


def test_a_total_over_a_volume_shows_that_a_published_unit_cost_cannot_be() -> None:
    """Luton: 112 million for 250 offenders is 448,000 each, not 44,000."""
    found = beside(
        check(kind="arithmetic", published="44000", total_gbp="112000000", volume="250"), PARTS, OVERLAP
    )
    assert found["ours"].iloc[0] == 448_000
    assert found["difference"].iloc[0] == pytest.approx(9.18, abs=0.01)
