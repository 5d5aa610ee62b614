"""Contract of a division: the new councils that a county is divided into, a text file each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config.contract import Column, FileContract

PART = "council"
Said = tuple[str, int, str, str]


def members(data: Mapping[str, Any]) -> Iterator[tuple[int, str, list[str]]]:
    """Number, name and districts of each council; values of a wrong kind are left to the contract."""
    entries = data.get(PART)
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        districts = entry.get("districts", []) if isinstance(entry, dict) else []
        if isinstance(districts, list):
            yield number, str(entry.get("name", "")), [one for one in districts if isinstance(one, str)]


def between(data: Mapping[str, Any]) -> Iterable[Said]:
    """Councils of one name, one without a district, fewer than two; a proposal without its source."""
    councils = list(members(data))
    names = [name.strip().casefold() for _, name, _ in councils]
    for number, name, districts in councils:
        if name and names.index(name.strip().casefold()) < number:
            yield PART, number, "name", f"two councils are called '{name}': each needs a name of its own."
        if not districts:
            yield (
                PART,
                number,
                "districts",
                f"'{name}' has no district: name at least one, or take the council out.",
            )
    if len(councils) == 1:
        yield PART, 0, "", "one council divides nothing: name at least two."
    if data.get("status") == "proposal" and not data.get("source"):
        yield "", 0, "status", "a proposal says in source where it was published; else it is an illustration."


DIVISIONS = FileContract(
    "examples",
    "Divisions",
    "New councils that a county is divided into, for `totalplace split`; a file may lie anywhere.",
    (
        c.text("county", "The place that is divided, as commands name it"),
        c.text("name", "What the division is called"),
        c.word("status", "illustration: drawn to try the path with; proposal: published by somebody", "illustration",
               "proposal"),
        c.text("source", "Where it was published", empty="an illustration"),
    ),
    {
        PART: (
            c.text("name", "Name of the new council"),
            Column("districts", "Its districts, by name or code", (), many=True),
        )
    },
    between=between,
)  # fmt: skip
