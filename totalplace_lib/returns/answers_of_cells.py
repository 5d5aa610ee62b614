"""Cells of a return -> numbers and words; a fault with the cell for what is neither."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from totalplace_lib.errors import shown
from totalplace_lib.returns import matching
from totalplace_lib.returns.filled import NO_RESULT, Entry

LARGEST = 1e12
"""More pounds than all of England spends in a year."""
LONGEST = 2_000
"""Characters of a text."""
_NOT_WORKED_OUT = (
    "a formula whose result is not saved in the file; open it in a spreadsheet program, let it calculate, "
    "and save it"
)
_NUMBER = re.compile(r"-?£?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def is_blank(cell: object) -> bool:
    """Whether nothing was written."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def amount(entry: Entry, name: str, faults: list[str], *, is_money: bool = True) -> float | None:
    """The number of a cell; None for an empty one, and with a fault for one that is no number."""
    cell = entry.values.get(name)
    if is_blank(cell):
        return None
    wrong = _no_number(cell)
    if not wrong:
        value = float(str(cell).strip().replace(",", "").replace("£", ""))
        if not (math.isfinite(value) and abs(value) < LARGEST):
            wrong = "larger than all spending of England"
        elif value >= 0 or not is_money or name == "gross":
            return value
        else:
            wrong = "below nought"
    faults.append(f"{entry.where(name)}: {wrong}. Write a plain number, such as 1234567.89.")
    return None


def _no_number(cell: object) -> str:
    """Why a cell is no number; "" where it is one."""
    if cell == NO_RESULT:
        return _NOT_WORKED_OUT
    if isinstance(cell, bool):
        return "yes or no, not an amount"
    if isinstance(cell, int | float):
        return ""
    if not isinstance(cell, str):
        return f"a date or time ({shown(str(cell))}), not an amount"
    text = cell.strip()
    if text.startswith("#") or text.startswith("Err:"):
        return f"an error of the spreadsheet, {shown(text)}"
    return "" if _NUMBER.fullmatch(text) else f"the text '{shown(text)}', not a number"


def word(
    entry: Entry,
    name: str,
    words: Sequence[str],
    faults: list[str],
    headings: Mapping[str, str],
    may_be_empty: bool = False,
) -> str:
    """One of some words; "" where it is empty, and with a fault where it is another."""
    said = text(entry, name, faults)
    found = matching.same(said, words)
    if said and not found:
        faults.append(f"{entry.where(name)}: '{shown(said)}' is none of: {', '.join(words)}.")
    elif not said and not may_be_empty:
        faults.append(f"{entry.where(name)}: '{headings[name]}' is empty. Write one of: {', '.join(words)}.")
    return found


def text(entry: Entry, name: str, faults: list[str]) -> str:
    """A text on one line, without signs that cannot be seen."""
    cell = entry.values.get(name)
    if cell == NO_RESULT:
        faults.append(f"{entry.where(name)}: {_NOT_WORKED_OUT}. Write the words themselves.")
        return ""
    if cell is None:
        return ""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in str(cell)).split())
    if len(text) > LONGEST:
        faults.append(f"{entry.where(name)}: {len(text):,} characters; at most {LONGEST:,} fit. Shorten it.")
        return ""
    return text


def letter(where: str) -> str:
    """The letter of the column of a cell: J of "file.xlsx, Spending!J12"."""
    return re.sub(r"\d+$", "", where.rpartition("!")[2].rpartition(" ")[2])
