"""Text of a publication, whatever encoding it was saved in: told by its bytes, never by trial of what looks nice.

UTF-8 with or without a byte order mark; UTF-16 with a mark or told by its noughts; else Windows-1252, which is what
spreadsheet programs write in Britain. Bytes that are in none of them are an error that names the line.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.guard import check_plain

DELIMITERS = (",", ";", "\t")
_PROBE = 4000


def text(path: Path) -> str:
    """A text file (also .gz) that has passed the guard. SourceError where it cannot be read."""
    check_plain(path)
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except OSError as fault:
        raise SourceError(f"{path.name} cannot be read ({fault}). Fetch it again.") from fault
    return decode(path.name, data)


def decode(name: str, data: bytes) -> str:
    """Bytes as text. SourceError names the line of the first byte that is in no encoding known here."""
    marked = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    known = next((encoding for mark, encoding in marked.items() if data.startswith(mark)), "")
    guessed = known or _by_noughts(data[:_PROBE]) or "utf-8"
    try:
        return data.decode(guessed)
    except UnicodeDecodeError as fault:
        if guessed != "utf-8":
            raise SourceError(f"{name} is cut short or damaged ({fault}). Fetch it again.") from fault
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise SourceError(
            f"{name}, line {line}: byte {data[fault.start]:#04x} is neither UTF-8 nor Windows-1252. Open the file in a "
            "program that shows its letters rightly, save it as UTF-8, and write the new sha256 in the card."
        ) from fault


def _by_noughts(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is nought."""
    if len(start) < 4 or start.count(0) < len(start) // 4:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line (from 1, as an editor shows it) and fields of each record; a quoted field may hold line breaks.

    Fields are divided by what divides the headings: a comma, a semicolon or a tab. SourceError for an unclosed quote.
    """
    stream = io.StringIO(text(path), newline="")
    divider = max(DELIMITERS, key=stream.readline().count)
    stream.seek(0)
    reader = csv.reader(stream, delimiter=divider, strict=True)
    line = 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise SourceError(
                f"{path.name}, line {line}: {fault}. Is a quotation mark not closed, or not doubled inside a field?"
            ) from fault
        yield line, fields
        line = reader.line_num + 1
