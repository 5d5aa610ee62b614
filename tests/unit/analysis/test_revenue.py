"""What is raised in a place: the places of a region add up to ONS to the penny, regions equal it to the million."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import totalplace_lib as tp
from totalplace_lib.analysis import revenue as analysis
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.evidence.carried import Figure
from totalplace_lib.model import Place, Year
from totalplace_lib.national.places import gazetteer
from totalplace_lib.present.views import revenue as show
from totalplace_lib.project import read_table

YEAR = "2022-23"
AREAS = ["E06000001", "E06000002", "E06000003", "E06000004", "E06000005"]
RULES = pd.DataFrame(
    [("tax", "Tax", "Income tax", "income_tax", "k", 0.2, "C"), ("sea", "Sea", "North Sea", "north_sea", "none", 0.8, "D")],
    columns=["line", "name", "group", "driver", "key", "half_width", "grade"],
)  # fmt: skip


def of(areas: list[str]) -> Place:
    return Place("p", "P", tuple(areas), 2023)


@given(
    st.lists(st.integers(0, 10**9), min_size=5, max_size=5).filter(any),
    st.integers(-(10**6), 10**9),
    st.integers(1, 4),
)
def test_whatever_the_key_two_places_of_a_region_add_up_to_it(
    values: list[int], amount: int, cut: int
) -> None:
    published = pd.DataFrame({"area_code": "R", "line": ["tax"], "amount_gbp": [float(amount)]})
    keys, homes = pd.DataFrame({"k": values}, index=AREAS), pd.Series("R", index=pd.Index(AREAS))
    parts = [
        analysis.placed(published, RULES, keys, of(own), homes)[0]["amount_gbp"].sum()
        for own in (AREAS[:cut], AREAS[cut:])
    ]
    assert round(sum(parts), 2) == amount


def test_what_lies_under_the_sea_stays_with_the_region_and_whole_regions_have_no_range() -> None:
    published = pd.DataFrame({"area_code": "R", "line": ["tax", "sea"], "amount_gbp": [100.0, 7.0]})
    keys, homes = pd.DataFrame({"k": [1.0] * 5}, index=AREAS), pd.Series("R", index=pd.Index(AREAS))
    lines, left = analysis.placed(published, RULES, keys, of(AREAS[:1]), homes)
    assert lines["amount_gbp"].tolist() == [20.0] and left == 7.0
    assert lines[["method", "share", "half_width"]].to_numpy().tolist() == [["apportioned", 0.2, 0.2]]
    lines, left = analysis.placed(published, RULES, keys, of(AREAS), homes)
    assert lines["amount_gbp"].tolist() == [100.0, 7.0] and left == 0.0
    assert set(lines["method"]) == {"actual"} and lines["half_width"].isna().all()


def test_a_line_without_a_rule_and_a_key_with_a_gap_do_not_close() -> None:
    published = pd.DataFrame({"area_code": "R", "line": ["tithe"], "amount_gbp": [1.0]})
    keys, homes = (
        pd.DataFrame({"k": [1.0, np.nan, 1, 1, 1]}, index=AREAS),
        pd.Series("R", index=pd.Index(AREAS)),
    )
    with pytest.raises(ImbalanceError, match="tithe"):
        analysis.placed(published, RULES, keys, of(AREAS[:1]), homes)
    with pytest.raises(ImbalanceError, match="E06000002"):
        analysis.placed(published.assign(line="tax"), RULES, keys, of(AREAS[:1]), homes)


@pytest.fixture(scope="module")
def held() -> pd.DataFrame:
    """What ONS publishes of the year, GBP million: area_code, side, amount."""
    frame = read_table("regional_finances", year=YEAR)
    return frame.groupby(["area_code", "side"])["amount_gbp"].sum().div(1e6).unstack()


def test_the_nine_regions_equal_the_balance_of_ons_to_the_million(held: pd.DataFrame) -> None:
    areas = gazetteer(2023).areas
    for code, own in areas.groupby("region_code"):
        place = Place(
            f"r-{code[-1]}", str(own["region_name"].iloc[0]), tuple(own["area_code"]), 2023, "region"
        )
        made = analysis.revenue(place, YEAR)
        official = held["receipts"][code] - held["spending"][code]
        assert made.step(analysis.AFTER)["amount_gbp"] / 1e6 == pytest.approx(official, abs=1e-6)
        assert made.lines["amount_gbp"].sum() / 1e6 == pytest.approx(held["receipts"][code], abs=1e-6)
        assert made.unplaced_gbp == 0.0


def test_the_areas_of_a_region_add_up_to_it_line_by_line() -> None:
    areas = gazetteer(2023).areas.query("region_code == 'E12000001'")
    published = read_table("regional_finances", year=YEAR, side="receipts", area_code="E12000001")
    keys, homes = analysis.keys_of(Year.parse(YEAR)), areas.set_index("area_code")["region_code"]
    parts = [
        analysis.placed(published, analysis.rules(), keys, of([code]), homes)[0]
        for code in areas["area_code"]
    ]
    sums = pd.concat(parts).groupby("line")["amount_gbp"].sum().round(2)
    assert sums.to_dict() == published.set_index("line")["amount_gbp"].reindex(sums.index).to_dict()


def test_the_spending_side_is_the_count_and_a_gap_of_a_council_stays_one() -> None:
    made = tp.revenue("birmingham", YEAR)
    assert made.step(analysis.SPENT)["amount_gbp"] == -tp.whole_area_count("birmingham", YEAR).total_gbp
    steps = made.balance[made.balance["side"] != "balance"]["amount_gbp"].sum()
    assert made.step(analysis.AFTER)["amount_gbp"] == pytest.approx(steps, abs=0.01)
    own = made.councils[made.councils["authority"] == "Birmingham council"]
    assert own["amount_gbp"].isna().all() and set(own["marker"]) == {"x"}
    assert (made.by()["low_gbp"] < made.by()["high_gbp"]).all() and set(made.by()["grade"]) <= {"B", "C", "D"}


def test_a_place_and_a_year_that_are_not_known_are_refused() -> None:
    for words in (("atlantis", YEAR), ("kent", "1999-00"), ("kent@2008-09", YEAR)):
        with pytest.raises(UsageError):
            tp.revenue(*words)


def test_authorities_without_a_return_are_named_and_a_place_without_any_says_so() -> None:
    made = tp.revenue("birmingham", YEAR)
    assert "Birmingham council made no return; the other authorities report" in str(
        show.by_authority(made, made.councils)
    )
    alone = made.councils[made.councils["authority"] == "Birmingham council"]
    assert "[x]: Birmingham council." in str(show.by_authority(made, alone))
    assert "No returns of 2022-23" in str(show.by_authority(made, alone.iloc[:0]))


def test_a_balance_whose_ranges_meet_is_not_told() -> None:
    one, other = Figure("Here", 10e6, 8e6, 12e6), Figure("Here", 11e6, 9e6, 13e6)
    assert show._balance(one, other).withheld
    assert show._balance(one, Figure("Here", 20e6, 18e6, 22e6)).statement.startswith(
        "£10 million more is counted"
    )


def test_council_tax_that_was_set_is_known_without_a_return_and_what_is_not_is_said() -> None:
    made = tp.revenue("birmingham", "2024-25")
    own = made.councils[made.councils["authority"] == "Birmingham council"].set_index("what")["amount_gbp"]
    assert own[analysis.COUNCIL_TAX] > 400e6 and own[analysis.CHARGES] != own[analysis.CHARGES]
    assert "charges and other income of Birmingham council" in " ".join(
        show.by_authority(made, made.councils).notes
    )
