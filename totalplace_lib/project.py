"""Where things are, and reading the processed tables and the config. With sources/, the only reader of files.

The project folder is TOTALPLACE_HOME where set, else the nearest project at or above the working folder (a clone, or
what `totalplace start` laid out), else the clone around this file, else the copy that the installed package carries.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, overload

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as pq
from pyarrow import acero

from totalplace_lib import checksums, config_proof
from totalplace_lib.errors import ConfigError, UsageError
from totalplace_lib.schema.config import ConfigFault, reading

P = ParamSpec("P")
T = TypeVar("T")


PARTS = ("config", "data/processed", "notebooks")
"""What makes a project folder; setup.py puts them into the wheel."""
CARRIED = Path(__file__).parent / "carried"
"""Where the installed package has them; not there in a clone."""
_MARKS = ("config/places.csv", "config/years.csv", "data/processed/datapackage.json")


@functools.cache
def home() -> Path:
    """The project folder. Raises UsageError with what to do when none is found."""
    if named := os.environ.get("TOTALPLACE_HOME"):
        found = next((folder for folder in _upwards(Path(named)) if _has_parts(folder)), None)
    else:
        with contextlib.suppress(OSError):  # the working folder may have been deleted
            for folder in _upwards(Path.cwd()):
                if _is_ours(folder):
                    return folder.resolve()
        found = next((one for one in (*_upwards(Path(__file__).parent), CARRIED) if _is_ours(one)), None)
    if found is None:
        raise UsageError(
            f"No Total Place project at or above {named or 'the working folder'}: a folder with config/ and "
            "data/processed/ is needed. Run from inside a clone, or set TOTALPLACE_HOME to it."
        )
    return found.resolve()


def _upwards(start: Path) -> tuple[Path, ...]:
    return (start, *start.resolve().parents)


def _has_parts(folder: Path) -> bool:
    return (folder / "config").is_dir() and (folder / "data" / "processed").is_dir()


def _is_ours(folder: Path) -> bool:
    """Many projects have folders of these names; one of the files tells ours."""
    return _has_parts(folder) and any((folder / mark).is_file() for mark in _MARKS)


def is_carried() -> bool:
    """Whether the project is the copy in the installed package, which nobody edits."""
    return home() == CARRIED.resolve()


def own_folder(what: str) -> Path:
    """The project folder for a command that writes into it; UsageError with what to do for an installed copy."""
    if is_carried():
        raise UsageError(
            f"{what} writes into the project folder, and here is none of your own. Lay one out with "
            "'totalplace start FOLDER' and run it there."
        )
    return home()


def reports_path(out: Path) -> Path:
    """Where reports go: below the project folder, or below the working folder where the package is installed."""
    return (Path.cwd() if is_carried() else home()) / out


def cache_path() -> Path:
    """A folder for what may be deleted at any time: the project's own, or the user's where that cannot be written."""
    if not is_carried() and os.access(home(), os.W_OK):
        return home() / ".totalplace"
    import platformdirs

    name = hashlib.sha256(os.fsencode(home())).hexdigest()[:16]
    return Path(platformdirs.user_cache_dir("totalplace", appauthor=False)) / name


def config_path(*parts: str) -> Path:
    """A path inside config/."""
    return note(home().joinpath("config", *parts))


def processed_path(*parts: str) -> Path:
    """A path inside data/processed/."""
    return note(home().joinpath("data", "processed", *parts))


def note(path: Path) -> Path:
    """Remember that the file was asked for, for whoever notes it."""
    if _open_reads:
        name = path.relative_to(home()).as_posix()
        for reads in _open_reads:
            reads.add(name)
    return path


_open_reads: list[set[str]] = []  # one per noting_reads() that is open


@contextlib.contextmanager
def noting_reads() -> Iterator[set[str]]:
    """The files of the project (relative to its folder) that are asked for meanwhile, in this process."""
    reads: set[str] = set()
    _open_reads.append(reads)
    try:
        yield reads
    finally:
        _open_reads.pop()  # by its place: two sets that hold the same are equal


@overload
def remembered(function: Callable[P, T], /) -> Callable[P, T]: ...
@overload
def remembered(*, most: int) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
def remembered(function: Callable[P, T] | None = None, /, *, most: int = sys.maxsize) -> object:
    """functools.cache for functions that read: the files behind a value count as read whenever it is used again.

    So a batch knows what a report was made from even when another report, or the warm parent, read it first.
    most: how many values are kept; the oldest goes first.
    """

    def remember(inner: Callable[P, T]) -> Callable[P, T]:
        return _remembering(inner, most)

    return remember if function is None else remember(function)


def _remembering(function: Callable[P, T], most: int) -> Callable[P, T]:
    kept: dict[tuple[object, ...], tuple[T, set[str]]] = {}

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (home(), *args, *sorted(kwargs.items()))
        found = kept.get(key)
        if found is None:
            with noting_reads() as noted:
                found = kept[key] = function(*args, **kwargs), noted
            if len(kept) > most:
                kept.pop(next(iter(kept)), None)
        for reads in _open_reads:
            reads |= found[1]
        return found[0]

    wrapper.cache_clear = kept.clear  # type: ignore[attr-defined]
    return wrapper


def raw_path(*parts: str) -> Path:
    """A path inside data/raw/, of the working folder where the package is installed."""
    return (Path.cwd() if is_carried() else home()).joinpath("data", "raw", *parts)


def read_config(name: str) -> pd.DataFrame:
    """One table of config/ as text columns; an empty cell is missing, "NA" is a word. Lines with # are comments.

    The only door to config/: nothing of it is read before every table is proved against its contract.
    Raises ConfigError when the table is not there, and all faults of all tables together (Faults, ConfigError each).
    """
    path = config_path(name)
    if not path.is_file():
        raise ConfigError(f"config/{name} is missing: restore it from git (git checkout config/{name}).")
    return reading.read(f"config/{name}", config_proof.proved(home(), path), lambda: _headings(name)).frame()


def read_toml(name: str) -> dict[str, Any]:
    """A card or a journey of config/, through the same door as its tables."""
    path = config_path(name)
    if not path.is_file():
        raise ConfigError(f"config/{name} is missing: restore it from git (git checkout config/{name}).")
    return reading.read_toml(f"config/{name}", config_proof.proved(home(), path))[0]


def _headings(name: str) -> list[str]:
    from totalplace_lib.schema.config import (
        all_contracts,  # all of them: only a table saved in another way needs it
    )

    return all_contracts()[name].names


def check_config(root: Path | None = None) -> list[ConfigFault]:
    """Every fault of config/ in a project folder (this one's), found anew; [] where all is right.

    Tables that have a contract and are not there are faults too.
    """
    folder = root or home()
    from totalplace_lib.schema.config import all_contracts

    missing = [name for name in all_contracts() if not (folder / "config" / name).is_file()]
    gone = [ConfigFault(f"config/{name}", "the table is missing: restore it from git.") for name in missing]
    return [*gone, *config_proof.findings(folder).faults]


def read_table(name: str, columns: Sequence[str] | None = None, **filters: object) -> pd.DataFrame:
    """One processed table, or the rows where each filter column has the given value (or one of several).

    Reads only the named columns and row groups, so that a single place stays cheap.
    Raises TableError with what to do when the table is not there, or is not the one that the build wrote.
    """
    path = processed_path(f"{name}.parquet")
    checksums.prove(path)
    wanted = [
        (column, "in", list(value)) if isinstance(value, list | tuple | set) else (column, "in", [value])
        for column, value in filters.items()
    ]
    return _read_parquet(path, list(columns) if columns else None, wanted)


def _read_parquet(
    path: Path, columns: list[str] | None, filters: list[tuple[str, str, list[object]]]
) -> pd.DataFrame:
    """As pandas.read_parquet, on this thread alone: a process that will fork must have no other (publish/processes).

    Texts stay numbers of words, as they are kept in the file, until rows are chosen: that takes half the time.
    """
    needed = [*columns, *(column for column, _, _ in filters)] if columns else None
    held = pq.read_metadata(path)
    groups = [group for group in range(held.num_row_groups) if _may_match(held.row_group(group), filters)]
    with pq.ParquetFile(path, metadata=held, pre_buffer=False, read_dictionary=held.schema.names) as file:
        table = file.read_row_groups(groups, columns=needed, use_threads=False)
    if filters:
        source = acero.Declaration("table_source", acero.TableSourceNodeOptions(table))
        matching = acero.FilterNodeOptions(pq.filters_to_expression(filters))
        steps = [source, acero.Declaration("filter", matching)]
        table = acero.Declaration.from_sequence(steps).to_table(use_threads=False)
    chosen = table.select(columns) if columns else table
    frame: pd.DataFrame = in_words(chosen).to_pandas(use_threads=False)
    return frame


def in_words(table: arrow.Table) -> arrow.Table:
    """The table with texts that are kept as numbers of words as texts."""
    fields = [
        field.with_type(arrow.large_string()) if arrow.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(arrow.schema(fields, table.schema.metadata))


def _may_match(group: pq.RowGroupMetaData, filters: list[tuple[str, str, list[object]]]) -> bool:
    """Whether the row group's smallest and largest values leave room for a wanted one."""
    positions = {group.column(number).path_in_schema: number for number in range(group.num_columns)}
    for column, _, wanted in filters:
        known = group.column(positions[column]).statistics if column in positions else None
        if (
            known is not None
            and known.has_min_max
            and not any(known.min <= one <= known.max for one in wanted)
        ):
            return False
    return True
