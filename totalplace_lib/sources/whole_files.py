"""What the card says of a file as it lies there: how many records a text file has, which sheets a workbook shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet

from totalplace_lib.errors import ConfigError, Faults, SourceError, TotalPlaceError
from totalplace_lib.sources.cards import Card, CardFile
from totalplace_lib.sources.encodings import records
from totalplace_lib.sources.guard import check_plain
from totalplace_lib.sources.sheets import Workbook

WORKBOOKS = (".xls", ".xlsx", ".ods")
TEXTS = (".csv", ".csv.gz", ".tsv")


def check_files(card: Card, raw: Path) -> None:
    """Faults when a file of the card has other records or sheets than it says, or it says nothing (ConfigError)."""
    faults = [fault for file in card.files for fault in _faults(card, file, raw)]
    if faults:
        raise Faults(card.title, faults)


def _faults(card: Card, file: CardFile, raw: Path) -> Iterator[TotalPlaceError]:
    try:
        found = shape(raw / file.path)
    except TotalPlaceError as fault:
        yield fault
        return
    where = f"config/sources/{card.id}.toml, {file.path}"
    if isinstance(found, int) and found != file.rows:
        if not file.rows:
            yield ConfigError(
                f"{where}: how many records is a whole file? Look at it, then write: rows = {found}"
            )
        else:
            yield SourceError(
                f"{Path(file.path).name}: {found:,} records, the card says {file.rows:,}. Was it cut, or are "
                f"some there twice? If it was revised, look at what changed, then write on the card: rows = {found}"
            )
    if isinstance(found, tuple) and found != file.sheets:
        if not file.sheets:
            yield ConfigError(
                f"{where}: which sheets has a whole file? Look at it, then write: sheets = {_toml(found)}"
            )
        else:
            gone = [sheet for sheet in file.sheets if sheet not in found]
            new = [sheet for sheet in found if sheet not in file.sheets]
            yield SourceError(
                f"{Path(file.path).name}: the sheets are not those on the card. Missing: {', '.join(gone) or 'none'}; "
                f"not expected: {', '.join(new) or 'none'}. If it was revised, write: sheets = {_toml(found)}"
            )


def _toml(sheets: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{sheet}"' for sheet in sheets) + "]"


def shape(path: Path) -> int | tuple[str, ...] | None:
    """Records under the headings of a text or table; visible sheets of a workbook, sorted; else None."""
    if path.name.endswith(TEXTS):
        return sum(any(field.strip() for field in fields) for _, fields in records(path)) - 1
    if path.suffix in WORKBOOKS:
        return tuple(sorted(Workbook.open(path).sheet_names))
    if path.suffix == ".parquet":
        check_plain(path)
        try:
            return int(parquet.read_metadata(path).num_rows)
        except (OSError, arrow.ArrowInvalid) as fault:
            raise SourceError(f"{path.name} cannot be read as parquet ({fault}). Fetch it again.") from fault
    return None


def entry(path: Path) -> str:
    """The line of a card that says what shape the file has, "" where it has none."""
    found = shape(path)
    if found is None:
        return ""
    return f"rows = {found}" if isinstance(found, int) else f"sheets = {_toml(found)}"
