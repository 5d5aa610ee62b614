"""Areas through changes of boundaries: Avon and Bourne merge in 2019, Camel is renamed, Dee is divided."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.boundary_changes import follow, onward
from totalplace_lib.errors import UsageError

CHANGES = pd.DataFrame(
    [
        ("A", "X", True),
        ("B", "X", True),
        ("X", "Z", True),
        ("E", "Z", True),
        ("C", "C2", True),
        ("D", "D1", False),
        ("D", "D2", False),
    ],
    columns=["old_code", "new_code", "is_whole"],
)


def areas(vintage: int, codes: str) -> pd.DataFrame:
    return pd.DataFrame([(code, f"Area {code}", vintage) for code in codes.split()],
                        columns=["area_code", "area_name", "vintage"])  # fmt: skip


OLD, MIDDLE, NEW = areas(2009, "A B C E"), areas(2019, "X C2 E"), areas(2023, "Z C2")


def test_onward_follows_a_chain_to_the_first_code_held() -> None:
    assert onward(OLD["area_code"], MIDDLE["area_code"], CHANGES).to_dict() == {
        "A": "X", "B": "X", "C": "C2", "E": "E",
    }  # fmt: skip
    assert onward(OLD["area_code"], NEW["area_code"], CHANGES).to_dict() == {
        "A": "Z", "B": "Z", "C": "C2", "E": "Z",
    }  # fmt: skip


def test_a_merger_is_followed_forward_when_all_its_areas_are_named() -> None:
    assert follow(["A", "B"], OLD, MIDDLE, CHANGES, "Avon") == ("X",)
    assert follow(["A", "B", "E"], OLD, NEW, CHANGES, "Avon") == ("Z",)


def test_a_part_of_a_merger_is_refused_and_the_rest_is_named() -> None:
    with pytest.raises(UsageError, match=r"now part of Area X \(X\), which also holds Area B \(B\)"):
        follow(["A"], OLD, MIDDLE, CHANGES, "Avon")


def test_a_merged_area_is_followed_back_to_what_made_it_up() -> None:
    assert follow(["Z"], NEW, OLD, CHANGES, "Zed") == ("A", "B", "E")
    assert follow(["X", "C2"], MIDDLE, OLD, CHANGES, "Both") == ("A", "B", "C")


def test_a_divided_area_is_refused() -> None:
    with pytest.raises(UsageError, match=r"Area D \(D\) was divided"):
        follow(["D"], areas(2009, "D"), areas(2019, "D1 D2"), CHANGES, "Dee")
    with pytest.raises(UsageError, match="no whole areas of that year made up"):
        follow(["D1"], areas(2019, "D1 D2"), areas(2009, "D"), CHANGES, "Half of Dee")
