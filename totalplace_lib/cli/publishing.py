"""totalplace run, totalplace check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app


@app.command("run")
def run(
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[PLACE]...", help="Default: the 13 pilots and Cumbria.")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            "--report", "-r", help="Report by name (config/reports.csv); may be repeated. Default: count."
        ),
    ] = None,
    all_reports: Annotated[bool, typer.Option("--all", help="Every report of every place named.")] = False,
    year: Annotated[
        list[str] | None, typer.Option("--year", "-y", help="Financial year; may be repeated.")
    ] = None,
    theme: Annotated[
        list[str] | None,
        typer.Option(help="Theme of a deep dive; may be repeated. Default: the place's own."),
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="TOML file of places, reports and years (docs/how-to-batch.md).")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Reports at a time (default: one per core).")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the reports.")] = Path("reports"),
    zipped: Annotated[
        bool, typer.Option("--zip", help="Also write the folder as one zip file, to send.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be made and why; make nothing.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Make all, changed or not.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a stopped batch ended.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another batch in the same folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Make reports: execute the notebooks, render them to HTML, write the index."""
    from rich.console import Console

    from totalplace_lib import project, workbench
    from totalplace_lib.publish.archive import write_archive
    from totalplace_lib.publish.batch import run_batch
    from totalplace_lib.publish.folder import decide, plan_to_resume
    from totalplace_lib.publish.plan import make_plan
    from totalplace_lib.publish.progress import progress_for
    from totalplace_lib.publish.selection import Selection, read_plan_file

    target = out if out.is_absolute() else project.home() / out
    if resume:
        chosen = plan_to_resume(target)
    else:
        parameters = {"theme": theme} if theme else {}
        reports = report or ([] if all_reports else ["deep_dive"] if theme else ["count"])
        asked = Selection(
            places or list(workbench.places_with_reports()), reports, year or ["2008-09"], parameters
        )
        chosen = make_plan(
            read_plan_file(plan) if plan else [asked], lambda slug: workbench.find_place(slug).name
        )
    if dry_run:
        for decision in decide(chosen, target, force):
            print(f"{decision.task.meta.id}: {decision.reason or 'unchanged'}")
        return
    record = run_batch(
        chosen, target, jobs, force=force, resume=resume, wait=wait, progress=progress_for(Console(), quiet)
    )
    if not quiet:
        print(target / "index.html")
    if zipped:
        print(write_archive(target))
    raise typer.Exit(record.exit_code)


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of reports, or one page.")] = Path("reports"),
) -> None:
    """Check finished pages: structure, accessibility, nothing remote, no dead link, no broken number, size."""
    from totalplace_lib.publish.check_folder import check_folder

    pages = check_folder(folder)
    faults = [(page, fault) for page, found in pages.items() for fault in found]
    for page, fault in faults:
        print(f"{page}: {fault}")
    print(f"{len(pages)} pages checked, {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)
