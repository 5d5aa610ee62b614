"""From the bytes of a table of config/ to text: what people and spreadsheets write is read as it was meant.

Read as it was meant: UTF-8 with or without a byte order mark, UTF-16, cp1252; commas, semicolons or tabs; comment lines
(#), quoted or not; empty lines; a trailing separator on every row; spaces around words. Refused, with the line: a row
with a cell too many or too few, a quote that is not closed, an empty file, a heading that stands twice.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from totalplace_lib.schema.config.fault import ConfigFault, short

NONE = "(none)"  # a cell that says that nothing is meant: not one that somebody forgot
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


@dataclass
class Sheet:
    """A table as text: headings, rows of as many cells, and the line of each row in the file.

    remarks   what was odd in the file and read all the same;  faults: what was not read
    """

    file: str
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    heading_line: int = 1
    remarks: list[str] = field(default_factory=list)
    faults: list[ConfigFault] = field(default_factory=list)

    def frame(self) -> pd.DataFrame:
        """The rows as text columns; an empty cell is missing, and one that says (none)."""
        cells = [[None if cell in ("", NONE) else cell for cell in row] for row in self.rows]
        return pd.DataFrame(cells, columns=self.headings, dtype="string")


def read(file: str, content: bytes, headings: Callable[[], Sequence[str]] = list) -> Sheet:
    """The table that stands in the bytes of a file. headings: says which are expected, to find the separator by."""
    sheet = Sheet(file)
    text = decoded(content, sheet)
    numbered = [
        (number, line)
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if line.strip() and not line.lstrip().startswith(("#", '"#'))
    ]
    if not any(line.strip(',;\t" ') for _, line in numbered):
        sheet.faults.append(
            ConfigFault(file, f"the file is empty. Restore it from git (git checkout {file}).")
        )
        return sheet
    separator = _separator(numbered[0][1], headings, sheet)
    parsed = [
        (number, cells) for number, line in numbered if (cells := _cells(number, line, separator, sheet))
    ]
    _shaped(parsed, sheet)
    return sheet


def read_toml(file: str, content: bytes) -> tuple[dict[str, Any], list[ConfigFault]]:
    """What a TOML file says, or the fault for which it cannot be read."""
    sheet = Sheet(file)
    text = decoded(content, sheet).replace("\r\n", "\n")
    if sheet.faults:
        return {}, sheet.faults
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        says = f"not TOML: {error}. Text stands in quotes, name = value, one to a line."
        return {}, [ConfigFault(file, says, row=int(line[1]) if line else None)]


def decoded(content: bytes, sheet: Sheet) -> str:
    """The text, whatever a program saved it in; cp1252 where it is not UTF-8."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            sheet.remarks.append(
                f"begins with the byte order mark of {encoding.upper().removesuffix('-SIG')}"
            )
            return _text(content, encoding, sheet)
    if content[:400].count(b"\0") > len(content[:400]) // 4:
        little = content[1:400:2].count(b"\0") > content[0:400:2].count(b"\0")
        sheet.remarks.append("is in UTF-16")
        return _text(content, "utf-16-le" if little else "utf-16-be", sheet)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        sheet.remarks.append("is not in UTF-8; read as cp1252, which spreadsheets on Windows write")
        return _text(content, "cp1252", sheet)


def _text(content: bytes, encoding: str, sheet: Sheet) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sheet.faults.append(
            ConfigFault(
                sheet.file,
                f"byte {error.start} is no character of {encoding.upper()}. Save the file as UTF-8 "
                f"(in a spreadsheet: 'CSV UTF-8'), or restore it from git (git checkout {sheet.file}).",
                row=line,
            )
        )
        return content.decode(encoding, errors="replace")


def _separator(heading: str, headings: Callable[[], Sequence[str]], sheet: Sheet) -> str:
    """The separator under which most of the expected headings are found; a comma where nothing speaks against it."""
    if ";" not in heading and "\t" not in heading:
        return ","
    wanted = set(headings())

    def hits(separator: str) -> int:
        try:
            return len(wanted & {cell.strip() for cell in next(csv.reader([heading], delimiter=separator))})
        except csv.Error:
            return 0

    best = max(_SEPARATORS, key=hits)
    chosen = best if hits(best) > hits(",") else ","
    if chosen != ",":
        sheet.remarks.append(f"has {_SEPARATORS[chosen]} between its cells")
    return chosen


def _cells(number: int, line: str, separator: str, sheet: Sheet) -> list[str]:
    form: dict[str, Any] = {"delimiter": separator, "strict": True, "skipinitialspace": True}
    try:
        cells = [cell.strip() for cell in next(csv.reader([line.strip(" \xa0")], **form))]
    except csv.Error:
        sheet.faults.append(
            ConfigFault(
                sheet.file,
                f"a quote is not closed, or stands inside a cell: {short(line, 100)} . A cell begins and ends with a "
                'quote or has none; a quote inside is written twice (""). A cell has no line break.',
                row=number,
            )
        )
        return []
    return cells if any(cells) else []


def _shaped(parsed: list[tuple[int, list[str]]], sheet: Sheet) -> None:
    """Headings and rows of the same length; a fault for each row that has another one."""
    if not parsed:
        return
    sheet.heading_line, headings = parsed[0]
    while headings and not headings[-1]:
        headings = headings[:-1]
    sheet.headings = headings
    for heading in sorted({one for one in headings if headings.count(one) > 1}):
        says = f"the heading '{heading}' stands twice." if heading else "a heading is empty."
        sheet.faults.append(ConfigFault(sheet.file, says, row=sheet.heading_line))
    width, rows = len(headings), parsed[1:]
    spare = _spare(rows, width)
    if spare:
        sheet.remarks.append(f"has {spare} empty cell{'s' if spare > 1 else ''} at the end of each row")
    for number, cells in rows:
        filled = cells[:width] if len(cells) > width and not any(cells[width:]) and spare else cells
        if len(filled) == width:
            sheet.rows.append(filled)
            sheet.lines.append(number)
        else:
            sheet.faults.append(_wrong_length(sheet, number, filled))


def _spare(rows: list[tuple[int, list[str]]], width: int) -> int:
    """Empty cells that every row has beyond the headings: a spreadsheet's, not a cell that slipped in."""
    beyond = [len(cells) - width for _, cells in rows]
    least = min(beyond, default=0)
    return least if least > 0 and all(not any(cells[width:]) for _, cells in rows) else 0


def _wrong_length(sheet: Sheet, number: int, cells: list[str]) -> ConfigFault:
    width = len(sheet.headings)
    difference = len(cells) - width
    if difference > 0:
        hint = "A text that holds a comma stands in quotes."
        many = f"{difference} cell{'s' if difference > 1 else ''} too many"
    else:
        hint = "An empty cell has its comma too."
        many = f"{-difference} cell{'s' if difference < -1 else ''} too few"
    return ConfigFault(
        sheet.file,
        f"the row has {len(cells)} cells, {many} ({width} headings: {short(', '.join(sheet.headings), 160)}). {hint} "
        f"The row begins: {short(', '.join(cells), 100)}",
        row=number,
    )
