"""totalplace series and totalplace diff on the real tables: output, exit codes, messages without traceback."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from totalplace_lib.cli import main


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["totalplace", *words])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    return int(left.value.code or 0), printed.out, printed.err


@pytest.fixture
def tp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda *words: run(capsys, monkeypatch, *words)


def test_series_as_json_says_what_it_is_and_closes(tp: Any) -> None:
    code, out, _ = tp(
        "series", "luton", "--from", "2006-07", "--to", "2008-09", "--base", "2023-24", "--json"
    )
    made = json.loads(out)
    assert (code, made["place"], made["base"]) == (0, "Luton", "2023-24")
    rows = [row for row in made["rows"] if row["year"] == "2008-09"]
    parts = sum(row["amount_gbp"] or 0 for row in rows if row["group"] != "All public spending")
    assert parts == pytest.approx(rows[0]["amount_gbp"], abs=0.005)
    gap = next(row for row in made["rows"] if row["year"] == "2006-07")
    assert (gap["amount_gbp"], gap["marker"], gap["note"]) == (None, "x", "Not counted")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["series", "atlantis"], "No place is called 'atlantis'"),
        (["series", "luton", "--from", "2009-10", "--to", "2007-08"], "would begin in 2009-10"),
        (["series", "luton", "--from", "2009"], "'2009' is not a financial year"),
        (["series", "luton", "--base", "1900-01"], "No GDP deflator is held for 1900-01"),
        (["series", "luton", "--by", "moon"], "cannot be made by 'moon'"),
        (["series", "luton", "--from", "1990-91", "--to", "1991-92"], "1990-91 cannot be counted"),
        (["diff", "luton", "atlantis"], "No place is called 'atlantis'"),
        (["diff", "luton@1850-51", "luton"], "1850-51 cannot be counted"),
        (["diff", "no-such-file.json", "luton"], "There is no file no-such-file.json"),
    ],
)
def test_a_wrong_word_ends_with_a_message_and_code_2(tp: Any, words: list[str], says: str) -> None:
    code, out, err = tp(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_diff_of_a_written_edition(tp: Any, tmp_path: Path) -> None:
    _, text, _ = tp("count", "luton", "--json")
    before = tmp_path / "before.json"
    before.write_text(text, encoding="utf-8")
    code, out, _ = tp("diff", str(before), "luton", "--exit-code")
    assert code == 0
    assert "Difference: +0.00" in out
    changed = json.loads(text)
    changed["counts"][0]["lines"][0]["amount_gbp"] += 1
    changed["counts"][0]["total_gbp"] += 1
    before.write_text(json.dumps(changed), encoding="utf-8")
    assert tp("diff", str(before), "luton")[0] == 0
    code, out, _ = tp("diff", str(before), "luton", "--exit-code", "--json")
    made = json.loads(out)
    assert (code, made["difference_gbp"], len(made["lines"])) == (1, -1.0, 1)
    assert made["lines"][0]["change"] == "changed"


def test_a_series_has_headings_and_a_year_per_column(tp: Any) -> None:
    run = ("series", "luton", "--from", "2006-07", "--to", "2008-09")
    _, out, _ = tp(*run, "--group", "nhs", "-g", "ALL PUBLIC")
    heading = out.splitlines()[1]
    assert heading.split() == ["spender_group", "year", "£", "£", "a", "head", "real,", "2008-09", "notes"]
    rows = [
        line for line in out.splitlines()[2:] if not line.startswith("20")
    ]  # the notes on years come last
    assert {line[:20].strip() for line in rows} == {"All public spending", "NHS"}
    _, out, _ = tp(*run, "--wide", "--measure", "per-head", "--csv")
    wide = pd.read_csv(io.StringIO(out), index_col="group")
    assert list(wide) == ["2006-07", "2007-08", "2008-09"]
    assert wide["2006-07"].isna().all()  # a gap is never a zero
    parts = wide["2008-09"].drop("All public spending").sum()
    assert parts == pytest.approx(wide.loc["All public spending", "2008-09"], abs=0.01)
    _, out, _ = tp(*run, "--wide")
    assert out.splitlines()[1].split() == ["spender_group", "2006-07", "2007-08", "2008-09"]
    assert "2006-07 [x] Not counted" in out
    assert "£ in 2008-09 prices" in out.splitlines()[0]  # real terms unless cash is asked for


def test_a_group_that_is_not_there(tp: Any) -> None:
    code, _, err = tp("series", "luton", "--from", "2008-09", "--to", "2008-09", "--group", "moon")
    assert code == 2
    assert "no group by spender_group is called so. Groups: All public spending; " in err


def test_series_and_diff_as_workbooks(tp: Any, tmp_path: Path) -> None:
    series, diff = tmp_path / "series.xlsx", tmp_path / "diff.xlsx"
    run = ("series", "luton@2008-09", "--from", "2007-08", "--to", "2008-09", "--excel", str(series))
    assert tp(*run)[1] == f"{series} written: series\n"
    assert (
        tp("diff", "luton@2007-08", "luton", "--excel", str(diff))[1] == f"{diff} written: summary, changes\n"
    )
    assert {"series"} <= set(openpyxl.load_workbook(series).sheetnames)
    assert {"summary", "changes"} <= set(openpyxl.load_workbook(diff).sheetnames)
    _, out, _ = tp("diff", "luton@2007-08", "luton", "--csv")
    changes = pd.read_csv(io.StringIO(out))
    assert set(changes["change"]) <= {"added", "removed", "changed", "same"}


def test_diff_with_a_broken_file_ends_with_code_3(tp: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    code, _, err = tp("diff", "luton", str(broken))
    assert code == 3
    assert "broken.json is not JSON" in err


def test_counts_through_different_lenses_are_not_compared(tp: Any, tmp_path: Path) -> None:
    _, text, _ = tp("count", "luton", "--lens", "local-bodies", "--json")
    path = tmp_path / "local.json"
    path.write_text(text, encoding="utf-8")
    code, _, err = tp("diff", str(path), "luton")
    assert code == 2
    assert "shows the lens 'local-bodies'" in err
