"""What bodies buy from the same suppliers, on made-up payments whose sums are known."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pandas as pd
import pytest
from payment_files import lines, written

from totalplace_lib.analysis import payments as analysis
from totalplace_lib.errors import UsageError
from totalplace_lib.payments import store, suppliers
from totalplace_lib.project import read_config

HEAD = ("Body Name", "Payment Date", "Supplier Name", "Net Amount", "Directorate", "Category")
GATESHEAD = [
    ("Gateshead Council", "03/04/2023", "Quillfeather Plumbing Ltd", "100.00", "Housing", "Repairs"),
    ("Gateshead Council", "05/05/2023", "QUILLFEATHER PLUMBING LIMITED", "50.00", "Housing", "Repairs"),
    ("Gateshead Council", "05/05/2023", "Mrs Zelda Quimby", "30.00", "Adults", "Care"),
    ("Gateshead Council", "05/05/2023", "Sunderland City Council", "20.00", "Adults", "Shared posts"),
    ("Gateshead Council", "05/05/2023", "Nexus", "7.00", "Place", "Levy"),
]
SUNDERLAND = [
    ("Sunderland City Council", "03/04/2023", "Quillfeather Plumbing", "400.00", "Homes", "Plumbing"),
    ("Sunderland City Council", "04/04/2023", "Brambleford Hospice", "60.00", "Adults", "Care"),
    ("Sunderland City Council", "04/04/2023", "Zelda Quimby", "5.00", "Adults", "Care"),
]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> analysis.Payments:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    store.add(written(tmp_path / "g.csv", lines(HEAD, *GATESHEAD)))
    store.add(written(tmp_path / "s.csv", lines(HEAD, *SUNDERLAND)))
    return analysis.payments("gateshead+sunderland", "2023-24")


def test_the_bodies_of_a_place_add_up(found: analysis.Payments) -> None:
    assert found.bodies == ("Gateshead", "Sunderland")
    assert found.total_gbp == 672.0
    assert analysis.by_body(found.spending).set_index("body")["amount_gbp"].to_dict() == {
        "Gateshead": 207.0,
        "Sunderland": 465.0,
    }


def test_a_supplier_of_both_under_three_spellings_is_one(found: analysis.Payments) -> None:
    shared = analysis.shared_suppliers(found.spending.paid)
    assert len(shared) == 1
    row = shared.iloc[0]
    assert (row["Gateshead"], row["Sunderland"], row["bodies"], row["amount_gbp"]) == (150.0, 400.0, 2, 550.0)


def test_a_joinable_contract_has_a_base_by_month(found: analysis.Payments) -> None:
    row = analysis.joinable(found.spending).iloc[0]
    assert row["month_gbp"] == 150 / 2 + 400  # two months of one are held, one of the other
    assert row["each_percent_gbp"] == round(475 * 12 / 100, 2)


def test_payments_to_public_bodies_stand_beside_the_transfers(found: analysis.Payments) -> None:
    public = analysis.to_public_bodies(found.spending.paid)
    assert public[["body", "supplier", "amount_gbp"]].values.tolist()[0] == ["Gateshead", "Sunderland", 20.0]
    table = analysis.beside_transfers(
        found.spending.paid, read_config("transfers.csv"), read_config("payments/transfers.csv")
    )
    by_name = table.set_index("instrument")
    assert by_name.loc["Passenger transport levy", "seen_gbp"] == 7.0
    assert isnan(by_name.loc["Waste disposal levy", "seen_gbp"])
    assert by_name.loc["Waste disposal levy", "says"] == "should be, and is not seen"
    assert by_name.loc["Police grant", "says"] == "its payer's payments are not held"
    assert by_name.loc["Other payments between public bodies", "seen_gbp"] == 20.0


def test_people_are_one_row_in_every_table(found: analysis.Payments) -> None:
    tables = [
        analysis.by_body(found.spending), analysis.shared_suppliers(found.spending.paid), analysis.joinable(found.spending),
        analysis.by_supplier(found.spending.paid), analysis.by_service(found.spending.services), analysis.to_public_bodies(found.spending.paid),
    ]  # fmt: skip
    assert "quimby" not in "".join(table.to_csv() for table in tables).casefold()
    people = analysis.by_supplier(found.spending.paid).set_index("supplier").loc[suppliers.PEOPLE]
    assert (people["amount_gbp"], people["marker"]) == (35.0, "c")


def test_charities_months_and_services(found: analysis.Payments) -> None:
    assert analysis.voluntary(found.spending.paid).values.tolist() == [["Sunderland", 60.0, 60 / 465, 1]]
    months = analysis.by_month(found.spending.months)
    assert months[months["body"] == "Gateshead"]["amount_gbp"].tolist() == [100.0, 107.0]
    assert analysis.year_end(found.spending.months)["marker"].tolist() == ["x", "x"]
    assert analysis.by_service(found.spending.services).iloc[0].tolist() == ["Sunderland", "Homes", 400.0]


def test_a_spike_at_the_end_of_the_year_needs_the_whole_year() -> None:
    rows = [
        {"body": "Toyshire", "supplier": "Quill", "kind": "company", "month": f"{2023 + (m > 12)}-{(m - 1) % 12 + 1:02}",
         "pence": 300_00 if m == 15 else 100_00, "payments": 1, "service": "", "category": "", "area": ""}
        for m in range(4, 16)
    ]  # fmt: skip
    row = analysis.year_end(pd.DataFrame(rows)).iloc[0]
    assert (row["march_gbp"], row["other_gbp"], row["ratio"], row["marker"]) == (300.0, 100.0, 3.0, "")


def test_a_body_alone_without_charities_shares_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    store.add(written(tmp_path / "g.csv", lines(HEAD, *GATESHEAD)))
    spending = analysis.payments("gateshead", "2023-24").spending
    assert analysis.voluntary(spending.paid).empty
    assert analysis.joinable(spending).empty


def test_what_is_not_held_is_refused_with_what_is(found: analysis.Payments) -> None:
    with pytest.raises(UsageError, match="Held are: Gateshead 2023-24; Sunderland 2023-24"):
        analysis.payments("kent", "2023-24")
    with pytest.raises(UsageError, match="in 2010-11"):
        analysis.payments("gateshead", "2010-11")
