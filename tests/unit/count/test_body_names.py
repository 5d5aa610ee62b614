"""The register of bodies: a renamed body is one body, and each name is known."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import diff
from totalplace_lib.count.body_names import identity
from totalplace_lib.project import read_config


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Kent Police Authority", "Kent Police and Crime Commissioner and Chief Constable"),
        ("Essex Police Authority (new)", "Essex Police and Crime Commissioner and Chief Constable"),
        ("Greater Manchester Police Authority", "Greater Manchester Police"),
        ("Greater Manchester Police and Crime Commissioner and Chief Constable", "Greater Manchester Police"),
        ("West Midlands Passenger Transport Authority", "West Midlands Combined Authority"),
        ("Avon Combined Fire Authority", "Avon Combined Fire and Rescue Authority"),
        ("NHS: primary care trusts", "NHS: clinical commissioning groups and integrated care boards"),
        ("Department of Communities and Local Government", "Department for Levelling Up, Housing and Communities"),
        ("Department of Energy and Climate Change", "Department for Energy Security and Net Zero"),
        ("Department for Business, Innovation and Skills", "Department for Business and Trade"),
        ("Highways Agency", "National Highways"),
    ],
)  # fmt: skip
def test_a_renamed_body_is_one_body(earlier: str, later: str) -> None:
    found = identity(pd.Series([earlier, later, "Kent County Council"]), read_config("bodies.csv"))
    assert found[0] == found[1]
    assert found[2] == "Kent County Council"


def test_two_forces_stay_two() -> None:
    names = pd.Series(["Kent Police Authority", "Sussex Police Authority"])
    assert identity(names, read_config("bodies.csv")).nunique() == 2


def lines(payer: str, spender: str, segment: str, programme: str, gbp: float) -> pd.DataFrame:
    row = {"payer": payer, "spender": spender, "segment": segment, "programme": programme, "amount_gbp": gbp}
    return pd.DataFrame([row | {"function": "Health", "economic": "current", "control": "x"}])


def test_a_renaming_is_a_change_and_not_something_added_and_removed() -> None:
    before = lines("Department of Health", "NHS: primary care trusts", "S033A1", "PCTS", 10.0)
    after = lines(
        "Department of Health and Social Care", "NHS: clinical commissioning groups", "S033A1", "CCGS", 12.0
    )
    table = diff.changes(before, after, read_config("bodies.csv"))
    assert table[["change", "programme", "difference_gbp"]].to_dict("records") == [
        {"change": "changed", "programme": "CCGS", "difference_gbp": 2.0}
    ]
    assert set(diff.changes(before, after)["change"]) == {"added", "removed"}
