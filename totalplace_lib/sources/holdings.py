"""What is held: for each card the state of its files, its age, and who uses it; and files that are on no card."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import revenue_outturn
from totalplace_lib.sources.cards import Card, load_cards, sha256, state
from totalplace_lib.sources.download import PARTS
from totalplace_lib.sources.uses import Use, uses
from totalplace_lib.sources.whole_files import entry as entry_of_shape

WORKBOOKS = (".xls", ".xlsx", ".ods")
UNUSED = Use((), (), ())


@dataclass(frozen=True)
class Holding:
    """One publication. states: path -> present, missing or changed; age: beside the newest publication known."""

    card: Card
    states: Mapping[str, str]
    age: str
    use: Use

    @property
    def state(self) -> str:
        """In a few words: "15 files present", or "13 of 15 files present; missing: ..."."""
        counted = {
            word: [path for path, found in self.states.items() if found == word]
            for word in set(self.states.values())
        }
        total, present = len(self.states), len(counted.pop("present", []))
        noun = "file" if total == 1 else "files"
        whole = f"{total} {noun} present" if present == total else f"{present} of {total} {noun} present"
        if set(counted) == {"missing"} and not present:
            return f"{total} {noun} missing"
        return "; ".join([whole, *(f"{word}: {', '.join(paths)}" for word, paths in sorted(counted.items()))])

    def record(self) -> dict[str, Any]:
        """Everything, for JSON."""
        card = dataclasses.asdict(self.card)
        for file in card["files"]:
            file["state"] = self.states[file["path"]]
        return {**card, "years": self.card.span, "age": self.age, **dataclasses.asdict(self.use)}


def holdings(raw: Path) -> list[Holding]:
    """Every card in the order of its id, with the state of its files in raw."""
    cards, used = load_cards(), uses()
    newest = max((card.newest for card in cards.values()), default="")
    return [
        Holding(
            card,
            {file.path: state(file, raw) for file in card.files},
            age(card.newest, newest),
            used.get(card.id, UNUSED),
        )
        for _, card in sorted(cards.items())
    ]


def age(published: str, newest: str) -> str:
    """How old a publication is beside the newest one known: no clock, so that the words hold on any day."""
    if not published:
        return "age not known"
    first, last = date.fromisoformat(published), date.fromisoformat(newest)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months == 0:
        return f"published {published}, among the newest"
    words = [
        f"{count} {unit}{'s' if count > 1 else ''}"
        for count, unit in zip(divmod(months, 12), ("year", "month"), strict=True)
        if count
    ]
    return f"published {published}, {' '.join(words)} before the newest"


@dataclass(frozen=True)
class Stranger:
    """A file in the raw folder that is on no card.

    note    what it is, where it was recognised; entry   what to write in the card
    """

    path: str
    note: str = ""
    entry: str = ""


def strangers(raw: Path, cards: Iterable[Card]) -> list[Stranger]:
    """Files that are on no card, by path; a workbook is looked into, to see whether it is a new release."""
    known = {file.path for card in cards for file in card.files} | {"README.md"}
    found = {path.relative_to(raw).as_posix(): path for path in raw.rglob("*") if path.is_file()}
    fresh = sorted(name for name in found if name not in known and not name.startswith((PARTS, ".")))
    return [_stranger(name, found[name]) for name in fresh]


def _stranger(name: str, path: Path) -> Stranger:
    """One file: recognised by its content, or not."""
    if path.suffix not in WORKBOOKS:
        return Stranger(name)
    try:
        year = revenue_outturn.recognise(path)
    except SourceError as fault:
        return Stranger(name, f"cannot be read. {fault}")
    if not year:
        return Stranger(name)
    entry = "\n".join(
        [
            "[[files]]",
            f'path = "{name}"',
            f'sha256 = "{sha256(path)}"',
            f"bytes = {path.stat().st_size}",
            entry_of_shape(path),
            f'years = "{year}"',
            'quality = "official"',
        ]
    )
    where = f"config/sources/{revenue_outturn.CARD}.toml"
    return Stranger(name, f"is the Revenue Outturn Summary of {year}. To build it, add to {where}:", entry)
