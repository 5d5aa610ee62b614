"""The pages made from config/ are the ones that are committed, and say what config/ says."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import write_card, write_config

from totalplace_lib.errors import ConfigError
from totalplace_lib.project import home
from totalplace_lib.sources import data_log
from totalplace_lib.sources.cards import load_cards


@pytest.mark.parametrize("page", ["data_log", "assumptions"])
def test_the_committed_page_is_what_config_gives(page: str) -> None:
    made = {"data_log": data_log.data_log, "assumptions": data_log.assumptions}[page]()
    committed = (home() / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert committed == made, f"docs/{page}.md is out of date: run 'totalplace sources --markdown'"


def test_every_file_of_every_card_is_on_the_page() -> None:
    page = data_log.data_log()
    for card in load_cards().values():
        assert f"`config/sources/{card.id}.toml`" in page
        assert all(f"| `{file.path}` |" in page for file in card.files)


def test_a_card_in_words(small_project: Path) -> None:
    raw = small_project / "raw"
    raw.mkdir()
    (raw / "a|b.csv").write_text("a\n")
    write_card(small_project, raw, "returns", {"a|b.csv": "2008-09"})
    page = data_log.data_log()
    assert "## A made-up return" in page
    assert "- Tables made from it: none" in page
    assert "| `a\\|b.csv` | 2008-09 |  | official | 2 |" in page


def test_a_judgement_without_its_column_is_named(
    small_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(small_project, "scopes/gross.csv", "line,name,why\nleasing,Leasing,A cost of the council\n")
    monkeypatch.setattr(
        data_log, "JUDGEMENTS", [("Gross", "scopes/gross.csv", "Note.", {"line": "Line", "why": "Why"})]
    )
    (small_project / "docs").mkdir()
    data_log.write(small_project / "docs")
    page = (small_project / "docs" / "assumptions.md").read_text()
    assert "| leasing | A cost of the council |" in page
    monkeypatch.setattr(data_log, "JUDGEMENTS", [("Gross", "scopes/gross.csv", "Note.", {"reason": "Why"})])
    with pytest.raises(
        ConfigError,
        match=r"config/scopes/gross\.csv has no column reason; docs/assumptions\.md is made from it",
    ):
        data_log.assumptions()
