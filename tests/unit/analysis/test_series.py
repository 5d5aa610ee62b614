"""A series by hand: 2007-08 (index 80) and 2009-10 (index 100) are counted, 2008-09 is not."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.series import SERIES, TOTAL, by_group, change, series, years_between
from totalplace_lib.errors import UsageError

PRICES = deflator(
    pd.DataFrame({"year": ["2007-08", "2008-09", "2009-10"], "gdp_deflator": [80.0, 90.0, 100.0]})
)


def lines(*rows: tuple[str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["spender_group", "amount_gbp", "marker"])


COUNTED = {
    "2007-08": lines(("NHS", 600.0, "e"), ("Councils", 200.0, "b"), ("Councils", 100.0, "")),
    "2009-10": lines(("NHS", 900.0, "e"), ("Councils", 300.0, ""), ("Police", 50.0, "")),
}
PEOPLE = {"2007-08": 10.0, "2009-10": 20.0}


@pytest.fixture
def made() -> pd.DataFrame:
    years = years_between("2007-08", "2009-10")
    groups = by_group(COUNTED, "spender_group")
    return series(groups, PEOPLE, years, PRICES, "2009-10", {"2009-10": "New edition"}, {})


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


def test_a_break_stands_at_the_first_year_after_it() -> None:
    counted = {
        "2007-08": lines(("NHS", 6.0, "e"), ("Councils", 2.0, "b")),
        "2008-09": lines(("NHS", 6.0, "e"), ("Councils", 2.0, "b")),
        "2009-10": lines(("NHS", 6.0, "e"), ("Councils", 2.0, "")),
    }
    people = dict.fromkeys(counted, 1.0)
    groups = by_group(counted, "spender_group")
    made = series(
        groups, people, list(counted), PRICES, "2009-10", {}, {"2009-10": "Until 2008-09: pensions"}
    )
    assert [row(made, "Councils", year)["marker"] for year in counted] == ["", "", "b"]
    assert [row(made, TOTAL, year)["marker"] for year in counted] == ["", "", "b"]
    assert [row(made, "NHS", year)["marker"] for year in counted] == ["", "", ""]
    assert row(made, "Councils", "2009-10")["note"] == "Until 2008-09: pensions"


def test_another_edition_breaks_every_group(made: pd.DataFrame) -> None:
    assert {row(made, group, "2009-10")["marker"] for group in ("NHS", "Councils", TOTAL)} == {"b"}
    assert row(made, "NHS", "2009-10")["note"] == "New edition"
    assert row(made, "Councils", "2007-08")["note"] == ""


def test_change_runs_from_the_first_known_year_to_the_last(made: pd.DataFrame) -> None:
    assert change(made, "Councils", "real_gbp") == ("2007-08", "2009-10", pytest.approx(300 / 375 - 1))
    with pytest.raises(UsageError, match="Police: a change needs two counted years; 1 found"):
        change(made, "Police", "real_gbp")


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="would begin in 2009-10, after it ends in 2007-08"):
        years_between("2009-10", "2007-08")
