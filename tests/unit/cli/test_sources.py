"""totalplace sources: what it prints for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import write_card

from totalplace_lib import project
from totalplace_lib.cli import main


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "project"
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "a.csv").write_text("a\n")
    (raw / "stray.txt").write_text("b\n")
    (folder / "data" / "processed").mkdir()
    package = {"resources": [{"name": "sums", "sources": ["returns"]}]}
    (folder / "data" / "processed" / "datapackage.json").write_text(json.dumps(package))
    write_card(folder, raw, "returns", {"a.csv": "2008-09"})
    monkeypatch.setenv("TOTALPLACE_HOME", str(folder))
    project.home.cache_clear()
    yield raw
    project.home.cache_clear()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["totalplace", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_state_age_licence_years_and_users(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "sources") == 0
    out = capsys.readouterr().out
    assert "1 file present; 2008-09; official; age not known" in out
    assert "OGL; https://example.org/return" in out
    assert "tables: sums\n  read by: no notebook; reports: none" in out
    assert f"1 of 1 files are in {raw}" in out
    assert "on no card, and not recognised (1): stray.txt" in out


def test_another_folder_and_json(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "sources", "--raw", str(tmp_path), "--json") == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert (card["files"][0]["state"], card["age"], card["tables"]) == ("missing", "age not known", ["sums"])


def test_a_card_with_a_wrong_day(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project.config_path("sources", "returns.toml")
    path.write_text('published = "12 December 2024"\n' + path.read_text())
    assert run(monkeypatch, "sources") == 5
    assert (
        "column published: '12 December 2024' stands there; expected: a day such as 2024-12-12"
        in capsys.readouterr().err
    )
