"""totalplace run, totalplace check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.errors import UsageError


@app.command("run")
def run(
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[PLACE]...", help="Default: the 13 pilots and Cumbria.")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", "-r", help="Report by name (config/reports.csv); may be repeated."),
    ] = None,
    year: Annotated[
        list[str] | None, typer.Option("--year", "-y", help="Financial year; may be repeated.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Reports at a time (default: one per core).")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the reports.")] = Path("reports"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Make reports: execute the notebooks, render them to HTML, write the index."""
    from totalplace_lib import project, workbench
    from totalplace_lib.publish.batch import run_batch
    from totalplace_lib.publish.plan import make_plan
    from totalplace_lib.publish.progress import progress_for
    from totalplace_lib.publish.selection import Selection

    chosen = places or list(workbench.places_with_reports())
    selection = Selection(chosen, report or ["count"], year or ["2008-09"])
    plan = make_plan([selection], lambda slug: workbench.find_place(slug).name)
    target = out if out.is_absolute() else project.home() / out
    record = run_batch(plan, target, jobs, progress=progress_for(quiet))
    if not quiet:
        print(f"{target / 'index.html'}")
    raise typer.Exit(record.exit_code)


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of reports, or one page.")] = Path("reports"),
) -> None:
    """Check finished pages: structure, accessibility, nothing remote, no gap shown as a number, size."""
    from totalplace_lib.publish.checks import check_page

    pages = sorted(folder.rglob("*.html")) if folder.is_dir() else [folder]
    if not pages or not all(page.is_file() for page in pages):
        raise UsageError(f"No pages in {folder}. Make them with 'totalplace run'.")
    faults = [(page, fault) for page in pages for fault in check_page(page.read_text(encoding="utf-8"))]
    for page, fault in faults:
        print(f"{page}: {fault}")
    print(f"{len(pages)} pages checked, {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)
