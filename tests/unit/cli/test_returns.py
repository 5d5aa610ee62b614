"""totalplace returns: template, add, status, history, remove, evidence, letter; count --returns."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from totalplace_lib.project import home
from totalplace_lib.returns import deliveries, form

EXAMPLE = str(home() / "config" / "examples" / "birmingham_2008_09.csv")
AGENCY = "Homes and Communities Agency"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(deliveries, "folder", lambda: tmp_path / "kept")
    return tmp_path


def test_a_form_is_written_filled_in_added_counted_and_removed(totalplace: Any, folder: Path) -> None:
    code, out, _ = totalplace(
        "returns", "template", "birmingham", "--body", AGENCY, "-o", str(folder), "--due", "2026-01-31"
    )
    assert code == 0
    xlsx, ods = out.split()
    assert (Path(xlsx).suffix, Path(ods).suffix) == (".xlsx", ".ods")
    book = openpyxl.load_workbook(xlsx)
    assert "Please answer by 2026-01-31." in book[form.HELP]["A2"].value
    book[form.ABOUT]["B6"] = "A. Clerk"
    book[form.SPENDING]["J5"] = 60_000_000
    book.save(xlsx)
    code, out, err = totalplace("returns", "add", xlsx, "--by", "me")
    assert (code, err) == (0, "")
    assert f"{AGENCY}, birmingham 2008-09: 1 figures, 0 amounts between bodies; unpublished" in out
    _, plain, _ = totalplace("count", "birmingham", "--json")
    _, counted, _ = totalplace("count", "birmingham", "--returns", "all", "--json")
    before, after = (json.loads(text)["counts"][0] for text in (plain, counted))
    step = after["ledger"][-1]
    assert step["step"] == f"returned: {AGENCY}, All services"
    assert after["total_gbp"] - before["total_gbp"] == pytest.approx(step["difference_gbp"], abs=0.005)
    _, published, _ = totalplace("count", "birmingham", "--returns", "published", "--json")
    assert published == plain
    code, out, _ = totalplace("returns", "history", "birmingham")
    assert [line.split()[2] for line in out.splitlines()] == ["asked", "added"]
    code, out, _ = totalplace("returns", "remove", "birmingham", "--body", AGENCY, "--reason", "a test")
    assert out == f"Removed (delivery 3): {AGENCY}\n"
    _, restored, _ = totalplace("count", "birmingham", "--returns", "all", "--json")
    assert restored == plain


def test_the_worked_example_is_added_and_told(totalplace: Any, folder: Path) -> None:
    code, out, _ = totalplace("returns", "add", EXAMPLE)
    assert code == 0
    assert out.count("birmingham 2008-09: 1 figures") == 9
    assert (
        totalplace("returns", "add", EXAMPLE)[1]
        == "birmingham_2008_09.csv: held already, nothing was added\n"
    )
    code, out, _ = totalplace("returns", "status", "birmingham", "--json")
    told = json.loads(out)
    assert (code, told["answered"]) == (0, 9)
    assert told["total_gbp"] == pytest.approx(
        told["actual_gbp"] + told["returned_gbp"] + told["apportioned_gbp"], abs=0.02
    )
    assert told["high_gbp"] - told["low_gbp"] < told["high_before_gbp"] - told["low_before_gbp"]
    assert "9 of 135 bodies have answered" in totalplace("returns", "status", "birmingham")[1]
    code, out, _ = totalplace("returns", "evidence", "birmingham")
    assert "4 of 8 figures lie inside the range of the estimate; ranges are made to hold 90%." in out
    assert len((folder / "kept" / "evidence.csv").read_text().splitlines()) == 9
    totalplace("returns", "evidence", "birmingham")  # again: in place of what was there
    assert len((folder / "kept" / "evidence.csv").read_text().splitlines()) == 9


def test_letters_go_to_whose_answer_matters_most_with_the_form(totalplace: Any, folder: Path) -> None:
    code, out, _ = totalplace(
        "returns", "letter", "birmingham", "-o", str(folder), "--number", "2", "--due", "2020-01-31"
    )
    assert code == 0
    for path in out.split():
        message = email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)
        assert message["X-Unsent"] == "1"
        names = [part.get_filename() for part in message.iter_attachments()]
        assert [Path(str(name)).suffix for name in names] == [".xlsx", ".ods"]
        assert "Please answer by 2020-01-31." in message.get_body().get_content()
    states = json.loads(totalplace("returns", "status", "birmingham", "--json")[1])["bodies"]
    late = {row["body"] for row in states if row["state"] == "late"}
    assert late == {"HM Revenue and Customs: tax credits", "Universities (Higher Education Funding Council)"}


def test_every_fault_of_every_file_is_told_at_once_and_the_good_one_is_taken(
    totalplace: Any, folder: Path
) -> None:
    bad = folder / "bad.csv"
    bad.write_text(
        "Place,Year,Body,Filled in by,Status,Amounts are in,Service,Gross spending\nbirmingham,2008-09,Nobody,,x,y,z,lots\n"
    )
    code, out, err = totalplace("returns", "add", str(bad), EXAMPLE, str(folder / "missing.xlsx"))
    assert code == 3
    assert "birmingham_2008_09.csv: delivery 1" in out
    for words in (
        "cell C2",
        "no body of Birmingham",
        "'x' is none of",
        "'y' is none of",
        "the text 'lots'",
        "missing.xlsx is not there",
    ):
        assert words.replace("cell C2", "bad.csv, C2") in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("template", "atlantis"), "atlantis"),
        (
            ("template", "birmingham", "--body", "Polise"),
            "No body of Birmingham in 2008-09 is called 'Polise'. Near:",
        ),
        (("template", "birmingham", "--due", "soon"), "--due soon: write the day as 2026-01-31"),
        (("status", "birmingham", "--year", "1999-00"), "1999-00"),
        (("status", "birmingham", "--returns", "some"), "Choices: none, published, partners, all"),
        (
            ("remove", "birmingham", "--body", AGENCY, "--reason", "x"),
            "No return of Homes and Communities Agency is held",
        ),
    ],
)
def test_a_wrong_word_is_told(totalplace: Any, folder: Path, words: tuple[str, ...], told: str) -> None:
    code, _, err = totalplace("returns", *words)
    assert code == 2
    assert told in err


def test_unpublished_returns_need_a_folder_of_their_own(totalplace: Any, folder: Path) -> None:
    code, _, err = totalplace("run", "birmingham", "-r", "count", "--returns", "all")
    assert code == 2
    assert "not for publication: write them into a folder of their own with --out" in err
    code, _, err = totalplace("run", "birmingham", "-r", "count", "--returns", "published")
    assert (code, "another edition of the figures" in err) == (2, True)
    code, _, err = totalplace(
        "run", "birmingham", "-r", "assets", "--returns", "published", "-o", str(folder)
    )
    assert (code, "reports that take returns are count, evidence, flows" in err) == (2, True)
    code, _, err = totalplace("run", "birmingham", "-r", "returns", "-y", "2008-09")
    assert code == 2
    assert "No return of birmingham, 2008-09, is held that is published" in err
