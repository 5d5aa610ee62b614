"""Overlap by hand: bodies and streams of a theme, concentration, who does what."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_themes as toy

from totalplace_lib.analysis.overlap import OTHER_SERVICES, fragmentation, matrix, services
from totalplace_lib.analysis.themes import exclusive, overlapping
from totalplace_lib.model import Control

PARTS = overlapping(exclusive(toy.lines(), toy.rules(), toy.parcels(), toy.measured()), toy.measured())


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


def test_services_of_one_theme_stand_against_bodies_without_entitlements() -> None:
    table = services(PARTS, "old").set_index("part")
    own = PARTS[(PARTS["theme"] == "old") & (PARTS["control"] != str(Control.NATIONAL_ENTITLEMENT))]
    assert table.sum().sum() == pytest.approx(own["amount_gbp"].sum())
    assert set(table.columns) == set(own["spender_group"])
    assert len(table) == own["part"].nunique()
    assert fragmentation(PARTS, toy.themes()).set_index("theme").loc["old", "services"] == len(table)


def test_small_services_are_put_together_at_the_end() -> None:
    many = PARTS[PARTS["theme"] == "old"].assign(control="other local body")
    many = pd.concat([many.assign(part=f"Service {number}") for number in range(5)])
    table = services(many, "old", rows=3)
    assert len(table) == 3
    assert table["part"].iloc[-1] == OTHER_SERVICES
    assert table.drop(columns="part").sum().sum() == pytest.approx(many["amount_gbp"].sum())
