"""Shared functions by hand; whom bodies pay, on made-up payments whose sums are known."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from payment_files import lines, written

from totalplace_lib.analysis import shared_services as sharing
from totalplace_lib.national.finding import find_place
from totalplace_lib.payments import store
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.views import shared_services as shown

PARTS = pd.DataFrame(
    [("Central", "A", 60.0), ("Central", "B", 40.0), ("Central", "C", -5.0), ("Offices", "A", 10.0), ("Other", "A", 9.0)],
    columns=["part", "spender", "amount_gbp"],
)  # fmt: skip
REGISTER = pd.DataFrame(
    [("c", "Centre", "Central", None, "none", "s"), ("o", "Office", "Off*", "0.4", "40%", "s"), ("x", "X", "Gone", "0.1", "", "s")],
    columns=["function", "name", "part", "share", "says", "source"],
)  # fmt: skip
HEAD = ("Body Name", "Payment Date", "Supplier Name", "Net Amount", "Directorate", "Category")
PAID = [
    ("Gateshead Council", "03/04/2023", "Quillfeather Plumbing Ltd", "100.00", "Housing", "Repairs"),
    ("Gateshead Council", "05/05/2023", "Brambleford Hospice", "60.00", "Adults", "Care"),
    ("Gateshead Council", "05/05/2023", "Mrs Zelda Quimby", "30.00", "Adults", "Care"),
    ("Gateshead Council", "05/05/2023", "Sunderland City Council", "10.00", "Adults", "Shared posts"),
]


def test_functions_of_several_bodies_by_hand() -> None:
    table = sharing.functions(PARTS, REGISTER).set_index("function")
    assert table["bodies"].to_dict() == {
        "c": 2,
        "o": 1,
    }  # a body that takes in more than it spends runs nothing
    assert table["amount_gbp"].to_dict() == {"c": 100.0, "o": 10.0}
    assert table.loc["o", "saving_gbp"] == 4.0
    assert pd.isna(table.loc["c", "saving_gbp"]) and table.loc["c", "marker"] == "z"
    assert table.loc["c", "largest"] == "A"


@pytest.fixture
def gateshead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    store.add(written(tmp_path / "g.csv", lines(HEAD, *PAID)))
    place = find_place("gateshead", "2023-24")
    return SimpleNamespace(count=SimpleNamespace(place=place, year="2023-24"))


def test_charities_and_contractors_are_told_apart(gateshead: Any) -> None:
    found = sharing.paid(gateshead.count.place, "2023-24")
    assert found is not None
    table = sharing.by_kind_of_payee(found.spending.paid).set_index("kind")
    assert table["amount_gbp"].to_dict() == {
        "voluntary": 60.0,
        "company": 100.0,
        "public": 10.0,
        "not named": 30.0,
    }
    assert table["share"].sum() == pytest.approx(1) and table.loc["voluntary", "payees"] == 1
    exhibit = shown.paid_to(gateshead)
    assert isinstance(exhibit, Exhibit) and exhibit.headline.startswith(
        "30% of what is held was paid to charities"
    )
    assert "Quimby" not in str(exhibit.table)


def test_where_no_payments_are_held_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "none")
    place = find_place("croydon", "2008-09")
    note = shown.paid_to(SimpleNamespace(count=SimpleNamespace(place=place, year="2008-09")))  # type: ignore[arg-type]
    assert isinstance(note, Note) and "no payments of its bodies are held" in note.text
