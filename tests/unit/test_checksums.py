"""A processed table is the one that the build wrote, or it is refused by name with the command that restores it."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from made_up import describe_tables

from totalplace_lib import checksums, project
from totalplace_lib.cli import main
from totalplace_lib.errors import TableError

FLIPS = int(os.environ.get("TOTALPLACE_FLIPS", "100"))  # a thousand were shown
COMMITTED = Path(__file__).parents[2] / "data" / "processed"


@pytest.fixture
def processed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A clone of its own with two tables."""
    folder = tmp_path / "data" / "processed"
    for path in (tmp_path / ".git", tmp_path / "config", folder):
        path.mkdir(parents=True)
    for name, amounts in (("one", [1.0]), ("two", [2.0, 3.0])):
        pd.DataFrame({"amount_gbp": amounts}).to_parquet(folder / f"{name}.parquet")
    describe_tables(folder)
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path))
    project.home.cache_clear()
    yield folder
    project.home.cache_clear()


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    os.utime(path, (1, 1))  # a clock that ticks slowly must not hide it


def test_what_the_build_wrote_is_read_and_known_as_proved(processed: Path) -> None:
    assert project.read_table("one")["amount_gbp"].tolist() == [1.0]
    assert "one" in checksums.proved()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped bit": (lambda folder: flip(folder / "one.parquet", 99), "one.parquet is damaged"),
    "cut short": (
        lambda folder: os.truncate(folder / "one.parquet", 500),
        "one.parquet has 500 bytes; the build",
    ),
    "empty": (lambda folder: os.truncate(folder / "one.parquet", 0), "one.parquet is empty"),
    "swapped": (
        lambda folder: shutil.copy(folder / "two.parquet", folder / "one.parquet"),
        "one.parquet holds another table, two.parquet",
    ),
    "missing": (lambda folder: (folder / "one.parquet").unlink(), "one.parquet is missing"),
    "a folder": (
        lambda folder: ((folder / "one.parquet").unlink(), (folder / "one.parquet").mkdir()),
        "one.parquet is missing",
    ),
    "no checksum": (
        lambda folder: (folder / "datapackage.json").write_text('{"resources": [{"name": "one"}]}'),
        "one.parquet has no checksum",
    ),
    "no description": (
        lambda folder: (folder / "datapackage.json").unlink(),
        "datapackage.json, which holds the checksums of the tables, is missing",
    ),
    **{
        f"a description of {text[:9]!r}": (
            lambda folder, text=text: (folder / "datapackage.json").write_text(text),  # type: ignore[misc]
            "datapackage.json, which holds the checksums of the tables, is damaged",
        )
        for text in ("", "{", "[]", "{}", '{"resources": 5}', '{"resources": [5]}', "[" * 9999, "\0", "null")
    },
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_as_the_build_wrote_it_is_named_with_what_to_do(processed: Path, damage: str) -> None:
    act, words = DAMAGES[damage]
    act(processed)
    with pytest.raises(TableError, match="data/processed/" + words) as refused:
        project.read_table("one")
    assert "git checkout -- data/processed" in str(refused.value)
    assert refused.value.exit_code == 3


def test_where_there_is_no_clone_git_is_not_named(processed: Path) -> None:
    (processed.parents[1] / ".git").rmdir()
    flip(processed / "one.parquet", 0)
    with pytest.raises(TableError, match="totalplace build --raw") as refused:
        project.read_table("one")
    assert "git" not in str(refused.value)


def test_a_table_is_hashed_once_and_again_when_it_has_changed(
    processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    work = checksums.checksum_of
    monkeypatch.setattr(
        checksums, "checksum_of", lambda content: (hashed.append(len(content)), work(content))[1]
    )
    for _ in range(3):
        project.read_table("two")
    assert len(hashed) == 1
    flip(processed / "two.parquet", 80)
    with pytest.raises(TableError, match="damaged"):
        project.read_table("two")
    assert len(hashed) == 2


def test_what_is_proved_before_a_fork_leaves_faults_to_whoever_meets_them(processed: Path) -> None:
    flip(processed / "one.parquet", 7)
    checksums.prove_all(processed)
    assert "two" in checksums.proved()
    with pytest.raises(TableError, match="damaged"):
        project.read_table("one")


def test_no_flipped_bit_in_the_committed_tables_is_read_as_another_figure(tmp_path: Path) -> None:
    chance = random.Random(2010)
    described = json.loads((COMMITTED / "datapackage.json").read_text("utf-8"))["resources"]
    shutil.copy(COMMITTED / "datapackage.json", tmp_path)
    for number in range(FLIPS):
        resource = chance.choice(described)
        table = tmp_path / f"{number}" / resource["path"]
        table.parent.mkdir()
        shutil.copy(COMMITTED / "datapackage.json", table.parent)
        shutil.copy(COMMITTED / resource["path"], table)
        checksums.prove(table)
        flip(table, chance.randrange(8 * resource["bytes"]))
        with pytest.raises(TableError, match=f"{table.name} is damaged"):
            checksums.prove(table)
        shutil.rmtree(table.parent)


def test_the_command_line_says_it_in_one_line_and_leaves_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("config", "data"):
        shutil.copytree(COMMITTED.parents[1] / name, tmp_path / name)
    flip(tmp_path / "data" / "processed" / "council_revenue.parquet", 8 * 500_000)
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["totalplace", "count", "birmingham"])
    project.home.cache_clear()
    try:
        with pytest.raises(SystemExit) as left:
            main()
    finally:
        project.home.cache_clear()
    assert left.value.code == 3
    told = capfd.readouterr().err
    assert "council_revenue.parquet is damaged" in " ".join(told.split())
    assert "Traceback" not in told
