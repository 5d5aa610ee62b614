"""Official indicators: the year of a period, markers, intervals, areas that were recoded, rows that stand twice."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_config, read_table
from totalplace_lib.sources import local_statistics as source

LAYOUT = pd.DataFrame(
    [("employment", "Employment rate", "1")], columns=["indicator", "published", "decimals"]
)


def rows(*cells: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=source.NAMES)
    return frame.assign(column="observation", row=range(1, len(frame) + 1))


def row(
    area: str = "E06000001", period: str = "2023-01-01/P1Y", value: object = 70.16, status: str = ""
) -> tuple[object, ...]:
    return (area, "Employment rate", period, value, 68.0, 72.0, status)


@pytest.mark.parametrize(
    ("period", "year"),
    [("2023-01-01/P1Y", "2023-24"), ("2023-04-01/P1Y", "2023-24"), ("2022-01-01/P3Y", "2023-24"),
     ("2022-11-16/P1Y", "2023-24"), ("2023-08-01/P1Y", "2023-24"), ("2024-03-15", "2023-24"), ("2023", "2023-24")],
)  # fmt: skip
def test_the_year_of_a_period_holds_its_middle(period: str, year: str) -> None:
    assert source.financial_year(period) == year


def test_figures_are_rounded_and_a_gap_has_a_marker_and_no_number() -> None:
    found = source.tidy(
        rows(row(), row("E08000038"), row("E06000002", status="c"), row("E06000003", value=None),
             row("E09000012", status="Value for Hackney and City of London combined")), LAYOUT
    ).set_index("area_code")  # fmt: skip
    assert found.loc["E06000001", ["value", "low", "high", "marker"]].tolist() == [70.2, 68.0, 72.0, ""]
    assert "E08000016" in found.index and found.loc["E09000012", "marker"] == "u"
    assert found.loc[["E06000002", "E06000003"], "marker"].tolist() == ["c", "x"]
    assert found.loc[["E06000002", "E06000003"], "value"].isna().all()


def test_the_same_row_twice_is_one_and_two_figures_or_an_unknown_word_are_errors() -> None:
    assert len(source.tidy(rows(row(), row()), LAYOUT)) == 1
    with pytest.raises(SourceError, match="stands twice"):
        source.tidy(rows(row(), row(value=50)), LAYOUT)
    with pytest.raises(SourceError, match="unknown status 'perhaps'"):
        source.tidy(rows(row(status="perhaps")), LAYOUT)
    with pytest.raises(SourceError, match="Missing: Employment rate"):
        source.tidy(rows(row()).assign(indicator="Other"), LAYOUT)


def test_what_is_held_are_the_indicators_of_the_config_with_their_intervals() -> None:
    held = read_table("local_statistics", ["indicator", "area_code", "value", "low", "high"], year="2022-23")
    assert set(held["indicator"]) <= set(read_config("frameworks/indicators.csv")["indicator"])
    birmingham = held[(held["area_code"] == "E08000025") & (held["indicator"] == "employment")].iloc[0]
    assert birmingham["low"] < birmingham["value"] < birmingham["high"]
