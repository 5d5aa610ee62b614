"""Sheets of a workbook as CSV, read in a process of its own with a limit on its memory.

A few kilobytes can say that a sheet has 17 billion cells; the reading library would then take the machine with it.
Every visible sheet is read, and every row of it: a filter that the publisher left on hides payments, not totals.
"""

from __future__ import annotations

import contextlib
import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from totalplace_lib.errors import SourceError, TotalPlaceError

MOST_MEMORY = 3 * 1024**3
MOST_CELLS = 40_000_000
LONGEST_WAIT = 600


def sheets(path: Path, file: str, work: Path) -> Iterator[tuple[str, Path]]:
    """Name of each visible sheet that is not empty, and where its rows stand as CSV."""
    command = [sys.executable, "-m", __name__, str(path), file, str(work)]
    with contextlib.suppress(subprocess.TimeoutExpired):  # nothing was told then, which is said below
        subprocess.run(command, timeout=LONGEST_WAIT, check=False, capture_output=True)
    told = work / "sheets.json"
    if not told.is_file():
        raise SourceError(
            f"{file} cannot be opened within {MOST_MEMORY // 1024**3} GB and {LONGEST_WAIT // 60} minutes: it is "
            "damaged, or made to fill the memory. Refused; fetch it again, or save the sheet of payments as CSV."
        )
    found = json.loads(told.read_text(encoding="utf-8"))
    if isinstance(found, str):
        raise SourceError(found)
    yield from ((name, work / where) for name, where in found)


def _convert(path: Path, file: str, work: Path) -> None:
    """In the process of its own: write the sheets, and what was found or went wrong."""
    _limit_memory()
    try:
        found: Any = list(_written(path, work))
    except TotalPlaceError as fault:
        found = str(fault).replace(path.name, file)
    except MemoryError:
        return
    (work / "told").write_text(json.dumps(found), encoding="utf-8")
    (work / "told").rename(work / "sheets.json")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the guard of the archive remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _written(path: Path, work: Path) -> Iterator[tuple[str, str]]:
    from totalplace_lib.sources.sheets import Workbook

    book = Workbook.open(path)
    for number, name in enumerate(book.sheet_names):
        sheet = book.book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise SourceError(
                f"{path.name}, sheet '{name}': {sheet.total_height:,} rows by {sheet.total_width:,} columns. "
                "Save the sheet of payments as CSV."
            )
        where = f"sheet{number}.csv"
        with (work / where).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            blank = 0
            for _ in range(sheet.start[0] if sheet.start else 0):
                blank += 1
            for row in sheet.iter_rows():
                cells = [_text(cell) for cell in row]
                if not any(cells):
                    blank += 1  # blank rows at the end are formatting; those between stand for themselves
                    continue
                writer.writerows([[""]] * blank)
                blank = 0
                writer.writerow(cells)
        if (work / where).stat().st_size:
            yield name.strip(), where


def _text(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as ISO, no line breaks."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return " ".join(str(cell).replace("\0", " ").split())


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
