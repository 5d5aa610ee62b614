"""Nations as further truth, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.evidence import nations

PLACES = ["E92000001", "W92000004", "S92000003", "N92000002"]
PEOPLE = pd.DataFrame([[800.0, 100, 100, 50]], index=["2008-09"], columns=PLACES)
DEATHS = pd.DataFrame(
    [[60.0, 20, 20, 9]], index=pd.MultiIndex.from_tuples([("care", "2008-09")]), columns=PLACES
)


def compared(*rows: tuple[str, list[float]]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(
        [("care", "2008-09", line) for line, _ in rows], names=["driver", "year", "line"]
    )
    amounts = pd.DataFrame([money for _, money in rows], index=index, columns=PLACES)
    return nations.compare_nations(amounts, DEATHS, PEOPLE).set_index("area_code")


def test_a_line_of_great_britain_is_shared_over_its_nations() -> None:
    table = compared(("allowance", [60e6, 25e6, 15e6, 0]))
    assert table["amount_gbp"].to_dict() == {"S92000003": 15e6, "W92000004": 25e6}
    assert table.loc["W92000004", "key_gbp"] == pytest.approx(20e6)
    assert table.loc["W92000004", "population_gbp"] == pytest.approx(10e6)


def test_a_devolved_programme_is_left_out() -> None:
    assert compared(("sport", [80e6, 1e6, 0, 0]), ("receipt", [-80e6, 10e6, 10e6, 0])).empty


def test_northern_ireland_takes_part_where_it_is_paid() -> None:
    table = compared(("benefit", [80e6, 10e6, 10e6, 9e6]))
    assert set(table.index) == {"N92000002", "S92000003", "W92000004"}
    assert table["population_gbp"].sum() == pytest.approx(109e6 * 250 / 1050)
