"""totalplace start."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.errors import UsageError


@app.command("start", short_help="Lay out a project folder of your own.")
def start(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Lay out config, data and notebooks in a folder of your own, to edit; from there on it is the project."""
    from totalplace_lib import project

    source = project.home()
    _check_free(folder, source)
    there_was = folder.is_dir()
    try:
        for part in project.PARTS:
            shutil.copytree(
                source / part,
                folder / part,
                copy_function=shutil.copyfile,
                ignore=shutil.ignore_patterns(".*"),
            )
        (folder / "data" / "raw").mkdir()
    except (OSError, shutil.Error) as fault:
        for path in folder.iterdir() if there_was else [folder]:
            shutil.rmtree(path, ignore_errors=True)
        raise UsageError(f"{folder} cannot be filled ({fault}). Nothing was left there.") from fault
    print(_what_next(folder, source))


def _check_free(folder: Path, source: Path) -> None:
    """UsageError unless the folder is new or empty, and outside what would be copied."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a new or empty folder.")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Name a new or empty folder: nothing is ever overwritten.")
    if any(folder.resolve().is_relative_to(source / part) for part in ("config", "data", "notebooks")):
        raise UsageError(
            f"{folder} is inside {source}, which would be copied into itself. Name another folder."
        )


def _what_next(folder: Path, source: Path) -> str:
    lines = [
        f"{folder} is ready, a copy of {source}:",
        "  config/          what analysts decide, as text: edit it",
        "  data/processed/  the tables that are counted from",
        "  notebooks/       the analyses: open and change them",
        "Next:",
        f'  cd "{folder}"',
        "  totalplace count birmingham     counts from this folder now",
        "  totalplace run birmingham       writes reports/index.html",
        "  jupyter lab notebooks           opens the notebooks; begin with tutorial.ipynb",
        "  git init                        keeps a record of what you change",
    ]
    return "\n".join(lines)
