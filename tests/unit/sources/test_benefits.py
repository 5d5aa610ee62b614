"""Benefits by place: pounds, the withheld figure as a gap, and benefits within the total."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.project import read_config
from totalplace_lib.sources import benefits
from totalplace_lib.sources.textfiles import TextFile

COLUMNS = ["financial_year", "benefit_id", "gbp_million", "partial", "anomalies"]


def made(*rows: tuple[str, str, str]) -> TextFile:
    frame = pd.DataFrame([(*row, "False", "") for row in rows], columns=COLUMNS)
    return TextFile("dwp.csv", frame.assign(row=range(2, len(rows) + 2)))


def tidy(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return benefits.tidy(made(*rows), read_config(benefits.LAYOUT))


def test_amounts_are_pounds_with_official_names() -> None:
    table = tidy(("2008-09", "total", "2306.1"), ("2008-09", "sp", "791.7"))
    pension = table[table["benefit"] == "sp"].iloc[0]
    assert pension["amount_gbp"] == 791_700_000
    assert pension["benefit_name"] == "State Pension"


def test_the_withheld_figure_is_a_gap_and_not_zero() -> None:
    table = tidy(("2005-06", "total", "100.0"), ("2005-06", "sp", "50.0"))
    gap = table[table["benefit"] == "pc"].iloc[0]
    assert pd.isna(gap["amount_gbp"])
    assert gap["marker"] == "x"


def test_benefits_may_exceed_the_total_by_rounding_only() -> None:
    tidy(("2008-09", "total", "10.0"), ("2008-09", "sp", "10.1"))
    with pytest.raises(
        Faults, match=r"dwp.csv, 2008-09: benefits sum to 11,000,000, the total is 10,000,000"
    ):
        tidy(("2008-09", "total", "10.0"), ("2008-09", "sp", "11.0"))


def test_a_year_without_a_total_is_an_error() -> None:
    with pytest.raises(Faults, match=r"2008-09"):
        tidy(("2008-09", "sp", "10.1"))


def test_an_unknown_benefit_a_wrong_year_and_a_double_are_errors() -> None:
    total = ("2008-09", "total", "10.0")
    with pytest.raises(SourceError, match=r"row 3, column 'benefit': unknown word 'nb'"):
        tidy(total, ("2008-09", "nb", "1"))
    with pytest.raises(SourceError, match=r"line 3, financial_year: '2008' is not a year"):
        tidy(total, ("2008", "sp", "1"))
    with pytest.raises(SourceError, match=r"2008-09, total stands twice, in rows 2 and 3"):
        tidy(total, total)


@pytest.mark.publications
def test_birmingham_in_2008_09(publications: Path) -> None:
    table = benefits.read(publications)["benefits_by_place"].query("year == '2008-09'")
    amounts = table.set_index("benefit")["amount_gbp"]
    assert amounts["total"] == 2_306_100_000
    assert amounts["hb"] == 371_100_000
