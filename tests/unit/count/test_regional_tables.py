"""Taking councils' part out of a region's functions: totals are kept to the penny, the rest is capital."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.regional_tables import councils_current, councils_part
from totalplace_lib.errors import ImbalanceError

CELLS = ["area_code", "hmt_function", "economic"]
BASE = pd.DataFrame(
    [
        ("R1", "Education", "current", 100.0, 200.0),
        ("R1", "Health", "current", 10.0, 300.0),
        ("R1", "Transport", "capital", 30.0, 60.0),
        ("R1", "Education", "capital", 10.0, 40.0),
    ],
    columns=[*CELLS, "amount_gbp", "total_gbp"],
)
TABLES = pd.DataFrame(
    [
        ("R1", "Education", "current", 220.0),
        ("R1", "Health", "current", 400.0),
        ("R1", "Transport", "capital", 80.0),
        ("R1", "Education", "capital", 80.0),
    ],
    columns=[*CELLS, "amount_gbp"],
)


def returns(education: float) -> pd.DataFrame:
    return pd.DataFrame([("R1", "Education", education)], columns=["area_code", "hmt_function", "amount_gbp"])


def test_current_moves_as_the_returns_do_and_stays_where_they_are_silent() -> None:
    current = councils_current(returns(60.0), returns(50.0), BASE)
    assert current.set_index("hmt_function")["amount_gbp"].to_dict() == {"Education": 120.0, "Health": 10.0}


def test_the_rest_of_the_regions_total_is_capital_by_last_shares() -> None:
    sectors = pd.DataFrame([("R1", 190.0)], columns=["area_code", "amount_gbp"])
    part = councils_part(TABLES, sectors, councils_current(returns(60.0), returns(50.0), BASE), BASE)
    found = (part.set_index(["hmt_function", "economic"])["councils_pence"] / 100).to_dict()
    assert sum(found.values()) == 190.0
    # 60 are left for capital; half of transport's 80 and a quarter of education's 80 are 40 and 20
    assert found == {
        ("Education", "capital"): 20.0,
        ("Education", "current"): 120.0,
        ("Health", "current"): 10.0,
        ("Transport", "capital"): 40.0,
    }


def test_more_current_than_the_published_total_is_an_error() -> None:
    sectors = pd.DataFrame([("R1", 100.0)], columns=["area_code", "amount_gbp"])
    with pytest.raises(ImbalanceError, match="R1: councils' current spending is more than"):
        councils_part(TABLES, sectors, councils_current(returns(60.0), returns(50.0), BASE), BASE)
