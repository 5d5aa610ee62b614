"""Overlap by hand: bodies and streams of a theme, concentration, pairs that could join up."""

from __future__ import annotations

import pytest
import toy_themes as toy

from totalplace_lib.analysis.overlap import fragmentation, matrix, pairs
from totalplace_lib.analysis.themes import exclusive, overlapping

PARTS = overlapping(
    exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured()), toy.measured()
).assign(is_measured=True)


def test_the_matrix_has_themes_by_groups_and_the_rest_together() -> None:
    table = matrix(PARTS, toy.themes(), keep=2).set_index("theme")
    assert table.loc["old", "All other"] == pytest.approx(130.0)  # councils 50 and the trust 80
    assert table.columns.tolist() == ["name", "Benefits", "All other"]


def test_bodies_streams_and_concentration() -> None:
    table = fragmentation(PARTS, toy.themes(), small_gbp=60.0).set_index("theme")
    old = table.loc["old"]
    assert (old["bodies"], old["streams"], old["largest_body"]) == (3, 3, "Trust")
    assert old["hhi"] == pytest.approx((80 / 130) ** 2 + 2 * (25 / 130) ** 2)
    assert (old["small_streams"], old["small_gbp"]) == (2, 50.0)


def test_pairs_are_ranked_by_what_both_could_bring_and_councils_are_one() -> None:
    table = pairs(PARTS, toy.themes(), least_gbp=1.0)
    first = table.iloc[0]
    assert (first["theme"], first["body_a"], first["body_b"]) == ("health", "Trust", "Councils")
    assert first["joint_gbp"] == pytest.approx(100.01)
    assert table["theme"].tolist() == ["health", "old"]


def test_entitlements_are_never_paired() -> None:
    more = PARTS.assign(theme="old")
    together = pairs(more, toy.themes(), least_gbp=1.0)
    office = together[(together["body_a"] == "Office") | (together["body_b"] == "Office")]
    assert office["joint_gbp"].max() == 30.0  # the advice, not the pension of 400


def test_bodies_of_one_department_are_not_paired() -> None:
    assert pairs(PARTS.assign(payer="Treasury"), toy.themes(), least_gbp=1.0).empty
