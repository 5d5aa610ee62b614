"""What a workbook keeps beside its figures: hidden rows and columns, formulas without a result, errors as results.

The library that reads the cells gives "" for the last two and does not tell the first, so they are looked up in the
file: in the XML of an .xlsx or an .ods, in the records of an .xls.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import olefile

from totalplace_lib.sources.markers import NO_RESULT
from totalplace_lib.sources.ods_state import CONTENT, ods_state

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = re.compile(rb'<(?:\w+:)?row (?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'<(?:\w+:)?col (?=[^>]*?\bhidden="(?:1|true)")[^>]*>')
_RANGE = {end: re.compile(rf'\b{end}="(\d+)"'.encode()) for end in ("min", "max")}
_FORMULA = re.compile(
    rb"<(?:\w+:)?c (?P<at>[^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?P<at>[^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(?P<word>[^<]*)<', re.DOTALL
)
_ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')

BIFF_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(frozen=True)
class SheetState:
    """hidden: rows from 1; words: (row from 1, column from 0) -> the error that stands there, or NO_RESULT;
    columns: hidden ones, from 0."""

    hidden: frozenset[int] = frozenset()
    words: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: frozenset[int] = frozenset()


def sheet_state(path: Path, sheet: str) -> SheetState:
    """The state of one sheet; nothing for a format that is not looked into."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if CONTENT in archive.namelist():
                rows, columns, words = ods_state(archive, sheet)
                return SheetState(rows, words, columns)
            part = _part(archive, sheet)
            return _from_xml(archive.read(part)) if part else SheetState()
    if olefile.isOleFile(path):
        with olefile.OleFileIO(path) as file:
            stream = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            return from_records(file.openstream(stream).read(), sheet) if stream else SheetState()
    return SheetState()


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of an .xlsx that holds a sheet; None where there is none."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    targets = {
        relation.get("Id"): str(relation.get("Target"))
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets.get(element.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            return part if part in names else None
    return None


def _from_xml(text: bytes) -> SheetState:
    """The state of a sheet of an .xlsx."""
    words: dict[tuple[int, int], str] = {}
    if b"<f" in text or b":f" in text:
        for match in _FORMULA.finditer(text):
            if b't="str"' not in match["at"]:  # a formula may well give an empty text
                words[_address(match["at"])] = NO_RESULT
    if b't="e"' in text:
        words |= {_address(match["at"]): match["word"].decode() for match in _ERROR.finditer(text)}
    columns = [
        number - 1
        for column in _COLUMN.findall(text)
        for number in range(*(int(_RANGE[end].findall(column)[0]) + (end == "max") for end in ("min", "max")))
    ]
    return SheetState(frozenset(int(row) for row in _HIDDEN.findall(text)), words, frozenset(columns))


def _address(attributes: bytes) -> tuple[int, int]:
    """Row from 1 and column from 0 of a cell; (0, 0), which is nowhere, where it does not say."""
    match = _ADDRESS.search(attributes)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]), column - 1


def from_records(stream: bytes, sheet: str) -> SheetState:
    """The state of a sheet of an .xls, from the records of its stream (BIFF8)."""
    start = next((at for name, at in _sheets(stream) if name == sheet), None)
    if start is None:
        return SheetState()
    hidden, columns = set[int](), set[int]()
    words: dict[tuple[int, int], str] = {}
    for kind, data in _records(stream, start):
        if kind == 0x0208 and len(data) >= 16 and data[12] & 0x20:  # ROW with no height
            hidden.add(int.from_bytes(data[:2], "little") + 1)
        elif kind == 0x007D and len(data) >= 10 and data[8] & 1:  # COLINFO of no width
            columns |= set(range(*struct.unpack_from("<HH", data))) | {struct.unpack_from("<HH", data)[1]}
        elif kind == 0x0205 and len(data) >= 8 and data[7]:  # BOOLERR that is an error
            words[_cell(data)] = BIFF_ERRORS.get(data[6], "#ERROR!")
        elif kind == 0x0006 and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:  # FORMULA
            words[_cell(data)] = BIFF_ERRORS.get(data[8], "#ERROR!")
    return SheetState(frozenset(hidden), words, frozenset(columns))


def _cell(data: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", data)
    return row + 1, column


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet and where its records begin (BOUNDSHEET)."""
    for kind, data in _records(stream, 0):
        if kind == 0x0085 and len(data) > 8:
            wide = data[7] & 1
            name = data[8 : 8 + data[6] * (2 if wide else 1)]
            yield name.decode("utf-16-le" if wide else "latin-1"), int.from_bytes(data[:4], "little")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from one place to the end of that part (EOF)."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0x000A:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
