"""Bodies that serve an area: whole areas once, shares that sum to one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import memberships
from totalplace_lib.sources.textfiles import TextFile


def forces(*rows: tuple[str, str, str]) -> TextFile:
    frame = pd.DataFrame(rows, columns=["ltla24_code", "code", "name"]).assign(row=range(2, len(rows) + 2))
    return TextFile("pfa.csv", frame)


def test_an_area_with_two_partnerships_has_one_force() -> None:
    row = ("E06000058", "E23000039", "Dorset")
    table = memberships.whole(forces(row, row, ("W06000001", "W15", "Wales")), "code", "name")
    assert table[["area_code", "share"]].to_numpy().tolist() == [["E06000058", 1.0]]


def test_an_area_in_two_forces_or_none_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"E06000058 stands twice"):
        memberships.whole(forces(("E06000058", "E1", "A"), ("E06000058", "E2", "B")), "code", "name")
    with pytest.raises(SourceError, match=r"line 2: an area without a body"):
        memberships.whole(forces(("E06000058", "", "")), "code", "name")


def test_shares_follow_the_people_and_sum_to_one() -> None:
    lookup = pd.DataFrame(
        [("L1", "E1", "Q1", "One", 2), ("L2", "E1", "Q1", "One", 3), ("L3", "E1", "Q2", "Two", 4)],
        columns=["lsoa11_code", "ltla22_code", "icb22_code_h", "icb22_name", "row"],
    )
    counted = [{"lsoa11_code": f"L{n}", "total": "6", "row": n + 1} for n in (1, 2, 3)]
    people = TextFile("lsoa.csv", pd.DataFrame(counted))
    table = memberships.shares(memberships.bodies(TextFile("icb.csv", lookup), people, *memberships.BOARD))
    assert table.set_index("body_code")["share"].to_dict() == pytest.approx({"Q1": 2 / 3, "Q2": 1 / 3})


@pytest.mark.publications
def test_bodies_of_today(publications: Path) -> None:
    table = memberships.read(publications)["area_membership"]
    assert table.groupby(["vintage", "kind"])["body_code"].nunique().to_dict() == {
        (2021, "icb"): 42,
        (2023, "fire"): 44,
        (2023, "icb"): 42,
        (2023, "police"): 39,
        (2023, "sub_icb"): 106,
    }
    sums = table.groupby(["vintage", "kind", "area_code"])["share"].sum()
    assert ((sums - 1).abs() < 1e-9).all()
