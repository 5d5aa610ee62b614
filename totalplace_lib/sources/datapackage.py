"""datapackage.json beside the tables: fields, keys, sources, licences, rows; hashes of each table and of its inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from totalplace_lib.checksums import PACKAGE, checksum_of, read_package
from totalplace_lib.schema import contract
from totalplace_lib.sources.cards import Card, load_card

_TYPES = {"str": "string", "float": "number", "int": "integer", "bool": "boolean"}


def write(folder: Path, made: Mapping[str, tuple[int, Sequence[str]]]) -> None:
    """Describe the tables that lie in a folder; made gives the rows and card ids of each. No time or machine in it."""
    used = sorted({card for _, cards in made.values() for card in cards})
    cards = {card: load_card(card) for card in used}
    package = {
        "profile": "tabular-data-package",
        "name": "totalplace-processed",
        "title": "Public spending by place: processed tables of Total Place",
        "licenses": [{"name": name} for name in sorted({card.licence for card in cards.values()})],
        "sources": [_source(card) for card in cards.values()],
        "resources": [
            _resource(folder / f"{table}.parquet", rows, [cards[i] for i in ids])
            for table, (rows, ids) in sorted(made.items())
        ],
    }
    (folder / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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


def without_checksums(folder: Path) -> dict[str, Any]:
    """What it says of the tables but for their bytes, which another version of pyarrow may write otherwise."""
    package = read_package(folder)
    for resource in package["resources"]:
        resource.pop("bytes", None)
        resource.pop("hash", None)
    return package


def _resource(path: Path, rows: int, cards: Sequence[Card]) -> dict[str, Any]:
    """One table."""
    schema, written = contract(path.stem), checksum_of(path.read_bytes())
    fields = [
        {"name": name, "type": _type(str(column.dtype)), "description": column.description}
        for name, column in schema.columns.items()
    ]
    return {
        "name": path.stem,
        "title": schema.title,
        "path": path.name,
        "format": "parquet",
        "bytes": written.bytes,
        "hash": written.hash,
        "rows": rows,
        "schema": {"fields": fields, "primaryKey": list(schema.unique or [])},
        "sources": [card.id for card in cards],
        "licenses": [{"name": name} for name in sorted({card.licence for card in cards})],
    }


def _type(dtype: str) -> str:
    """Type of a field in the words of a data package."""
    return next(name for start, name in _TYPES.items() if dtype.startswith(start))
