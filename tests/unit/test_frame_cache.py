"""Frames kept on disk: read while all they were made of is the same, never believed when damaged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from made_up import describe_tables

from totalplace_lib import frame_cache, project
from totalplace_lib.errors import TableError

TABLE = pd.DataFrame({"code": [1, 2], "name": ["Ayton", "Beeford"], "amount_gbp": [1.5, None]})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "config").mkdir()
    (tmp_path / "data" / "processed").mkdir(parents=True)
    _write(tmp_path, TABLE)
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path))
    project.home.cache_clear()
    yield tmp_path
    project.home.cache_clear()


def _write(home: Path, table: pd.DataFrame) -> None:
    table.to_parquet(home / "data" / "processed" / "toy.parquet")
    describe_tables(home / "data" / "processed")


class Maker:
    """Makes the frames from the table and counts how often it had to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, pd.DataFrame]:
        self.times += 1
        held = project.read_table("toy")
        return {"all": held, "sums": held.groupby("name", as_index=False)["amount_gbp"].sum()}


def _file(home: Path) -> Path:
    return home / ".totalplace" / "frames" / "toy"


def test_what_is_read_back_is_what_was_made_and_counts_as_read(home: Path) -> None:
    make = Maker()
    first = frame_cache.kept("toy", make)
    with project.noting_reads() as reads:
        second = frame_cache.kept("toy", make)
    assert make.times == 1 and reads == {"data/processed/toy.parquet"}
    for name, frame in first.items():
        pd.testing.assert_frame_equal(second[name], frame)
    pd.testing.assert_frame_equal(first["all"], project.read_table("toy"))


def test_another_table_is_another_answer(home: Path) -> None:
    make = Maker()
    frame_cache.kept("toy", make)
    _write(home, TABLE.assign(amount_gbp=[7.0, 8.0]))
    assert frame_cache.kept("toy", make)["all"]["amount_gbp"].tolist() == [7.0, 8.0]
    assert make.times == 2


def test_other_code_is_another_answer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    frame_cache.kept("toy", make)
    monkeypatch.setattr(frame_cache, "_code", lambda: "of another day")
    frame_cache.kept("toy", make)
    assert make.times == 2


def _cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _one_byte_off(content: bytes) -> bytes:
    return content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]


def _header_changed(content: bytes) -> bytes:
    digest, header, body = content.split(b"\n", 2)
    return b"\n".join([digest, json.dumps({**json.loads(header), "made_of": {}}).encode(), body])


@pytest.mark.parametrize(
    "damage",
    [
        _cut_short,
        _one_byte_off,
        _header_changed,
        lambda _: b"",
        lambda _: b"\xff\n\n",
        lambda _: b"no file of ours",
    ],
)
def test_a_damaged_file_is_made_anew(home: Path, damage: Callable[[bytes], bytes]) -> None:
    make = Maker()
    whole = frame_cache.kept("toy", make)["all"]
    good = _file(home).read_bytes()
    _file(home).write_bytes(damage(good))
    pd.testing.assert_frame_equal(frame_cache.kept("toy", make)["all"], whole)
    assert make.times == 2 and _file(home).read_bytes() == good


def test_a_damaged_table_is_an_error_even_where_its_frames_are_kept(home: Path) -> None:
    frame_cache.kept("toy", Maker())
    table = home / "data" / "processed" / "toy.parquet"
    table.write_bytes(_one_byte_off(table.read_bytes()))
    with pytest.raises(TableError, match=r"toy\.parquet is damaged"):
        frame_cache.kept("toy", Maker())


def test_nothing_is_kept_when_a_table_changed_meanwhile(home: Path) -> None:
    def make() -> dict[str, pd.DataFrame]:
        held = project.read_table("toy")
        _write(home, TABLE.assign(code=[8, 9]))
        return {"all": held}

    frame_cache.kept("toy", make)
    assert not _file(home).exists()


def test_where_nothing_can_be_written_it_is_made_each_time(home: Path) -> None:
    make = Maker()
    (home / ".totalplace").write_text("a file where the folder should be")
    frame_cache.kept("toy", make)
    frame_cache.kept("toy", make)
    assert make.times == 2
