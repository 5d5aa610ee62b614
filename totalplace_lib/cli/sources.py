"""totalplace sources, totalplace build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse_if
from totalplace_lib.cli.output import AsJson, to_json
from totalplace_lib.cli.working import working
from totalplace_lib.errors import UsageError

if TYPE_CHECKING:
    from totalplace_lib.sources.holdings import Holding

RawOption = Annotated[
    Path | None,
    typer.Option("--raw", help="Folder of the publications (default: data/raw).", show_default=False),
]


@app.command("sources", short_help="List the publications and their state.")
def list_sources(
    context: typer.Context,
    raw: RawOption = None,
    as_json: AsJson = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write docs/data_log.md and docs/assumptions.md from config/.")
    ] = False,
) -> None:
    """List the publications: state of their files, age, licence, years, who uses them; and files on no card."""
    from totalplace_lib import project
    from totalplace_lib.sources import data_log, holdings

    refuse_if(context, "markdown", "--markdown writes docs/ from config/", "raw", "as_json")
    if markdown:
        home = project.own_folder("totalplace sources --markdown")
        for path in data_log.write(home / "docs"):
            print(f"{path.relative_to(home).as_posix()} written")
        return
    folder = raw or project.raw_path()
    with working("Looking at the publications"):
        held = holdings.holdings(folder)
    if as_json:
        print(to_json([holding.record() for holding in held]))
        return
    for holding in held:
        print(_shown(holding))
    present = sum(word == "present" for holding in held for word in holding.states.values())
    total = sum(len(holding.states) for holding in held)
    print(
        f"{present} of {total} files are in {folder} (totalplace fetch fills it; counting needs none of them)"
    )
    strangers = holdings.strangers(folder, [holding.card for holding in held])
    for one in strangers:
        if one.note:
            print("\n".join(filter(None, [f"{one.path}: {one.note}", one.entry])))
    if unknown := [one.path for one in strangers if not one.note]:
        shown = ", ".join(unknown[:5]) + (" ..." if len(unknown) > 5 else "")
        print(f"on no card, and not recognised ({len(unknown)}): {shown}")


def _shown(holding: Holding) -> str:
    """One publication in a few lines."""
    card, use = holding.card, holding.use
    qualities = ", ".join(sorted({file.quality for file in card.files}))
    return "\n  ".join(
        [
            card.id,
            f"{card.producer}: {card.title}",
            f"{holding.state}; {card.span}; {qualities}; {holding.age}",
            f"{card.licence}; {card.landing_page}",
            f"tables: {', '.join(use.tables) or 'none'}",
            f"read by: {', '.join(use.notebooks) or 'no notebook'}; reports: {', '.join(use.reports) or 'none'}",
            *([f"not held: {card.not_held}"] if card.not_held else []),
        ]
    )


@app.command("build", short_help="Make the tables from the publications.")
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

    if not check:
        project.own_folder("totalplace build")
    folder = raw or project.raw_path()
    if not folder.is_dir():
        raise UsageError(
            f"{folder} is not a folder. Name the folder of the publications: totalplace build --raw DIR."
        )
    make = builder.check if check else builder.build
    with working("Reading the publications", len(builder.REGISTRY)) as now:
        result = make(folder, project.processed_path(), watch=lambda name: now.step(f"{name} is read"))
    word = "proved" if check else "written"
    for table in result.tables:
        print(f"{table.name:35} {table.rows:9,} rows {table.bytes:11,} bytes")
    print(f"{len(result.tables)} tables {word}, {result.bytes / 1e6:.1f} MB")
