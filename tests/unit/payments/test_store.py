"""The store: the same content once, whatever it is called; nothing half; people nowhere in it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from payment_files import HEADINGS, PENCE, ROWS, lines, written

from totalplace_lib.errors import Faults, UsageError
from totalplace_lib.payments import store


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def held() -> tuple[int, int]:
    with store.connection() as con:
        store.open_payments(con)
        return con.execute("SELECT count(*), CAST(sum(pence) AS BIGINT) FROM payments").fetchone()


def test_a_file_added_twice_under_any_name_is_there_once(tmp_path: Path, kept: Path) -> None:
    text = lines(HEADINGS, *ROWS)
    (first,) = store.add(written(tmp_path / "a.csv", text))
    (again,) = store.add(written(tmp_path / "b.csv", text))
    assert (first.is_new, again.is_new) == (True, False)
    assert held() == (5, PENCE)
    packed = tmp_path / "c.csv.gz"  # other bytes, the same rows
    packed.write_bytes(gzip.compress(text.encode()))
    (packed_again,) = store.add(packed)
    assert (packed_again.held, packed_again.held_pence) == (5, PENCE)
    assert held() == (5, PENCE)


def test_a_quarter_over_its_months_adds_only_what_is_new_and_repeats_stay(tmp_path: Path, kept: Path) -> None:
    store.add(
        written(tmp_path / "jan.csv", lines(HEADINGS, *ROWS, ROWS[0]))
    )  # a row that stands twice in January
    february = ("Toyshire Council", "09/02/2024", "Northmere Taxis", "12.00", "Schools")
    (quarter,) = store.add(written(tmp_path / "q4.csv", lines(HEADINGS, *ROWS, ROWS[0], ROWS[0], february)))
    assert quarter.account["accepted"] == 8
    assert quarter.held == 6
    assert held() == (8, PENCE + 2 * 123450 + 1200)


def test_rows_lie_by_financial_year(tmp_path: Path, kept: Path) -> None:
    rows = [("Toyshire Council", day, "Quill Ltd", "1.00", "x") for day in ("31/03/2024", "01/04/2024")]
    store.add(written(tmp_path / "a.csv", lines(HEADINGS, *rows)))
    assert sorted(path.name for path in (kept / "rows").iterdir()) == ["year=2023-24", "year=2024-25"]


def test_no_persons_name_is_in_any_file_of_the_store(tmp_path: Path, kept: Path) -> None:
    rows = [
        ("Toyshire Council", "31/01/2024", name, "1.00", "x")
        for name in ("Mrs Zelda Quimby", "QUIMBY Z", "Quill Ltd")
    ]
    store.add(written(tmp_path / "a.csv", lines(HEADINGS, *rows)))
    with store.connection() as con:
        store.open_payments(con)
        text = con.execute("SELECT * FROM payments").df().to_csv()
    assert "Quill Ltd" in text
    assert "quimby" not in text.casefold()


def test_a_file_that_is_not_sure_leaves_nothing_behind(tmp_path: Path, kept: Path) -> None:
    with pytest.raises(Faults):
        store.add(written(tmp_path / "a.csv", lines(HEADINGS[1:], *(row[1:] for row in ROWS))))
    assert not kept.exists()
    with pytest.raises(UsageError, match="No payments have been added"):
        held()


def test_a_page_that_is_not_there_means_its_rows_do_not_count(tmp_path: Path, kept: Path) -> None:
    (first,) = store.add(written(tmp_path / "a.csv", lines(HEADINGS, *ROWS)))
    store.add(
        written(
            tmp_path / "b.csv", lines(HEADINGS, ("Toyshire Council", "31/01/2024", "Quill Ltd", "1.00", "x"))
        )
    )
    (kept / "files" / f"{first.id}.json").unlink()  # as if the machine had stopped before it was written
    assert held() == (1, 100)
    assert store.add(tmp_path / "a.csv")[0].is_new
    assert held() == (6, PENCE + 100)
