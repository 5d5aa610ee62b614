"""totalplace config check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib import project
from totalplace_lib.analysis import config_check, config_moves, rule_tables
from totalplace_lib.analysis.rule_tables import RuleTable
from totalplace_lib.schema.config import ConfigFault

ROWS = "department,programme,kept\nWork,*Sick*,\nWork,*sick pay*,{why}\n*,*,\n"


@pytest.fixture(scope="module")
def faults() -> list[ConfigFault]:
    """What the contracts say of this project's config, found once: it takes seconds."""
    return project.check_config()


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: list[ConfigFault]) -> Any:
    """Give the check one small table, in which the second rule can never win."""
    lines = pd.DataFrame(
        [("2008-09", "Work", "Sick pay", 30.0), ("2008-09", "Health", "Beds", 10.0)],
        columns=["year", "department", "programme", "amount_gbp"],
    ).assign(is_counted=True)

    def lay_out(why: str = "") -> None:
        (tmp_path / "toy.csv").write_text(ROWS.format(why=why))
        rules = pd.read_csv(tmp_path / "toy.csv", dtype="string")
        table = RuleTable("toy.csv", ("department", "programme"), rules, lines)
        monkeypatch.setattr(project, "check_config", lambda: faults)
        monkeypatch.setattr(config_check, "config_path", lambda name: tmp_path / name)
        monkeypatch.setattr(rule_tables, "all_kinds", lambda watch: watch("2008-09"))
        monkeypatch.setattr(rule_tables, "rule_tables", lambda kinds: [table])

    return lay_out


def test_a_rule_that_can_never_win_ends_with_5_and_what_to_do(totalplace: Any, toy: Any) -> None:
    toy()
    code, out, err = totalplace("config", "check")
    assert code == 5
    assert "toy.csv, row 3: Work,*sick pay* can never win" in out
    assert "covered by row 2 (Work,*Sick*)" in err and "say in a column 'kept'" in err
    assert "2008-09                 10  25.0%  mostly *,*" in out


def test_a_rule_that_is_kept_for_a_reason_is_shown_and_does_not_fail(totalplace: Any, toy: Any) -> None:
    toy("Comes back in 2026")
    code, out, _ = totalplace("config", "check")
    assert code == 0
    assert "Kept: Comes back in 2026" in out


def test_json_for_scripts(totalplace: Any, toy: Any) -> None:
    toy("Comes back in 2026")
    code, out, _ = totalplace("config", "check", "--json")
    record = json.loads(out)
    assert code == 0
    assert record["never_win"][0]["beaten_by"] == [{"row": 2, "rule": "Work,*Sick*"}]
    assert record["only_a_catch_all"][0]["share"] == 0.25


@pytest.fixture
def against(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Give --against an earlier config: that of this project with one text replaced in one file."""
    from contextlib import nullcontext
    from shutil import copytree

    from totalplace_lib.analysis import config_versions

    def as_it_was(file: str = "", old: str = "", new: str = "") -> None:
        copytree(project.home() / "config", tmp_path / "config")
        if file:
            path = tmp_path / "config" / file
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        monkeypatch.setattr(
            config_versions, "project_at", lambda home, revision, cache: nullcontext(tmp_path)
        )

    return as_it_was


def test_nothing_edited_says_so(totalplace: Any, against: Any) -> None:
    against()
    assert totalplace("config", "check", "--against", "HEAD")[:2] == (
        0,
        "Nothing in config/ was edited since HEAD.\n",
    )


def test_an_edit_that_moves_nothing_says_so(totalplace: Any, against: Any) -> None:
    against("published/pilots.csv", "Birmingham", "Brum")
    code, out, _ = totalplace("config", "check", "--against", "HEAD")
    assert code == 0
    assert "+ config/published/pilots.csv, row" in out and "No total moves" in out


def test_what_moved_is_shown_before_after_and_difference(
    totalplace: Any, against: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    against("transfers.csv", "drop", "set aside")
    moved = pd.DataFrame([("place", "Kent", "2008-09", 10.0, 12.5, 2.5)], columns=config_moves.MOVED)
    monkeypatch.setattr(config_moves, "difference", lambda before, after, years, watch: moved)
    code, out, _ = totalplace("config", "check", "--against", "HEAD")
    assert code == 0
    assert "1 figures move" in out and "2008-09, place: 1 move" in out
    assert " 10.00" in out and " 12.50" in out and "+2.50" in out
    record = json.loads(totalplace("config", "check", "--against", "HEAD", "--json")[1])
    assert record["moved"][0]["difference_gbp"] == 2.5
    assert {edit["file"] for edit in record["edits"]} == {"config/transfers.csv"}


def test_an_unknown_revision_is_a_wrong_word(totalplace: Any) -> None:
    code, _, err = totalplace("config", "check", "--against", "no-such-revision")
    assert code == 2
    assert "no-such-revision" in err


def test_a_fault_of_a_table_ends_with_5_before_any_rule_is_looked_at(
    totalplace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = ConfigFault(
        "config/transfers.csv", row=4, column="block", found="centrl", expected="central | council"
    )
    monkeypatch.setattr(project, "check_config", lambda: [fault])
    code, out, err = totalplace("config", "check", "--json")
    assert code == 5 and "row 4, column block" in err
    assert json.loads(out)["faults"][0]["found"] == "centrl"


def test_the_page_of_config_is_what_the_contracts_say(totalplace: Any) -> None:
    assert totalplace("config", "readme", "--check")[0] == 0


def test_a_page_that_is_not_what_the_contracts_say_ends_with_5(
    totalplace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "config_path", lambda *parts: tmp_path.joinpath(*parts))
    assert totalplace("config", "readme", "--check")[0] == 5
    assert totalplace("config", "readme")[0] == 0
    assert totalplace("config", "readme", "--check")[0] == 0
