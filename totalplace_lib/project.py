"""Where things are, and reading the processed tables and the config. With sources/, the only reader of files.

The project folder is TOTALPLACE_HOME where set, else the nearest folder at or above the working folder (or
above this file, for an editable install) that holds both config/ and data/processed/.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError, UsageError


@functools.cache
def home() -> Path:
    """The project folder. Raises UsageError with what to do when none is found."""
    named = os.environ.get("TOTALPLACE_HOME")
    starts = [Path(named)] if named else [Path.cwd(), Path(__file__).parent]
    for start in starts:
        for folder in (start, *start.resolve().parents):
            if (folder / "config").is_dir() and (folder / "data" / "processed").is_dir():
                return folder.resolve()
    looked = named or Path.cwd()
    raise UsageError(
        f"No Total Place project at or above {looked}: a folder with config/ and data/processed/ is needed. "
        "Run from inside the clone, or set TOTALPLACE_HOME to it."
    )


def config_path(*parts: str) -> Path:
    """A path inside config/."""
    return _noted(home().joinpath("config", *parts))


def processed_path(*parts: str) -> Path:
    """A path inside data/processed/."""
    return _noted(home().joinpath("data", "processed", *parts))


def _noted(path: Path) -> Path:
    """Add the path to the list of files that a report has used, where a batch asks for one (TOTALPLACE_READS)."""
    notes = os.environ.get("TOTALPLACE_READS")
    if notes:
        with Path(notes).open("a", encoding="utf-8") as stream:
            stream.write(f"{path.relative_to(home()).as_posix()}\n")
    return path


def raw_path(*parts: str) -> Path:
    """A path inside data/raw/."""
    return home().joinpath("data", "raw", *parts)


def read_config(name: str, dtype: str | dict[str, str] = "string") -> pd.DataFrame:
    """One table of config/ as text columns; an empty cell is missing, "NA" is a word. Lines with # are comments.

    Raises ConfigError when the table is not there.
    """
    path = config_path(name)
    if not path.is_file():
        raise ConfigError(f"config/{name} is missing: restore it from git (git checkout config/{name}).")
    return pd.read_csv(path, dtype=dtype, comment="#", keep_default_na=False, na_values=[""], encoding="utf-8")


def read_table(name: str, columns: Sequence[str] | None = None, **filters: object) -> pd.DataFrame:
    """One processed table, or the rows where each filter column has the given value (or one of several).

    Reads only the named columns and row groups, so that a single place stays cheap.
    Raises UsageError with what to do when the table is not there.
    """
    path = processed_path(f"{name}.parquet")
    if not path.is_file():
        raise UsageError(
            f"data/processed/{name}.parquet is missing. It is part of the clone: run 'git checkout data/processed', "
            "or make it from the publications with 'totalplace build --raw DIR'."
        )
    wanted = [
        (column, "in", list(value)) if isinstance(value, list | tuple | set) else (column, "==", value)
        for column, value in filters.items()
    ]
    return pd.read_parquet(path, columns=list(columns) if columns else None, filters=wanted or None)
