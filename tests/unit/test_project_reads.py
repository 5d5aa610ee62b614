"""Which files a report used, and reading tables without starting a thread."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from made_up import describe_tables

from totalplace_lib import project

TABLE = pd.DataFrame(
    {"year": ["2007-08", "2008-09", "2008-09"], "code": [1, 2, 3], "amount_gbp": [1.5, None, 3.0]}
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "config").mkdir()
    (tmp_path / "data" / "processed").mkdir(parents=True)
    TABLE.to_parquet(tmp_path / "data" / "processed" / "toy.parquet", row_group_size=1)
    describe_tables(tmp_path / "data" / "processed")
    (tmp_path / "config" / "shorthand.csv").write_text("written,where,marker,meaning\n-,gap,x,a dash\n")
    monkeypatch.setenv("TOTALPLACE_HOME", str(tmp_path))
    project.home.cache_clear()
    yield tmp_path
    project.home.cache_clear()


@pytest.mark.parametrize(
    ("columns", "filters"),
    [
        (None, {}),
        (["amount_gbp"], {}),
        (["amount_gbp"], {"year": "2008-09"}),
        (None, {"code": [1, 3]}),
        (["year", "code"], {"year": "2008-09", "code": (2, 9)}),
        (None, {"code": 99}),
        (None, {"amount_gbp": 3.0}),
    ],
)
def test_a_table_is_what_pandas_reads(
    home: Path, columns: list[str] | None, filters: dict[str, object]
) -> None:
    wanted = [
        (name, "in", list(one) if isinstance(one, list | tuple) else [one]) for name, one in filters.items()
    ]
    path = home / "data" / "processed" / "toy.parquet"
    expected = pd.read_parquet(path, columns=columns, filters=wanted or None)
    pd.testing.assert_frame_equal(project.read_table("toy", columns, **filters), expected)


def test_what_is_read_is_noted(home: Path) -> None:
    project.read_table("toy")
    with project.noting_reads() as noted:
        project.read_config("shorthand.csv")
    assert noted == {"config/shorthand.csv"}


def test_a_remembered_value_notes_its_files_again(home: Path) -> None:
    calls = []

    @project.remembered
    def inner() -> int:
        calls.append("inner")
        return len(project.read_config("shorthand.csv"))

    @project.remembered
    def outer(year: str) -> int:
        calls.append("outer")
        return inner() + len(project.read_table("toy", year=year))

    assert outer("2008-09") == outer("2008-09") == 3
    assert calls == ["outer", "inner"]
    with project.noting_reads() as noted:
        assert outer("2008-09") == 3
    assert noted == {"config/shorthand.csv", "data/processed/toy.parquet"}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how many threads there are")
def test_reading_starts_no_thread(home: Path) -> None:
    code = (
        "import os\nfrom totalplace_lib import project\n"
        "frame = project.read_table('toy', year='2008-09')\nassert len(frame) == 2\n"
        "print([open(f'/proc/self/task/{task}/comm').read() for task in os.listdir('/proc/self/task')])"
    )
    settings = {"JE_ARROW_MALLOC_CONF": "background_thread:false", "OPENBLAS_NUM_THREADS": "1"}
    environment = {"TOTALPLACE_HOME": str(home), "PATH": "", **settings}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.count("python") == 1


def test_only_so_many_values_are_kept_and_the_oldest_goes_first() -> None:
    calls = []

    @project.remembered(most=2)
    def squared(number: int) -> int:
        calls.append(number)
        return number * number

    assert [squared(number) for number in (2, 3, 2, 4, 3, 2)] == [4, 9, 4, 16, 9, 4]
    assert calls == [2, 3, 4, 2]
