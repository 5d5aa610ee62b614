"""Records of a text table: its divider, a sample of them, and all of them as a table of text for DuckDB.

A file that is plain and large goes through DuckDB's own reader and is believed only if it finds as many records as the
file has lines; every other goes through Python's, which keeps the line of each record and what is wrong with it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as arrow
import pyarrow.parquet as pq

from totalplace_lib.errors import SourceError
from totalplace_lib.payments.payment_files import Part

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIVIDERS = (",", ";", "\t", "|")
SAMPLE = 3000
LARGE = 32 * 1024**2
LONGEST_CELL = 100_000
MOST_COLUMNS = 400
MOST_LINES_IN_A_CELL = 25
_BATCH = 50_000
_PIECE = 500_000
"""Lines that are worth a core of their own."""


@dataclass(frozen=True)
class Sample:
    """The first records with the line each begins on, and how fields are divided."""

    divider: str
    rows: Sequence[tuple[int, list[str]]]


def sample(part: Part) -> Sample:
    """The first records. SourceError for a quotation mark that is never closed, or columns beyond reason."""
    divider = "," if part.is_workbook else _divider(part.path)
    rows = list(islice(records(part, divider), SAMPLE))
    if max((len(cells) for _, cells in rows), default=0) > MOST_COLUMNS:
        raise SourceError(f"{part}: more than {MOST_COLUMNS} columns. It is no table of payments.")
    return Sample(divider, rows)


def _divider(path: Path) -> str:
    """What divides most lines into the same number of fields, more than one."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in islice(stream, 200) if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]

    def fit(divider: str) -> tuple[int, int]:
        widths = [len(fields) for fields in csv.reader(lines, delimiter=divider)]
        usual = max((one for one in set(widths) if one > 1), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    csv.field_size_limit(LONGEST_CELL)
    try:
        return max(DIVIDERS, key=fit)
    except csv.Error:
        return ","


def records(part: Part, divider: str) -> Iterator[tuple[int, list[str]]]:
    """Line (from 1) and fields of each record, blank ones too."""
    csv.field_size_limit(LONGEST_CELL)
    with part.path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter=divider)
        line, widest = 1, 0
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise SourceError(f"{part}, line {line}: {fault}. {_UNCLOSED}") from fault
            if reader.line_num > line and _has_swallowed(fields, divider, reader.line_num - line, widest):
                raise SourceError(
                    f"{part}, line {line}: one record of {reader.line_num - line + 1} lines. {_UNCLOSED}"
                )
            widest = max(widest, len(fields)) if reader.line_num == line else widest
            if not (line == 1 and fields and fields[0].lower().startswith("sep=")):
                yield line, fields
            line = reader.line_num + 1


def _has_swallowed(fields: list[str], divider: str, more_lines: int, widest: int) -> bool:
    """Whether a cell of several lines holds other records: as many dividers in a line as records have."""
    inside = [one for cell in fields if "\n" in cell or "\r" in cell for one in cell.splitlines()]
    most = max((one.count(divider) for one in inside), default=0)
    return more_lines >= MOST_LINES_IN_A_CELL or (widest > 3 and most >= widest - 2)


_UNCLOSED = "Is a quotation mark not closed, or not doubled inside a field?"


@dataclass(frozen=True)
class Table:
    """The records of a part after the first `skip` lines, as the relation `raw` of DuckDB: line, extra, c0, c1, ...

    extra  cells beyond `width` that are not empty, joined; "" where there are none
    """

    part: Part
    divider: str
    width: int
    skip: int

    @property
    def is_large(self) -> bool:
        """Whether DuckDB's own reader is worth a try."""
        return not self.part.is_workbook and self.part.path.stat().st_size > LARGE

    def define(self, con: DuckDBPyConnection) -> None:
        """`raw` over the file itself, a record a line, in a piece for each core: one core numbers the rows of each."""
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(self.width))
        names = ", ".join(f"c{number}" for number in range(self.width))
        mark = self.divider.replace("'", "''")
        many = max(1, min(os.cpu_count() or 1, self.part.lines // _PIECE))
        size = -(-(self.part.lines - self.skip) // many)
        pieces = []
        for skip in range(self.skip, self.part.lines, size):
            reader = (
                f"SELECT * FROM read_csv('{_sql(self.part.path)}', auto_detect=false, header=false, skip={skip}, "
                f"delim='{mark}', quote='\"', escape='\"', strict_mode=true, null_padding=false, "
                f"max_line_size={1 << 20}, columns={{{columns}}}, force_not_null=[{names}])"
            )
            end = "" if skip + size >= self.part.lines else f" LIMIT {size}"
            pieces.append(
                f"SELECT row_number() OVER () + {skip} AS line, '' AS extra, {names} FROM ({reader}{end})"
            )
        con.execute(f"CREATE OR REPLACE VIEW raw AS {' UNION ALL '.join(pieces)}")

    def write(self, con: DuckDBPyConnection, work: Path) -> None:
        """`raw` over a table that Python's reader wrote, with the line that each record begins on."""
        target = work / "records.parquet"
        _write(self.part, self.divider, self.width, self.skip, target)
        con.execute(f"CREATE OR REPLACE VIEW raw AS SELECT * FROM read_parquet('{_sql(target)}')")


def _sql(path: Path) -> str:
    return str(path).replace("'", "''")


def _write(part: Part, divider: str, width: int, skip: int, target: Path) -> None:
    texts = [(f"c{number}", arrow.string()) for number in range(width)]
    schema = arrow.schema([("line", arrow.int64()), ("extra", arrow.string()), *texts])
    rows = ((line, cells) for line, cells in records(part, divider) if line > skip)
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        while batch := list(islice(rows, _BATCH)):
            lines = [line for line, _ in batch]
            extra = [" ".join(filter(None, map(str.strip, cells[width:]))) for _, cells in batch]
            columns = [
                [cells[c].strip() if c < len(cells) else "" for _, cells in batch] for c in range(width)
            ]
            writer.write_table(arrow.table([lines, extra, *columns], schema=schema))
