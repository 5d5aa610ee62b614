"""A journey by hand: two bodies, one published unit cost in other prices."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import journeys
from totalplace_lib.analysis.prices import deflator_of as deflator
from totalplace_lib.errors import ConfigError, Faults

PRICES = deflator(pd.DataFrame({"year": ["2008-09", "2013-14"], "gdp_deflator": [80.0, 100.0]}))
COSTS = pd.DataFrame(
    [
        ("A1", "Arrest", "Per event", 400.0, "2008-09", "Police", "x"),
        ("B1", "Bed", "Per night", 100.0, "2013-14", "NHS", "x"),
        ("C1", "Worker", "Per hour", 30.0, "2008-09", "NHS", "x"),
    ],
    columns=journeys.COST,
)


def contact(
    version: str, month: int, body: str, kind: str, volume: float, code: str, saves: str = "cash"
) -> dict[str, object]:
    unit = COSTS.set_index("code")["unit"].get(code, "Per event")
    return {
        "version": version, "month": month, "body": body, "service": f"{kind} {code}", "kind": kind, "volume": volume,
        "unit": unit, "unit_cost": code, "saves": saves,
    }  # fmt: skip


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows)[journeys.CONTACT]


YEAR = frame(
    contact("now", 1, "Police", "Crisis", 2, "A1", "capacity"),
    contact("now", 4, "NHS", "Crisis", 3, "B1", "capacity"),
    contact("now", 4, "NHS", "Worker", 10, "C1"),
    contact("redesigned", 1, "NHS", "Worker", 20, "C1"),
)


@pytest.fixture
def priced() -> pd.DataFrame:
    return journeys.priced(YEAR, COSTS, PRICES, "2008-09", "toy.toml")


def test_costs_are_brought_to_one_price_year(priced: pd.DataFrame) -> None:
    assert priced["unit_gbp"].tolist() == [
        400.0,
        80.0,
        30.0,
        30.0,
    ]  # a bed of 100 in 2013-14 is 80 in 2008-09
    assert priced["amount_gbp"].tolist() == [800.0, 240.0, 300.0, 600.0]


def test_who_pays_and_who_gains(priced: pd.DataFrame) -> None:
    bodies = journeys.by_body(priced).set_index("body")
    assert bodies["difference_gbp"].to_dict() == {"Police": -800.0, "NHS": 60.0}
    assert bodies["now_gbp"].to_dict() == {"Police": 800.0, "NHS": 540.0}


def test_cash_is_apart_from_capacity(priced: pd.DataFrame) -> None:
    saved = journeys.cash_and_capacity(priced).set_index("saves")["difference_gbp"].to_dict()
    assert saved == {"cash": 300.0, "capacity": -1040.0}


def test_one_kind_by_two_bodies_is_a_duplicate(priced: pd.DataFrame) -> None:
    found = journeys.duplicates(priced)
    assert found[["kind", "bodies", "body_names", "contacts", "amount_gbp"]].to_numpy().tolist() == [
        ["Crisis", 2, "NHS; Police", 2, 1040.0]
    ]


def test_what_goes_on_for_weeks_is_spread_over_them() -> None:
    care = frame(contact("now", 3, "Council", "Care", 26, "W1")).assign(unit="Per client per week")
    table = journeys.by_quarter(care.assign(amount_gbp=2600.0), "now").set_index("body")
    # month 3 begins after 52 / 12 * 2 = 8 2/3 weeks: 4 1/3 weeks are left of the first quarter, then 13, then 8 2/3
    assert table.loc["Council"].tolist() == [433.33, 1300.0, 866.67, 0.0, 2600.0]


def test_what_runs_beyond_the_year_counts_at_its_end() -> None:
    care = frame(contact("now", 12, "Council", "Care", 40, "W1")).assign(unit="Per week", amount_gbp=100.01)
    assert journeys.by_quarter(care, "now").set_index("body").loc["Council"].tolist() == [
        0,
        0,
        0,
        100.01,
        100.01,
    ]


def test_the_timeline_adds_up_to_the_year(priced: pd.DataFrame) -> None:
    table = journeys.by_quarter(priced, "now").set_index("body")
    assert table.loc["NHS"].tolist() == [0.0, 540.0, 0.0, 0.0, 540.0]
    assert table["amount_gbp"].sum() == 1340.0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"unit_cost": "Z9"}, "no published unit cost is called 'Z9'"),
        ({"unit": "Per year"}, "the unit is 'Per year', but the cost is published 'Per event'"),
        ({"volume": 0.0}, "the volume is 0.0; it must be more than zero"),
        ({"volume": float("nan")}, "the volume is nan"),
        ({"month": 13}, "the month must be 1 to 12"),
        ({"saves": "hope"}, "saves must be cash or capacity, not 'hope'"),
    ],
)
def test_a_contact_that_cannot_be_right_is_refused(change: dict[str, object], says: str) -> None:
    wrong = frame({**contact("now", 1, "Police", "Crisis", 1, "A1"), **change})
    with pytest.raises(ConfigError, match=says) as error:
        journeys.priced(wrong, COSTS, PRICES, "2008-09", "toy.toml")
    assert "toy.toml, now, month" in str(error.value)


def test_several_faults_are_told_together() -> None:
    wrong = frame(*({**row, "unit_cost": "Z9"} for row in YEAR.to_dict("records")))
    with pytest.raises(Faults, match=r"toy\.toml: 4 faults"):
        journeys.priced(wrong, COSTS, PRICES, "2008-09", "toy.toml")


def test_rates_are_cost_over_activity_of_councils_that_gave_both() -> None:
    table = pd.DataFrame(
        [
            ("2008-09", "E1", "home care", "older people", "client week", 100.0, 10.0, "x"),
            ("2008-09", "E2", "home care", "older people", "client week", 50.0, 2.0, "x"),
            ("2008-09", "E3", "home care", "older people", "client week", 999.0, None, "x"),
            ("2009-10", "E1", "home care", "older people", "client week", 7.0, 1.0, "x"),
        ],
        columns=[
            "year",
            "authority_code",
            "service",
            "client_group",
            "unit",
            "gross_gbp",
            "activity",
            "source_id",
        ],
    )
    england, own = journeys.rates(table, "2008-09"), journeys.rates(table, "2008-09", {"E2"})
    assert england[["code", "cost_gbp"]].to_numpy().tolist() == [["PSS-EX1 home care, older people", 12.5]]
    assert own["cost_gbp"].tolist() == [25.0]
