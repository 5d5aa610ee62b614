"""totalplace option list, check, run, compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from real_config import real_config


def test_options_are_listed_by_theme(totalplace: Any) -> None:
    code, out, _ = totalplace("option", "list", "--theme", "older-people", "--json")
    assert code == 0
    assert {"care_outside_hospital", "reablement", "falls_response"} == {
        row["option"] for row in json.loads(out)
    }
    assert totalplace("option", "list", "--theme", "banana")[0] == 2


def test_a_file_of_ones_own_is_checked_with_every_fault(totalplace: Any, tmp_path: Path) -> None:
    text = real_config().contents["config/options/into_work.toml"].decode()
    mine = tmp_path / "mine.toml"
    mine.write_text(
        text.replace("deadweight = [0.1, 0.2, 0.35]", "deadweight = 2").replace('"Council"', '"Concil"')
    )
    code, _, err = totalplace("option", "check", str(mine))
    assert code == 5 and "nothing can exceed 1" in err and "Nearest: 'Council'" in err
    mine.write_text(text)
    assert totalplace("option", "check", str(mine))[0] == 0
    assert totalplace("option", "check", str(tmp_path / "none.toml"))[0] == 2


@pytest.mark.slow
def test_a_case_says_who_invests_and_gains(totalplace: Any) -> None:
    code, out, _ = totalplace(
        "option", "run", "care_outside_hospital", "dorset-poole-bournemouth", "--draws", "200"
    )
    assert code == 0
    assert "none in cash: the gains lack" in out and "0% of it cash" in out
    words = ("option", "run", "reablement", "dorset-poole-bournemouth", "--draws", "200", "--json")
    code, again, _ = totalplace(*words)
    record = json.loads(again)
    assert record["flows"][0]["year"] == "2008-09" and record["wrong_pockets"][0]["body"] == "Council"
    assert totalplace(*words)[1] == again  # a seed repeats


def _no_number(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


@pytest.mark.slow
def test_options_are_compared_within_a_pot(totalplace: Any) -> None:
    code, out, _ = totalplace(
        "option", "compare", "croydon", "--theme", "looked-after", "--pot", "3000000", "--json"
    )
    assert code == 0
    rows = {row["option"]: row for row in json.loads(out, parse_constant=_no_number)["options"]}
    assert rows["edge_of_care"]["payback"] is None or rows["edge_of_care"]["payback"] > 0
    assert (
        rows["child_family_place"]["is_chosen"]
        and sum(row["is_chosen"] * row["peak_gbp"] for row in rows.values()) <= 3e6
    )
    assert totalplace("option", "run", "banana", "croydon")[0] == 2


WRONG = [
    ("list", ["--theme", "banana"], "There is no theme 'banana'"),
    ("list", ["banana"], "unexpected extra argument"),
    ("list", ["--thme", "crime"], "--theme"),
    ("list", ["--theme"], "requires an argument"),
    ("list", ["-y", "2008-09"], "No such option"),
    ("check", ["none.toml"], "There is no file none.toml"),
    ("check", ["."], "There is no file"),
    ("check", ["a.toml", "b.toml"], "unexpected extra argument"),
    ("check", ["--json"], "No such option"),
    ("check", [""], "There is no file"),
    ("run", ["reablement"], "Missing argument 'PLACE'"),
    ("run", ["reablment", "croydon"], "Did you mean 'reablement'"),
    ("run", ["reablement", "atlantis"], "No place is called 'atlantis'"),
    ("run", ["reablement", "croydon", "-y", "1999-00"], "1999-00 cannot be counted"),
    ("run", ["reablement", "croydon", "--draws", "5"], "--draws"),
    ("run", ["reablement", "croydon", "--seed", "-1"], "--seed"),
    ("compare", [], "Missing argument 'PLACE'"),
    ("compare", ["atlantis"], "No place is called 'atlantis'"),
    ("compare", ["croydon", "--theme", "banana"], "There is no theme 'banana'"),
    ("compare", ["croydon", "--pot", "-5"], "--pot"),
    ("compare", ["croydon", "--pot", "lots"], "valid number"),
    ("compare", ["croydon", "-y", "2031-32"], "No outturn after 2024-25 is held"),
    ("compare", ["croydon", "lewisham"], "unexpected extra argument"),
]


@pytest.mark.parametrize(("verb", "words", "says"), WRONG)
def test_a_wrong_use_is_said_in_words_and_nothing_is_printed(
    totalplace: Any, verb: str, words: list[str], says: str
) -> None:
    code, out, err = totalplace("option", verb, *words)
    assert code == 2 and not out
    assert says in " ".join(err.split()) and "Traceback" not in err
