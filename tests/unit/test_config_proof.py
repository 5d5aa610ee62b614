"""The one door to config/: all of it is proved before any of it is believed, once for each text of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from real_config import HOME

from totalplace_lib import config_proof, project
from totalplace_lib.cli import main
from totalplace_lib.errors import ConfigError, Faults
from totalplace_lib.schema.config import check

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project's config beside its own tables and notebooks."""
    shutil.copytree(HOME / "config", tmp_path / "config")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(HOME / "data" / "processed")
    (tmp_path / "notebooks").symlink_to(HOME / "notebooks")
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path))
    project.home.cache_clear()
    yield project.home()
    project.home.cache_clear()


Check = Callable[..., check.Findings]
found: dict[str, check.Findings] = {}


@pytest.fixture(autouse=True)
def checked_once(monkeypatch: pytest.MonkeyPatch) -> Check:
    """The real check, whose answer for one text of config/ is kept from test to test: it takes seconds."""
    real = check.check

    def remember(contents: Mapping[str, bytes], *others: Any) -> check.Findings:
        key = repr(sorted(contents.items()))
        if key not in found:
            found[key] = real(contents, *others)
        return found[key]

    monkeypatch.setattr(check, "check", remember)
    return remember


def change(home: Path, name: str, old: str, new: str) -> None:
    path = home / "config" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_faults_of_all_tables_stop_every_command_in_one_message(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(home, "transfers.csv", "residents,central,ENG_HRA", "residents,centrl,ENG_HRA")
    change(home, "years.csv", "returns,returns,trusts", "returns,returns,trsts")
    change(home, "places.csv", "bradford,Bradford,pilot,E4701", "../evil,Bradford,pilot,E4799")
    change(home, "sources/cra_2010.toml", "official", "offical")
    change(home, "journeys/leaving_care.toml", 'saves = "cash"', 'saves = "chash"')
    for command in (["count", "kent"], ["places"], ["sources"]):
        monkeypatch.setattr(sys, "argv", ["totalplace", *command])
        with pytest.raises(SystemExit) as left:
            main()
        told = " ".join(capsys.readouterr().err.split())
        assert left.value.code == 5, (command, told)
        assert "config/ is not right, and nothing was counted from it: " in told
        for file in (
            "transfers.csv",
            "years.csv",
            "places.csv",
            "sources/cra_2010.toml",
            "journeys/leaving_care.toml",
        ):
            assert f"config/{file}, row " in told


def test_what_was_proved_is_not_checked_again_until_something_changes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []  # how often it is checked; that what is checked is right, other tests say
    monkeypatch.setattr(check, "check", lambda *given: done.append(1) or check.Findings([]))
    project.read_config("years.csv")
    project.read_config("transfers.csv")
    config_proof._proofs.clear()  # another process
    project.read_config("years.csv")
    assert len(done) == 1
    change(home, "years.csv", "2009-10,", "2009-10 ,")
    project.read_config("transfers.csv")
    assert len(done) == 1  # not looked at yet
    assert "2009-10" in list(project.read_config("years.csv")["year"])
    assert len(done) == 2
    (home / config_proof.KEPT).write_text("{[")
    config_proof._proofs.clear()
    project.read_config("years.csv")
    assert len(done) == 3


def test_what_changes_while_it_is_proved_leaves_no_proof_and_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def meanwhile(*given: object) -> check.Findings:
        (tmp_path / "code" / f"new_{len(done)}.py").write_text("", encoding="utf-8")
        done.append(1)
        return check.Findings(faults)

    done: list[int] = []
    faults: list[Any] = []
    monkeypatch.setattr(check, "check", meanwhile)
    monkeypatch.setattr(config_proof, "_CODE", tmp_path / "code")
    (tmp_path / "code").mkdir()
    config_proof._proofs.clear()
    config_proof.proved(home, home / "config" / "years.csv")
    assert not (home / config_proof.KEPT).exists()
    config_proof._proofs.clear()
    faults.append(ConfigError("a fault of neither state"))
    with pytest.raises(ConfigError, match=r"changed while config/ was proved.*Run it again"):
        config_proof.proved(home, home / "config" / "years.csv")
    assert len(done) == 2


def test_where_nothing_can_be_remembered_it_is_checked_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".totalplace").write_text("a file where the folder should be")
    assert len(project.read_config("years.csv")) > 10
    config_proof._proofs.clear()
    change(home, "years.csv", "returns,returns,trusts", "returns,returns,trsts")
    with pytest.raises(ConfigError, match=r"config/years\.csv, row \d+, column nhs: 'trsts' stands there"):
        project.read_config("transfers.csv")


def test_a_fault_that_comes_while_a_session_runs_is_met_at_the_next_reading(home: Path) -> None:
    project.read_config("outcomes.csv")
    change(home, "outcomes.csv", "people,07", "people,7")
    change(home, "keys.csv", "money,direct", "money,drect")
    with pytest.raises(Faults, match="2 faults"):
        project.read_config("outcomes.csv")


def test_a_table_without_a_contract_is_not_read(home: Path) -> None:
    (home / "config" / "mine.csv").write_text("a,b\n1,2\n")
    project.read_config("years.csv")
    with pytest.raises(ConfigError, match=r"config/mine\.csv has no contract"):
        project.read_config("mine.csv")


def test_a_table_that_is_gone_is_named(home: Path) -> None:
    (home / "config" / "funding.csv").unlink()
    with pytest.raises(ConfigError, match=r"config/funding\.csv is missing: restore it from git"):
        project.read_config("funding.csv")
    with pytest.raises(ConfigError, match=r"config/sources/none\.toml is missing"):
        project.read_toml("sources/none.toml")
