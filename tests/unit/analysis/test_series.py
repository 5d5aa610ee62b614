"""A series by hand: 2007-08 (index 80) and 2009-10 (index 100) are counted, 2008-09 is not."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.prices import deflator_of as deflator
from totalplace_lib.analysis.series import (
    SERIES,
    TOTAL,
    TOTALS,
    WITHOUT,
    by_group,
    change,
    comparable,
    span,
    spans,
    years_between,
)
from totalplace_lib.analysis.series import series_of as series
from totalplace_lib.errors import UsageError

PRICES = deflator(
    pd.DataFrame({"year": ["2007-08", "2008-09", "2009-10"], "gdp_deflator": [80.0, 90.0, 100.0]})
)


MARK = ["year", "groups", "marker", "note"]


def lines(*rows: tuple[str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["spender_group", "amount_gbp", "exceptional"])


def marks(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=MARK)


COUNTED = {
    "2007-08": lines(("NHS", 600.0, ""), ("Councils", 200.0, ""), ("Councils", 100.0, "")),
    "2009-10": lines(("NHS", 900.0, ""), ("Councils", 300.0, ""), ("Police", 50.0, "")),
}
PEOPLE = {"2007-08": 10.0, "2009-10": 20.0}


@pytest.fixture
def made() -> pd.DataFrame:
    years = years_between("2007-08", "2009-10")
    groups = by_group(COUNTED, "spender_group")
    return series(groups, PEOPLE, years, PRICES, "2009-10", marks())


def run(*told: tuple[str, str, str, str]) -> pd.DataFrame:
    """Three years: 100 of the NHS and 100 of councils in each; 60 of furlough in the second, 10 in the third, where
    5 of it were paid by councils."""
    counted = {
        "2007-08": lines(("NHS", 100.0, ""), ("Councils", 100.0, "")),
        "2008-09": lines(("NHS", 100.0, ""), ("Councils", 100.0, ""), ("Support", 60.0, "covid-19")),
        "2009-10": lines(
            ("NHS", 100.0, ""),
            ("Councils", 100.0, ""),
            ("Councils", 5.0, "covid-19"),
            ("Support", 5.0, "covid-19"),
        ),
    }
    people = dict.fromkeys(counted, 1.0)
    groups = by_group(counted, "spender_group")
    return series(groups, people, list(counted), PRICES, "2009-10", marks(*told))


PRICES_YEARS = ("2007-08", "2008-09", "2009-10")


def row(made: pd.DataFrame, group: str, year: str) -> dict[str, object]:
    return made[(made["group"] == group) & (made["year"] == year)].iloc[0].to_dict()


def test_total_in_cash_and_real_terms_and_per_head(made: pd.DataFrame) -> None:
    assert list(made.columns) == SERIES
    first = row(made, TOTAL, "2007-08")
    assert (first["amount_gbp"], first["real_gbp"]) == (900.0, 1125.0)
    assert (first["per_head_gbp"], first["real_per_head_gbp"]) == (90.0, 112.5)
    assert row(made, TOTAL, "2009-10")["real_per_head_gbp"] == 62.5


def test_groups_add_up_to_the_total_in_each_year(made: pd.DataFrame) -> None:
    for year in COUNTED:
        parts = made[(made["year"] == year) & (made["group"] != TOTAL)]["amount_gbp"].sum()
        assert parts == row(made, TOTAL, year)["amount_gbp"]


def test_a_year_that_is_not_counted_is_a_gap_and_a_body_that_is_not_there_is_no_zero(
    made: pd.DataFrame,
) -> None:
    gap, none = row(made, "NHS", "2008-09"), row(made, "Police", "2007-08")
    assert (gap["marker"], gap["note"]) == ("x", "Not counted")
    assert none["marker"] == "z"
    assert pd.isna(gap["amount_gbp"])
    assert pd.isna(none["real_gbp"])


def markers(made: pd.DataFrame, group: str) -> list[object]:
    return made.loc[made["group"] == group, "marker"].tolist()


def test_exceptional_lines_are_apart_so_that_the_years_compare() -> None:
    made = run()
    assert [row(made, TOTAL, year)["amount_gbp"] for year in PRICES_YEARS] == [200.0, 260.0, 210.0]
    assert [row(made, WITHOUT, year)["amount_gbp"] for year in PRICES_YEARS] == [200.0, 200.0, 200.0]
    assert [row(made, TOTAL, year)["exceptional_gbp"] for year in PRICES_YEARS] == [0.0, 60.0, 10.0]
    assert row(made, "Councils", "2009-10")["exceptional_gbp"] == 5.0
    assert list(made["group"].drop_duplicates())[:2] == list(TOTALS)
    assert comparable(made) == WITHOUT


def test_without_exceptional_lines_there_is_one_total(made: pd.DataFrame) -> None:
    assert WITHOUT not in set(made["group"])
    assert comparable(made) == TOTAL


def test_a_break_stands_in_its_groups_with_its_cause_and_nowhere_else() -> None:
    made = run(("2008-09", f"{TOTAL} | Councils | Nobody", "b", "Furlough begins"))
    assert markers(made, TOTAL) == ["", "b", ""]
    assert markers(made, "Councils") == ["", "b", ""]
    assert markers(made, WITHOUT) == markers(made, "NHS") == ["", "", ""]
    assert row(made, TOTAL, "2008-09")["note"] == "Furlough begins"
    assert row(made, "NHS", "2008-09")["note"] == ""


def test_the_first_year_of_a_group_is_no_break_and_a_missing_figure_stays_what_it_is() -> None:
    made = run(("2008-09", "Support", "b", "Furlough begins"), ("2007-08", "*", "b", "Before all"))
    assert markers(made, "Support") == ["z", "", ""]
    assert markers(made, TOTAL) == ["", "", ""]


def test_a_provisional_year_is_marked_in_every_group_and_a_break_says_both() -> None:
    made = run(("2009-10", "NHS", "b", "New trusts"), ("2009-10", "*", "p", "Provisional"))
    assert markers(made, "Councils") == markers(made, WITHOUT) == ["", "", "p"]
    assert markers(made, "NHS") == ["", "", "b"]
    assert row(made, "NHS", "2009-10")["note"] == "New trusts; Provisional"


def test_spans_end_at_breaks_and_gaps(made: pd.DataFrame) -> None:
    broken = run(("2008-09", TOTAL, "b", "Furlough"))
    assert spans(broken, TOTAL) == [("2007-08", "2007-08"), ("2008-09", "2009-10")]
    assert span(broken, TOTAL) == ("2008-09", "2009-10")
    assert span(broken, WITHOUT) == ("2007-08", "2009-10")
    assert spans(made, "NHS") == [("2007-08", "2007-08"), ("2009-10", "2009-10")]  # 2008-09 is not counted


def test_change_is_told_only_between_years_without_a_break() -> None:
    broken = run(("2008-09", TOTAL, "b", "Furlough"))
    assert change(broken, TOTAL, "amount_gbp") == ("2008-09", "2009-10", pytest.approx(210 / 260 - 1))
    twice = run(("2008-09", "NHS", "b", "One"), ("2009-10", "NHS", "b", "Two"))
    with pytest.raises(UsageError, match="NHS: a change needs two counted years without a break"):
        change(twice, "NHS", "real_gbp")


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="would begin in 2009-10, after it ends in 2007-08"):
        years_between("2009-10", "2007-08")
