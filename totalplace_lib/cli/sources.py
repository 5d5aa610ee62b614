"""totalplace sources, totalplace build."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.counting import AsJson, to_json
from totalplace_lib.errors import UsageError

RawOption = Annotated[
    Path | None,
    typer.Option("--raw", help="Folder of the publications (default: data/raw).", show_default=False),
]


@app.command("sources")
def list_sources(as_json: AsJson = False) -> None:
    """List the publications: producer, title, years, licence, where to find them."""
    from totalplace_lib.sources.cards import load_cards

    cards = [card for _, card in sorted(load_cards().items())]
    if as_json:
        print(to_json([dataclasses.asdict(card) for card in cards]))
        return
    for card in cards:
        print(f"{card.id}\n  {card.producer}: {card.title}\n  {card.licence}\n  {card.landing_page}")


@app.command("build")
def build(
    raw: RawOption = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; prove that the tables are what the publications give."),
    ] = False,
) -> None:
    """Make data/processed from the publications, all or nothing."""
    from totalplace_lib import project
    from totalplace_lib.sources import build as builder

    folder = raw or project.raw_path()
    if not folder.is_dir():
        raise UsageError(
            f"{folder} is not a folder. Name the folder of the publications: totalplace build --raw DIR."
        )
    result = (
        builder.check(folder, project.processed_path())
        if check
        else builder.build(folder, project.processed_path())
    )
    word = "proved" if check else "written"
    for table in result.tables:
        print(f"{table.name:35} {table.rows:9,} rows {table.bytes:11,} bytes")
    print(f"{len(result.tables)} tables {word}, {result.bytes / 1e6:.1f} MB")
