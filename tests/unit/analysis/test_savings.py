"""What a saving would be: pounds, per head, as council tax; entitlements apart."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import toy_themes as toy

from totalplace_lib.analysis.savings import council_tax, saving


def test_one_per_cent_by_rung_of_the_ladder() -> None:
    table = saving(toy.lines(), 0.01, population=10, council_tax_gbp=50.0).set_index("control")
    council = table.loc["council discretionary"]
    assert council["saving_gbp"] == 1.50
    assert council["per_head_gbp"] == pytest.approx(0.15)
    assert council["council_tax_share"] == pytest.approx(0.03)
    assert table.index.tolist()[0] == "council discretionary"


def test_entitlements_are_not_local() -> None:
    table = saving(toy.lines(), 0.5, 10, 50.0)
    assert table.loc[~table["is_local"], "control"].tolist() == ["national entitlement"]
    assert table.loc[table["is_local"], "amount_gbp"].sum() == pytest.approx(380.01)


@pytest.mark.parametrize(
    ("rate", "people", "tax"), [(0.0, 10, 50.0), (1.5, 10, 50.0), (0.1, 0, 50.0), (0.1, 10, 0.0)]
)
def test_nonsense_is_refused(rate: float, people: float, tax: float) -> None:
    with pytest.raises(ValueError, match="A saving needs"):
        saving(toy.lines(), rate, people, tax)


def test_council_tax_of_a_wider_authority_is_shared_by_residents() -> None:
    catchments = pd.DataFrame(
        [("council", "a", 1.0), ("police", "a", 1.0), ("police", "b", 1.0)],
        columns=["catchment_code", "area_code", "weight"],
    )
    people = pd.DataFrame({"area_code": ["a", "b"], "value": [100.0, 300.0]})
    paid = pd.DataFrame({"catchment_code": ["council", "police"], "amount_gbp": [1000.0, 400.0]})
    assert council_tax(paid, catchments, people, ("a",)) == 1100.0
    assert council_tax(paid, catchments, people, ("a", "b")) == 1400.0


def test_a_council_without_a_return_leaves_no_sum_of_the_others() -> None:
    catchments = pd.DataFrame(
        {"catchment_code": ["council", "police", "far"], "area_code": ["a", "a", "b"], "weight": 1.0}
    )
    people = pd.DataFrame({"area_code": ["a", "b"], "value": [100.0, 300.0]})
    paid = pd.DataFrame(
        {"catchment_code": ["council", "police", "far"], "amount_gbp": [math.nan, 400.0, 50.0]}
    )
    assert math.isnan(
        council_tax(paid, catchments, people, ("a",))
    )  # Birmingham 2022-23: 73 million was its police
    assert council_tax(paid, catchments, people, ("b",)) == 50.0


def test_council_tax_that_no_publication_gives_is_a_gap() -> None:
    paid = pd.DataFrame({"catchment_code": [], "amount_gbp": []})
    catchments = pd.DataFrame({"catchment_code": ["x"], "area_code": ["a"], "weight": [1.0]})
    people = pd.DataFrame({"area_code": ["a"], "value": [10.0]})
    tax = council_tax(paid, catchments, people, ("a",))
    assert math.isnan(tax)
    lines = pd.DataFrame({"control": ["council discretionary"], "amount_gbp": [100.0]})
    assert saving(lines, 0.01, 10, tax)["council_tax_share"].isna().all()
