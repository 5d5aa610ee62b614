"""The exhibits of evidence say what their figures say."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.ranges import Ranged
from totalplace_lib.model import Place, Year
from totalplace_lib.present.views import evidence, key_tournament

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


def test_grades_add_up_to_the_count(found: Ranged) -> None:
    table = evidence.money_by_grade(found).table
    assert table["amount_gbp"].sum() == found.count.total_gbp
    assert table["share"].tolist() == [0.6, 0.0, 0.4, 0.0]


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


def test_coverage_and_the_tournament_name_their_measure() -> None:
    assert (
        "89% of known figures, in the worst family of tests (Fire) 82%"
        in evidence.coverage(COVERAGE).headline
    )
    assert "89.0%" in key_tournament.coverage(COVERAGE).headline
    assert "Fire, 82.0%" in key_tournament.coverage(COVERAGE).headline
    table = pd.DataFrame(
        [("All lines", 0.086, 0.0495, 0.04, 315, 289e9)],
        columns=["scope", "population", "region_out", "in_sample", "lines", "amount_gbp"],
    )
    headline = key_tournament.headline(table).headline
    assert "8.6%" in headline and "5.0%" in headline
    curve = pd.DataFrame(
        {
            "nominal": [0.5, 0.9],
            "nominal_line": [0.5, 0.9],
            "places": [0.52, 0.89],
            "worst": [0.6, 0.82],
            "regions": [0.5, 0.9],
        }
    )
    exhibit = key_tournament.calibration(curve)
    assert "89.0%" in exhibit.headline and "82.0%" in exhibit.headline and "<svg" in exhibit._repr_html_()


def test_out_of_time_money_weighs_the_years_and_is_no_error_of_a_place() -> None:
    rows = [
        ("2017-18", "before", 9.0, 0.2, 0.1, 0.1, 0.1),
        ("2018-19", "after", 1.0, 0.10, 0.06, 0.06, 0.05),
        ("2019-20", "after", 3.0, 0.06, 0.02, 0.06, 0.05),
    ]
    columns = ["year", "judged", "amount_gbp_bn", "population", "chosen_before", "region_out", "chosen"]
    exhibit = key_tournament.out_of_time(pd.DataFrame(rows, columns=columns))
    assert "keys put 3.0%" in exhibit.headline and "people 7.0%" in exhibit.headline
    assert "which a count never does" in exhibit.notes[0] and len(exhibit.table) == 3


def test_a_changed_key_says_why() -> None:
    rows = [
        ("care", "deaths", "pensioners", 0.08, 0.05, 0.04),
        ("arts", "cultural", "population", 0.14, 0.12, 0.14),
        ("old", "population", "population", 0.1, 0.1, 0.1),
        ("new", None, "population", 0.1, None, 0.1),
    ]
    columns = ["driver", "before", "chosen", "by_people", "by_before", "by_chosen"]
    names = pd.Series({"care": "Care", "arts": "Arts", "old": "Old", "new": "New"})
    exhibit = key_tournament.changed_keys(pd.DataFrame(rows, columns=columns), names)
    assert exhibit.headline.startswith("2 of 3 drivers")
    assert exhibit.table["why"].str.startswith(("nearer", "simpler")).tolist() == [True, True]
    assert exhibit.table.iloc[0]["why"] == "nearer in the later years"


def _lines(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["programme", "excess_gbp", "standard_error_gbp"])
    return table.assign(economic="current", amount_gbp=100e6, population_gbp=10e6, held_out_gbp=12e6)


def test_only_what_is_beyond_its_standard_error_is_named_as_worse() -> None:
    exhibit = key_tournament.worse_than_population(
        _lines(("Sites", 9e6, 4e6), ("Ties", 3e6, 3e6 - 0.001), ("Roads", 1e6, 2e6), ("Care", -5e6, 1e6))
    )
    assert exhibit.table["programme"].tolist() == ["Sites"]
    assert exhibit.headline.startswith("1 of 4 lines") and "£9.0 million of £400 million" in exhibit.headline
    assert exhibit.notes == ("2 lines are served worse by less than that: £4.0 million of £400 million.",)
    none = key_tournament.worse_than_population(_lines(("Care", -5e6, 1e6)))
    assert none.headline.startswith("None of 1 lines") and none.table.empty


def test_nations_too_small_to_say_anything_are_left_out() -> None:
    table = pd.DataFrame(
        [
            ("Care", "Wales", "deaths", 200e6, 150e6, 120e6),
            ("Care", "Scotland", "deaths", 100e6, 110e6, 80e6),
            ("Sport", "Wales", "population", 5e6, 50e6, 50e6),
        ],
        columns=["name", "nation", "key", "amount_gbp", "key_gbp", "population_gbp"],
    )
    exhibit = key_tournament.nations(table)
    assert "£60 million off, people £100 million, of £300 million" in exhibit.headline
    assert exhibit.table["key_error"].tolist() == pytest.approx([0.25, 0.1])


def test_the_key_inside_regions_is_told_against_people() -> None:
    rows = [
        ("people and need", "need", 0.02, 0.02, 0.03, 0.09),
        ("people", "population", 0.04, 0.04, 0.07, 0.16),
    ]
    columns = ["name", "label", "held_out", "misplaced", "median_error", "wide_error"]
    said = key_tournament.inside_regions(pd.DataFrame(rows, columns=columns)).headline
    assert "2.0% misplaced by the best combination, 4.0% by people" in said


def test_a_place_without_another_key_says_so(found: Ranged) -> None:
    none = pd.DataFrame(columns=["driver", "name", "key_name", "amount_gbp", "other_gbp", "change_gbp"])
    assert "No money of this place" in str(evidence.other_keys(found, none))
