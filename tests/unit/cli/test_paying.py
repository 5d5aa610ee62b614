"""totalplace payments: add, status, shared, transfers, suppliers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from payment_files import HEADINGS, PENCE, ROWS, lines, written

from totalplace_lib.payments import confirmed, store

GATESHEAD = [("Gateshead Council", *row[1:]) for row in ROWS]
SUNDERLAND = [("Sunderland City Council", *row[1:]) for row in ROWS[:3]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    monkeypatch.setattr(confirmed, "keep", lambda mappings: pytest.fail("nothing is kept without a person"))
    return tmp_path


def test_files_are_added_shown_and_asked(totalplace: Any, folder: Path) -> None:
    one = written(folder / "g.csv", lines(HEADINGS, *GATESHEAD))
    other = written(folder / "s.csv", lines(HEADINGS, *SUNDERLAND))
    code, out, _ = totalplace("payments", "add", str(one), str(other), "--yes")
    assert code == 0
    assert "payee: 'Supplier Name' (column 3; by its heading, 100)" in out
    assert "5 rows read = 5 accepted + 0 set aside; GBP 3,509.25 accepted" in out
    code, out, _ = totalplace("payments", "status", "--json")
    assert [row["account"]["accepted"] for row in json.loads(out)["files"]] == [5, 3]
    code, out, _ = totalplace("payments", "shared", "gateshead+sunderland", "--json")
    found = json.loads(out)
    assert found["total_gbp"] == round((PENCE + 123450 + 60000 - 7525) / 100, 2)
    assert {row["supplier"]: row["amount_gbp"] for row in found["shared"]} == {
        "Quillfeather Plumbing Ltd": 2469.0, "Brambleford Care Homes Limited": 1200.0, "Northmere Taxis": -150.5,
    }  # fmt: skip
    code, out, _ = totalplace("payments", "suppliers", "--body", "Gateshead", "--csv")
    assert "People and withheld names" in out and "Quimby" not in out
    assert totalplace("payments", "transfers", "gateshead", "--year", "2023-24")[0] == 0


def test_nothing_is_read_without_a_person_or_yes(totalplace: Any, folder: Path) -> None:
    path = written(folder / "g.csv", lines(HEADINGS, *GATESHEAD))
    code, out, err = totalplace("payments", "add", str(path))
    assert code == 2
    assert "amount: 'Amount'" in out and "--yes" in err
    assert not (folder / "kept").exists()


def test_every_file_that_is_refused_is_named_and_the_others_are_read(totalplace: Any, folder: Path) -> None:
    good = written(folder / "g.csv", lines(HEADINGS, *GATESHEAD))
    bad = written(folder / "bad.csv", lines(HEADINGS[:3], *(row[:3] for row in ROWS)))
    code, out, err = totalplace("payments", "add", str(bad), str(folder / "none.csv"), str(good), "--yes")
    assert code == 3
    assert "no column for the amount" in err and "none.csv is no file" in err and "Traceback" not in err
    assert "5 accepted" in out
    assert totalplace("payments", "add", str(bad), "--yes", "--map", "amount")[0] == 2
    assert totalplace("payments", "shared")[0] == 2
    assert totalplace("payments", "shared", "kent")[0] == 2


def test_formulas_are_harmless_in_csv(totalplace: Any, folder: Path) -> None:
    rows = [("Gateshead Council", "31/01/2024", "=cmd|' /C calc'!A0 Ltd", "5.00", "x")]
    totalplace("payments", "add", str(written(folder / "g.csv", lines(HEADINGS, *rows))), "--yes")
    _, out, _ = totalplace("payments", "suppliers", "--body", "Gateshead", "--csv")
    assert "cmd|" in out
    assert not any(line.startswith("=") for line in out.splitlines())
