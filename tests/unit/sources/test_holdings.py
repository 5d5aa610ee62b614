"""What is held: states by content, ages without a clock, files on no card."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import write_card, write_workbook

from totalplace_lib.sources.cards import load_cards
from totalplace_lib.sources.holdings import age, holdings, strangers


@pytest.fixture
def raw(small_project: Path) -> Path:
    folder = small_project / "raw"
    folder.mkdir()
    for name in ("a.csv", "b.csv", "c.csv"):
        (folder / name).write_text(f"{name}\n")
    write_card(small_project, folder, "returns", {"a.csv": "2008-09", "b.csv": "2009-10", "c.csv": "2010-11"})
    return folder


def test_states_are_judged_by_content(raw: Path) -> None:
    (whole,) = holdings(raw)
    assert (whole.state, whole.card.span) == ("3 files present", "2008-09 to 2010-11")
    (raw / "b.csv").write_text("revised\n")
    (raw / "c.csv").unlink()
    (part,) = holdings(raw)
    assert dict(part.states) == {"a.csv": "present", "b.csv": "changed", "c.csv": "missing"}
    assert part.state == "1 of 3 files present; changed: b.csv; missing: c.csv"
    (none,) = holdings(raw / "nowhere")
    assert none.state == "3 files missing"
    record = part.record()
    assert (record["years"], record["tables"], record["files"][1]["state"]) == (
        "2008-09 to 2010-11",
        (),
        "changed",
    )


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("", "age not known"),
        ("2024-12-12", "published 2024-12-12, among the newest"),
        ("2024-11-30", "published 2024-11-30, among the newest"),
        ("2024-10-30", "published 2024-10-30, 1 month before the newest"),
        ("2011-11-17", "published 2011-11-17, 13 years before the newest"),
        ("2009-12-11", "published 2009-12-11, 15 years before the newest"),
        ("2009-10-03", "published 2009-10-03, 15 years 2 months before the newest"),
    ],
)
def test_ages_are_counted_from_the_newest_publication(published: str, words: str) -> None:
    assert age(published, "2024-12-12") == words


def test_a_new_release_on_no_card_is_recognised_by_its_content(raw: Path) -> None:
    rows = [["Revenue Outturn Summary (RS) data 2031-32"], [], ["E-code", "Local authority", "Class"]]
    write_workbook(raw / "new" / "download (3).xlsx", {"Notes": [["words"]], "RS": rows})
    write_workbook(raw / "new" / "other.xlsx", {"Notes": [["Revenue Outturn Summary 2031-32"]]})
    (raw / "empty.xls").touch()
    (raw / ".partial").mkdir()
    (raw / ".partial" / "half").touch()
    found = {one.path: one for one in strangers(raw, load_cards().values())}
    assert list(found) == ["empty.xls", "new/download (3).xlsx", "new/other.xlsx"]
    new = found["new/download (3).xlsx"]
    assert "is the Revenue Outturn Summary of 2031-32" in new.note
    assert 'path = "new/download (3).xlsx"' in new.entry and 'years = "2031-32"' in new.entry
    assert found["new/other.xlsx"].note == ""
    assert "empty.xls is empty (0 bytes)" in found["empty.xls"].note
