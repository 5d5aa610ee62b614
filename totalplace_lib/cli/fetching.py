"""totalplace fetch."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.sources import RawOption
from totalplace_lib.errors import UsageError
from totalplace_lib.sources.cards import Card, load_cards


@app.command("fetch", short_help="Fill data/raw with the publications.")
def fetch(
    cards: Annotated[
        list[str] | None,
        typer.Argument(help="Cards to fetch (ids of totalplace sources); all where none is named."),
    ] = None,
    raw: RawOption = None,
    mirror: Annotated[
        str,
        typer.Option(
            help="A folder or web address with the same relative paths, instead of each card's own."
        ),
    ] = "",
    saved: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of files saved by hand; they are recognised by their content."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files that are not the ones on their cards.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
) -> None:
    """Fill data/raw with the publications; say what has to be saved by hand. Exit code 3 while something lacks."""
    from totalplace_lib import project
    from totalplace_lib.cli.progress_bar import shown
    from totalplace_lib.errors import Faults
    from totalplace_lib.sources import fetch as fetching

    _check_places(mirror, saved)
    target = raw or project.raw_path()
    steps = fetching.plan(_chosen(cards or []), target, mirror=mirror, saved=saved, replace=replace)
    present = sum(step.way == "present" for step in steps)
    print(f"{present} of {len(steps)} files are there", flush=True)
    todo = [step for step in steps if step.way in ("copy", "download")]
    if dry_run:
        for step in todo:
            print(f"{step.file.path}  would {step.way} {step.source} ({step.file.bytes:,} bytes)")
        if lacking := fetching.shortfalls(steps, target):
            raise Faults("Not all publications would be there", lacking)
        return
    with shown([step.file for step in todo]) as watch:
        fetching.carry_out(steps, target, watch)
    print(f"{len(todo)} files fetched; all {len(steps)} are there, each as on its card")


def _check_places(mirror: str, saved: Path | None) -> None:
    """UsageError when a folder is not there or an address is of a kind that cannot be fetched."""
    if "://" in mirror and not mirror.startswith(("http://", "https://")):
        raise UsageError(f"--mirror {mirror}: a folder, or an address with http:// or https://.")
    folders = [("--mirror", Path(mirror))] if mirror and "://" not in mirror else []
    for option, folder in [*folders, *([("--from", saved)] if saved else [])]:
        if not folder.is_dir():
            raise UsageError(f"{option} {folder}: no such folder.")


def _chosen(ids: list[str]) -> list[Card]:
    """The cards of these ids, or all. UsageError with the nearest id for an unknown one."""
    known = load_cards()
    for one in ids:
        if one not in known:
            near = difflib.get_close_matches(one, list(known), n=3, cutoff=0.3)
            raise UsageError(
                f"No card '{one}'. Nearest: {', '.join(near) or 'none'}. See: totalplace sources."
            )
    return [known[one] for one in ids] if ids else list(known.values())
