"""The exhibits of evidence say what their figures say."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.ranges import Ranged
from totalplace_lib.model import Place, Year
from totalplace_lib.present.views import evidence

COVERAGE = pd.DataFrame(
    [
        ("places", "Places", 0.89, 0.84, 0.94, 2000),
        ("places: worst", "Fire", 0.82, None, None, 11),
        ("regions", "Regions", 0.9, 0.86, 0.92, 1800),
        ("family", "Fire", 0.82, None, None, 11),
    ],
    columns=["level", "name", "inside", "low", "high", "figures"],
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Ranged:
    lines = pd.DataFrame(
        [
            ("Councils", "Ash council", "Libraries", "actual", "none", 60e6, 60e6, 60e6, "A"),
            ("NHS", "Ash trust", "Care", "apportioned", "hospitals", 40e6, 30e6, 55e6, "C"),
        ],
        columns=["spender_group", "spender", "programme", "method", "driver", "amount_gbp", "low_gbp", "high_gbp", "grade"],
    ).assign(key="people", share=0.1, half_width=0.3)  # fmt: skip
    empty = pd.DataFrame()
    place = Place("ash", "Ash", ("E08000901",), 2009)
    left = pd.DataFrame({"amount_gbp": [5e6]})
    count = Count(place, Year(2008), lines, left, empty, empty, population=1000.0)
    return Ranged(count, lines, 90e6, 115e6, "B")


def test_the_opening_gives_the_range_and_what_is_published(found: Ranged) -> None:
    said = str(evidence.opening(found, COVERAGE))
    assert "£100 million" in said and "between £90 million and £115 million" in said
    assert "60% of the money is published" in said and "89% of cases" in said
    assert "worst family of tests, fire, was held in 82%" in said
    assert "Outside the range: £5.0 million" in said and "truth probably" not in said


def test_ranges_by_spender_hold_the_central_figure(found: Ranged) -> None:
    table = evidence.range_by_spender(found).table.set_index("spender_group")
    assert table.loc["Councils", "low_gbp"] == table.loc["Councils", "high_gbp"] == 60e6
    assert table.loc["NHS", "low_gbp"] < 40e6 < table.loc["NHS", "high_gbp"]


def test_the_evidence_of_a_driver_without_a_test_is_said_and_its_grade_is_that_of_the_lines(
    found: Ranged,
) -> None:
    measured = pd.DataFrame(
        {"half_width": [0.2], "grade": ["C"], "evidence": ["nine regions"]}, index=["prisons"]
    )
    exhibit = evidence.evidence_by_driver(found, measured, pd.Series({"hospitals": "Hospitals"}))
    row = exhibit.table.iloc[0]
    assert (row["name"], row["grade"], row["evidence"]) == ("Hospitals", "C", "no evidence")


def test_another_key_is_said_with_its_size_and_direction(found: Ranged) -> None:
    others = pd.DataFrame(
        [("hospitals", "Hospitals", "Pensioners", 40e6, 50e6, 10e6), ("hospitals", "Hospitals", "People", 40e6, 38e6, -2e6)],
        columns=["driver", "name", "key_name", "amount_gbp", "other_gbp", "change_gbp"],
    )  # fmt: skip
    exhibit = evidence.other_keys(found, others)
    assert exhibit.headline == "Hospitals, shared by pensioners, would be £10 million more"
    assert len(exhibit.table) == 1


def test_a_place_without_another_key_says_so(found: Ranged) -> None:
    none = pd.DataFrame(columns=["driver", "name", "key_name", "amount_gbp", "other_gbp", "change_gbp"])
    assert "No money of this place" in str(evidence.other_keys(found, none))
