"""datapackage.json beside the tables: fields, keys, sources, licences, rows and the hash of every input."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from totalplace_lib.schema import contract
from totalplace_lib.sources.cards import Card, load_card

NAME = "datapackage.json"
_TYPES = {"str": "string", "float": "number", "int": "integer", "bool": "boolean"}


def write(folder: Path, made: Mapping[str, tuple[int, Sequence[str]]]) -> None:
    """Describe the tables of a folder; made gives the rows and card ids of each. No time or machine in it."""
    used = sorted({card for _, cards in made.values() for card in cards})
    cards = {card: load_card(card) for card in used}
    package = {
        "profile": "tabular-data-package",
        "name": "totalplace-processed",
        "title": "Public spending by place: processed tables of Total Place",
        "licenses": [{"name": name} for name in sorted({card.licence for card in cards.values()})],
        "sources": [_source(card) for card in cards.values()],
        "resources": [
            _resource(table, rows, [cards[i] for i in ids]) for table, (rows, ids) in sorted(made.items())
        ],
    }
    (folder / NAME).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def text(folder: Path) -> str:
    """The description as written, "" where there is none."""
    path = folder / NAME
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _source(card: Card) -> dict[str, Any]:
    """One publication with the hash of every input file."""
    return {
        "name": card.id,
        "title": f"{card.producer}: {card.title}",
        "path": card.landing_page,
        "licence": card.licence,
        "attribution": card.attribution,
        "not_held": card.not_held,
        "files": [{"path": file.path, "sha256": file.sha256, "quality": file.quality} for file in card.files],
    }


def _resource(table: str, rows: int, cards: Sequence[Card]) -> dict[str, Any]:
    """One table."""
    schema = contract(table)
    fields = [
        {"name": name, "type": _type(str(column.dtype)), "description": column.description}
        for name, column in schema.columns.items()
    ]
    return {
        "name": table,
        "title": schema.title,
        "path": f"{table}.parquet",
        "format": "parquet",
        "rows": rows,
        "schema": {"fields": fields, "primaryKey": list(schema.unique or [])},
        "sources": [card.id for card in cards],
        "licenses": [{"name": name} for name in sorted({card.licence for card in cards})],
    }


def _type(dtype: str) -> str:
    """Type of a field in the words of a data package."""
    return next(name for start, name in _TYPES.items() if dtype.startswith(start))
