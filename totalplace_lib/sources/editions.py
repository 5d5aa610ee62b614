"""An edition of a count that somebody wrote with `totalplace count --json`: read back, checked, never trusted.

Gives      the lines of one count with what it is a count of.
Checks     JSON of one count; each line has its words and a finite amount; the lines add up to the total to the penny.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError, UsageError

WORDS = ("payer", "spender", "programme", "function", "economic", "control")
_LARGEST_BYTES = 200_000_000


@dataclass(frozen=True)
class Edition:
    """One count as an edition. name: how it is called in a comparison; lines: WORDS and amount_gbp.

    source_ids  the publications behind it, where they are known
    """

    name: str
    place: str
    year: str
    lens: str
    lines: pd.DataFrame
    total_gbp: float
    source_ids: tuple[str, ...] = ()


def read_edition(path: Path) -> Edition:
    """The count in a JSON file. UsageError when there is no file, SourceError (or Faults) when it is no count."""
    data = _loaded(path)
    if isinstance(data, dict) and isinstance(data.get("counts"), list):
        data = data["counts"]
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if isinstance(data, list):
        raise SourceError(
            f"{path.name} holds {len(data)} counts; an edition is one: write one place to a file."
        )
    needed = ("name", "year", "lens", "total_gbp", "lines")
    missing = [key for key in needed if not isinstance(data, dict) or key not in data]
    if missing:
        raise SourceError(
            f"{path.name} is not a count: no {', '.join(missing)}. Write it with 'totalplace count --json'."
        )
    lines = _lines(path.name, data["lines"])
    total = _amount(data["total_gbp"])
    found = round(float(lines["amount_gbp"].sum()), 2)
    if total is None or round(total, 2) != found:
        raise SourceError(
            f"{path.name}: total_gbp is {data['total_gbp']}, but the lines add up to {found:,.2f}."
        )
    place, year = str(data["name"]), str(data["year"])
    return Edition(f"{place}, {year} ({path.name})", place, year, str(data["lens"]), lines, found)


def _loaded(path: Path) -> Any:
    if not path.is_file():
        raise UsageError(
            f"There is no file {path}. Write one with 'totalplace count PLACE --json > {path.name}'."
        )
    if path.stat().st_size > _LARGEST_BYTES:
        raise SourceError(
            f"{path.name} has {path.stat().st_size:,} bytes; a count has far fewer. It was not read."
        )
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"{path.name} is not JSON: {error}.") from error


def _lines(name: str, rows: Any) -> pd.DataFrame:
    if not isinstance(rows, list) or not rows:
        raise SourceError(f"{name}: 'lines' is empty or no list; a count has at least one line.")
    faults: list[TotalPlaceError] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or any(not isinstance(row.get(word, ""), str | None) for word in WORDS):
            faults.append(SourceError(f"{name}, line {number}: {', '.join(WORDS)} must be texts."))
        elif _amount(row.get("amount_gbp")) is None:
            faults.append(
                SourceError(f"{name}, line {number}: amount_gbp is {row.get('amount_gbp')!r}, not a number.")
            )
    if faults:
        raise Faults(name, faults[:20])
    return pd.DataFrame(
        [
            {word: row.get(word) or "" for word in (*WORDS, "segment")} | {"amount_gbp": row["amount_gbp"]}
            for row in rows
        ]
    )


def _amount(value: Any) -> float | None:
    """The number, or None for anything that is no finite amount of money."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value) if abs(value) < 2.0**46 else None
