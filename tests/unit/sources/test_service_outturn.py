"""Transport and social care returns: services over measures, and their totals against the revenue summary."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.sources import social_care_outturn, transport_outturn
from totalplace_lib.sources.service_outturn import check_services, check_summary, spread_breaks

LINES = pd.DataFrame(
    {"kind": ["service", "service", "total", "memo"]}, index=["roads", "buses", "total", "patching"]
)


def figures(**amounts: float) -> pd.DataFrame:
    """One authority, 2008-09, net current expenditure by line, GBP."""
    return pd.DataFrame(
        {
            "year": "2008-09",
            "authority_code": "E0101",
            "line": list(amounts),
            "measure": "net_current",
            "amount_gbp": list(amounts.values()),
        }
    )


def summary(**amounts: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": "2008-09", "authority_code": list(amounts), "amount_gbp": list(amounts.values())}
    )


def test_services_give_the_total_and_memos_do_not_count() -> None:
    assert check_services(figures(roads=60_000, buses=40_000, total=100_000, patching=9_000), LINES) == []
    (fault,) = check_services(figures(roads=60_000, buses=30_000, total=100_000, patching=9_000), LINES)
    assert str(fault) == (
        "E0101 in 2008-09: net_current of the services does not give the total, difference 10,000 GBP."
    )


def test_the_total_is_that_of_the_summary() -> None:
    assert check_summary(figures(total=100_000), summary(E0101=100_000)) == []
    (fault,) = check_summary(figures(total=100_000), summary(E0101=90_000))
    assert "E0101 in 2008-09: the revenue outturn summary differs" in str(fault)


def test_an_authority_without_this_return_must_be_nil_in_the_summary() -> None:
    assert check_summary(figures(total=100_000), summary(E0101=100_000, E6001=0)) == []
    (fault,) = check_summary(figures(total=100_000), summary(E0101=100_000, E6001=50_000))
    assert "E6001" in str(fault)


def test_a_break_of_the_summary_is_a_break_of_each_service() -> None:
    breaks = pd.DataFrame(
        {"line": ["highways"], "first_year": ["2007-08"], "last_year": ["2008-09"], "note": ["FRS17"]}
    )
    spread = spread_breaks(breaks, ["roads", "buses"])
    assert spread[["line", "last_year"]].to_numpy().tolist() == [["roads", "2008-09"], ["buses", "2008-09"]]


@pytest.mark.publications
def test_transport_of_every_authority(publications: Path) -> None:
    table = transport_outturn.read(publications)["council_transport"]
    total = table.query("year == '2008-09' and line == 'total' and measure == 'net_current'")[
        "amount_gbp"
    ].sum()
    assert total / 1000 == 5_679_102
    assert set(table[table["year"] == "2008-09"]["marker"]) == {"b"}
    assert set(table["year"]) == {"2008-09", "2009-10", "2010-11"}


@pytest.mark.publications
def test_social_care_of_birmingham(publications: Path) -> None:
    table = social_care_outturn.read(publications)["council_social_care"]
    birmingham = table.query("authority_code == 'E4601' and year == '2008-09' and measure == 'net_current'")
    assert birmingham.set_index("line").loc["total", "amount_gbp"] == 488_057_000
    older = birmingham.set_index("line").loc["older_people"]
    assert older["amount_gbp"] > 100_000_000
    assert older["column"] == "AU"
