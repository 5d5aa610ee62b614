"""Damaged copies of publications: cut, shifted, doubled, scaled, reordered, retyped; the same for the same seed.

A text file is damaged on disk; of a workbook, the cells of one sheet as the reading library gives them. Checksums count
as renewed, so that it is the guards of figures that have to find the damage.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib.schema import contract
from totalplace_lib.sources import build, sheets
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.encodings import text
from totalplace_lib.sources.sheets import Workbook
from totalplace_lib.sources.whole_files import TEXTS

Grid = list[list[Any]]
KINDS = ("cut", "shifted", "doubled", "scaled", "reordered", "retyped")
WEIGHTS = {
    "revenue_outturn": 1,
    "capital_outturn": 1,
    "country_regional": 1,
    "transport_outturn": 2,
    "deprivation": 4,
}
"""How often a source is chosen, of 12: large ones take long."""

PLACES = ("sheet", "column", "row")


@dataclass(frozen=True)
class Damage:
    """One damaged copy and what became of it. outcome: caught, harmless, unseen or traceback."""

    source: str
    file: str
    kind: str
    what: str
    outcome: str
    said: str = ""

    @property
    def only_totals(self) -> bool:
        """Whether nothing but the totals on the card caught it."""
        faults = self.said.split("\n\n")
        return self.outcome == "caught" and all(
            (": '" in fault and "the card says" in fault) or "changed places" in fault for fault in faults
        )


def numeric(cell: Any) -> float | None:
    """A cell as a number that is not a code or a year; None for any other."""
    try:
        value = float(str(cell).replace(",", ""))
    except ValueError:
        return None
    return None if str(cell).strip() in ("", "nan") or value in (0.0, *range(1900, 2100)) else value


def figures(grid: Grid) -> list[tuple[int, int]]:
    """Row and column of every figure, in rows that hold several or stand under a heading row."""
    return [
        (row, column)
        for row, cells in enumerate(grid)
        if row
        for column, cell in enumerate(cells)
        if numeric(cell) is not None
    ]


def damaged(grid: Grid, kind: str, rng: random.Random) -> tuple[Grid, str]:
    """A damaged copy of a grid, and what was done. Rows of data are those from the first figure on."""
    grid = [list(row) for row in grid]
    words = [(row, column) for row in range(1, len(grid)) for column in range(len(grid[row]))]
    at = figures(grid) or words  # a lookup has no figures
    first, last = at[0][0], at[-1][0]
    row, column = rng.choice(at)
    return globals()[f"_{kind}"](grid, first, last, row, column, rng)


def _cut(grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random) -> tuple[Grid, str]:
    count = rng.choice([1, 2, 14, max(1, (last - first) // 2)])
    if rng.random() < 0.5:
        return grid[:row] + grid[row + count :], f"{count} rows from row {row + 1}"
    return grid[: max(first + 1, last + 1 - count)], f"last {count} rows"


def _shifted(
    grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random
) -> tuple[Grid, str]:
    if rng.random() < 0.5:
        cells = [grid[r][column] if column < len(grid[r]) else "" for r in range(first, last + 1)]
        cells = [cells[-1], *cells[:-1]]
        for r, cell in zip(range(first, last + 1), cells, strict=True):
            if column < len(grid[r]):
                grid[r][column] = cell
        return grid, f"column {column + 1} one row down"
    grid[row] = [grid[row][0], "", *grid[row][1:-1]]
    return grid, f"row {row + 1} one cell to the right"


def _doubled(
    grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random
) -> tuple[Grid, str]:
    count = rng.choice([1, 3])
    block = grid[row : row + count]
    to = rng.choice([row, last + 1])
    return [*grid[:to], *[list(cells) for cells in block], *grid[to:]], f"{count} rows from row {row + 1}"


def _scaled(grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random) -> tuple[Grid, str]:
    factor = rng.choice([0.001, 0.95, 1.03, 10, 1000, -1])
    rows = [row] if rng.random() < 0.4 else range(first, last + 1)
    for r in rows:
        value = numeric(grid[r][column]) if column < len(grid[r]) else None
        if value is not None:
            grid[r][column] = _like(grid[r][column], value * factor)
    return grid, f"{'cell' if len(rows) == 1 else 'column'} {column + 1} (row {row + 1}) x {factor}"


def _reordered(
    grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random
) -> tuple[Grid, str]:
    if rng.random() < 0.6:
        block = grid[first : last + 1]
        rng.shuffle(block)
        return [*grid[:first], *block, *grid[last + 1 :]], "rows shuffled"
    cells = [
        (r, grid[r][column])
        for r in range(first, last + 1)
        if column < len(grid[r]) and numeric(grid[r][column]) is not None
    ]
    values = [cell for _, cell in cells]
    rng.shuffle(values)
    for (r, _), value in zip(cells, values, strict=True):
        grid[r][column] = value
    return grid, f"figures of column {column + 1} shuffled"


def _retyped(
    grid: Grid, first: int, last: int, row: int, column: int, rng: random.Random
) -> tuple[Grid, str]:
    old = grid[row][column]
    word = str(old)
    ways: list[Callable[[], Any]] = [
        lambda: _like(old, (numeric(old) or 0) * 1.03),
        lambda: _like(old, -(numeric(old) or 0)),
        lambda: word[::-1] if word[::-1] != word else f"{word}1",
        lambda: "",
        lambda: "1,2",
        lambda: f"{word} approx",
        lambda: f"{word}0",
        lambda: 0,
    ]
    grid[row][column] = rng.choice(ways)()
    return grid, f"row {row + 1}, column {column + 1}: {old!r} as {grid[row][column]!r}"


def _like(old: Any, value: float) -> Any:
    """A number written as the cell had it: a whole number as text stays one."""
    value = float(f"{value:.10g}")
    if not isinstance(old, str):
        return value
    return str(int(value)) if value.is_integer() else repr(value)


class Damager:
    """Runs one source at a time on a folder that links to the publications, with one file damaged."""

    def __init__(self, publications: Path, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.publications, self.folder, self.raw = publications, folder, folder / "raw"
        self.cells: dict[tuple[Path, str], Grid] = {}
        self.baseline: dict[str, tuple[dict[str, pd.DataFrame], list[tuple[str, str]]]] = {}
        self.target: tuple[Path, str] | None = None
        self.edited: Grid = []
        self.read: list[tuple[str, str]] = []
        rows = Workbook._rows
        states: dict[tuple[Path, str], Any] = {}
        state_of = sheets.sheet_state

        def kept_rows(book: Workbook, name: str) -> Grid:
            key = (book.path.resolve(), name)
            if key == self.target:
                return [list(row) for row in self.edited]
            if key not in self.cells:
                self.cells[key] = rows(book, name)
            self.read.append((book.path.relative_to(self.raw).as_posix(), name))
            return [list(row) for row in self.cells[key]]

        def kept_state(path: Path, name: str) -> Any:
            key = (path.resolve(), name)
            if key not in states:
                states[key] = state_of(path, name)
            return states[key]

        patch.setattr(Workbook, "_rows", kept_rows)
        patch.setattr(sheets, "sheet_state", kept_state)
        patch.setattr(build, "verify", lambda card, raw: None)
        for card in {*(one for name in build.REGISTRY for one in build.load_source(name).cards), "ons_areas"}:
            for file in load_card(card).files:
                link = self.raw / file.path
                link.parent.mkdir(parents=True, exist_ok=True)
                if not link.is_symlink():
                    link.symlink_to((publications / file.path).resolve())

    def tables(self, source: str) -> tuple[dict[str, pd.DataFrame], list[tuple[str, str]]]:
        """What the undamaged publications give, and the sheets that were read."""
        if source not in self.baseline:
            self.read = []
            made = self._made(source)
            assert isinstance(made, dict), made
            self.baseline[source] = made, sorted(set(self.read))
        return self.baseline[source]

    def _made(self, source: str) -> dict[str, pd.DataFrame] | str:
        outcome = build.make(source, self.raw, self.folder)
        if isinstance(outcome, list):
            return "\n\n".join(map(str, outcome))
        return {one.name: pd.read_parquet(self.folder / f"{one.name}.parquet") for one in outcome}

    def one(self, source: str, kind: str, rng: random.Random) -> Damage:
        """Damage one file of a source, build it, and see."""
        before, read = self.tables(source)
        texts = [
            (file.path, "")
            for card in build.load_source(source).cards
            for file in load_card(card).files
            if file.path.endswith(TEXTS)
        ]
        file, sheet = rng.choice([*texts, *read])
        with self._damage(file, sheet, kind, rng) as what:
            try:
                made = self._made(source)
            except Exception as fault:  # noqa: BLE001 - that is what is looked for
                return Damage(source, file, kind, what, "traceback", repr(fault))
        if isinstance(made, str):
            return Damage(source, file, kind, what, "caught", made)
        differing = [name for name, table in made.items() if not _same(name, before[name], table)]
        return Damage(source, file, kind, what, "unseen" if differing else "harmless", ", ".join(differing))

    @contextmanager
    def _damage(self, file: str, sheet: str, kind: str, rng: random.Random) -> Iterator[str]:
        """One file or sheet damaged for a while; gives what was done."""
        path = self.raw / file
        if sheet:
            key = (path.resolve(), sheet)
            self.edited, what = damaged(self.cells[key], kind, rng)
            self.target = key
            yield f"sheet {sheet}: {what}"
            self.target = None
            return
        edited, what = damaged(list(csv.reader(io.StringIO(text(path), newline=""))), kind, rng)
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(edited)
        data, original = stream.getvalue().encode(), path.readlink()
        path.unlink()
        path.write_bytes(gzip.compress(data, 1) if file.endswith(".gz") else data)
        yield what
        path.unlink()
        path.symlink_to(original)


def _same(name: str, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether two tables hold the same figures, wherever they stand in the publication."""
    columns = [column for column in before.columns if column not in PLACES]
    key = [column for column in contract(name).unique or [] if column not in PLACES]
    key = key if len(key) == len(contract(name).unique or []) else columns
    left, right = (
        frame[columns].sort_values(key, kind="stable").reset_index(drop=True) for frame in (before, after)
    )
    return left.equals(right)


def chosen(count: int, seed: int, sources: Sequence[str]) -> Iterator[tuple[str, str, random.Random]]:
    """Source, kind and random numbers of each damage; every kind equally often."""
    rng = random.Random(seed)
    weights = [WEIGHTS.get(source, 12) for source in sources]
    for number in range(count):
        yield rng.choices(sources, weights)[0], KINDS[number % len(KINDS)], random.Random(rng.random())


def table(damages: Sequence[Damage]) -> str:
    """Kind of damage by outcome, and of those caught how many only by the totals on the card."""
    count = Counter((damage.kind, damage.outcome) for damage in damages)
    only = Counter(damage.kind for damage in damages if damage.only_totals)
    outcomes = ("caught", "harmless", "unseen", "traceback")
    lines = [
        "kind        "
        + "".join(f"{outcome:>11}" for outcome in outcomes)
        + "  caught only by totals on the card"
    ]
    lines += [
        f"{kind:<12}" + "".join(f"{count[kind, one]:>11}" for one in outcomes) + f"{only[kind]:>11}"
        for kind in KINDS
    ]
    return "\n".join(lines)
