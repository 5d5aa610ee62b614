"""Made-up publications for the tests of the sources: workbooks of a few rows, and a project of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import openpyxl

from totalplace_lib import checksums
from totalplace_lib.errors import SourceError
from totalplace_lib.sources.whole_files import entry

Rows = Sequence[Sequence[object]]


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An .xlsx with these sheets; None is an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_card(project: Path, raw: Path, card_id: str, files: Mapping[str, str], whole: str = "") -> None:
    """A card in project/config/sources for files in raw: path -> years. whole: its [[whole]], as text."""
    head = [f'{key} = "{value}"' for key, value in _CARD.items()]
    blocks = [_file_block(raw / path, path, years) for path, years in files.items()]
    text = "\n".join([f'id = "{card_id}"', *head, whole, *blocks]) + "\n"
    _write(project / "config" / "sources" / f"{card_id}.toml", text)


def write_config(project: Path, name: str, text: str) -> None:
    """A table in project/config."""
    _write(project / "config" / name, text)


def describe_tables(processed: Path) -> None:
    """datapackage.json with the checksum of each table in the folder, as the build writes it."""
    written = {
        path.stem: checksums.checksum_of(path.read_bytes()) for path in sorted(processed.glob("*.parquet"))
    }
    resources = [{"name": name, **asdict(one), "sources": []} for name, one in written.items()]
    fresh = (
        processed / "fresh"
    )  # moved, as the build does: the clock of a file system may not tell two writings apart
    _write(fresh, json.dumps({"resources": resources}))
    fresh.replace(processed / checksums.PACKAGE)


_CARD = {
    "producer": "The Publisher",
    "title": "A made-up return",
    "landing_page": "https://example.org/return",
    "licence": "OGL",
    "attribution": "Nobody",
}


def _file_block(file: Path, path: str, years: str) -> str:
    data = file.read_bytes()
    fields = {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "years": years, "quality": "official"}
    lines = [f'{key} = "{value}"' for key, value in fields.items()]
    try:
        shape = entry(file)
    except SourceError:  # some tests need files that are none
        shape = ""
    return "\n".join(["", "[[files]]", *lines, f"bytes = {len(data)}", shape])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
