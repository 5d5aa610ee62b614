"""Processed tables on disk: equal frames give equal bytes of parquet, and are compared cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.guard import check_plain

ROWS_IN_GROUP = 65_536
"""Small groups let a reader skip other years; rows are sorted by key."""


def write(frame: pd.DataFrame, path: Path) -> int:
    """Write a frame as parquet and return the size in bytes. No index, time or version of pandas inside."""
    table = arrow.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    parquet.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        version="2.6",
        row_group_size=ROWS_IN_GROUP,
        store_schema=False,
    )
    return path.stat().st_size


def published(path: Path, headings: Sequence[str]) -> pd.DataFrame:
    """A table that a publisher gives as parquet. SourceError where it cannot be read or lacks one of the columns."""
    check_plain(path)
    try:
        table = pd.read_parquet(path)
    except (OSError, arrow.ArrowInvalid) as fault:
        raise SourceError(f"{path.name} cannot be read as parquet ({fault}). Fetch it again.") from fault
    missing = [heading for heading in headings if heading not in table.columns]
    if missing:
        raise SourceError(f"{path.name}: no column '{missing[0]}'. Columns: {', '.join(table.columns)}.")
    return table


def difference(committed: Path, fresh: Path, key: Sequence[str]) -> SourceError | None:
    """The first difference between two tables as an error to report, or None when they hold the same."""
    name = fresh.stem
    if not committed.is_file():
        return SourceError(f"Table {name} is not among the committed tables.")
    left, right = pd.read_parquet(committed), pd.read_parquet(fresh)
    if list(left.columns) != list(right.columns):
        return SourceError(
            f"Table {name}: columns are {list(left.columns)}, the publications give {list(right.columns)}."
        )
    if len(left) != len(right):
        counts = f"{len(left):,} rows, the publications give {len(right):,}"
        return SourceError(f"Table {name}: {counts}.{_key_gap(left, right, key)}")
    for column in left.columns:
        differs = ~((left[column] == right[column]) | (left[column].isna() & right[column].isna()))
        if differs.any():
            row = int(differs.to_numpy().argmax())
            where = ", ".join(f"{part} {right[part].iloc[row]}" for part in key)
            return SourceError(
                f"Table {name}, column {column}, row {row + 1} ({where}): "
                f"committed {left[column].iloc[row]!r}, the publications give {right[column].iloc[row]!r}."
            )
    return None


def _key_gap(left: pd.DataFrame, right: pd.DataFrame, key: Sequence[str]) -> str:
    """The first key that stands in only one of two tables, in words."""
    ours, theirs = (pd.MultiIndex.from_frame(frame[list(key)]) for frame in (left, right))
    gone, new = theirs.difference(ours), ours.difference(theirs)
    if len(gone):
        return f" First one missing: {gone[0]}."
    return f" First one too many: {new[0]}." if len(new) else ""
