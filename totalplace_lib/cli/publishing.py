"""totalplace run, totalplace check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse_if, was_typed
from totalplace_lib.cli.shared_options import (
    ReturnsOption,
    complete_place,
    complete_report,
    complete_theme,
    complete_year,
    with_years,
)
from totalplace_lib.cli.working import working
from totalplace_lib.errors import UsageError

if TYPE_CHECKING:
    from totalplace_lib.publish.plan import Plan
    from totalplace_lib.publish.selection import Selection


Places = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PLACE]...",
        help="PLACE or PLACE@YEAR. Default: the 13 pilots and Cumbria.",
        autocompletion=complete_place,
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        "-r",
        help="Report by name (config/reports.csv); may be repeated. Default: count; where no place is named, also the "
        "deep dives of each pilot's own themes.",
        autocompletion=complete_report,
    ),
]
AllReports = Annotated[bool, typer.Option("--all", help="Every report of every place named.")]
Years = Annotated[
    list[str] | None,
    typer.Option("--year", "-y", help="Financial year; may be repeated.", autocompletion=complete_year),
]
Themes = Annotated[
    list[str] | None,
    typer.Option(
        help="Theme of a deep dive; may be repeated. Default: the place's own.", autocompletion=complete_theme
    ),
]
PlanFile = Annotated[
    Path | None, typer.Option(help="TOML file of places, reports and years (docs/how-to-batch.md).")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Reports at a time (default: one per core).")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder of the reports.")]
Zipped = Annotated[bool, typer.Option("--zip", help="Also write the folder as one zip file, to send.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be made and why; make nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Make all, changed or not.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a stopped batch ended.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for another batch in the same folder.")]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Dask scheduler: tcp://scheduler:8786 (docs/how-to-cluster.md)."),
]
CellSeconds = Annotated[int | None, typer.Option(min=1, help="Time limit of one cell, in seconds.")]
MemoryMb = Annotated[
    int | None, typer.Option(min=1, help="What a report may use beyond what it starts with, in MB (Linux).")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


OF_THE_PROGRAMME = ("count", "deep_dive")
"""What each pilot and Cumbria did in 2009: counted its money, and looked into the themes of its own."""
_WHAT = ("places", "report", "all_reports", "year", "theme", "returns")
_HOW = ("jobs", "zipped", "wait", "cluster", "cell_seconds", "memory_mb", "quiet")


@app.command("run", short_help="Make reports from the notebooks.")
def run(
    context: typer.Context,
    places: Places = None,
    report: Reports = None,
    all_reports: AllReports = False,
    year: Years = None,
    theme: Themes = None,
    returns: ReturnsOption = "none",
    plan: PlanFile = None,
    jobs: Jobs = None,
    out: Out = Path("reports"),
    zipped: Zipped = False,
    dry_run: DryRun = False,
    force: Force = False,
    resume: Resume = False,
    wait: Wait = False,
    cluster: Cluster = None,
    cell_seconds: CellSeconds = None,
    memory_mb: MemoryMb = None,
    quiet: Quiet = False,
) -> None:
    """Make reports: execute the notebooks, render them to HTML, write the pages that lead to them."""
    from rich.console import Console

    from totalplace_lib import project
    from totalplace_lib.publish.archive import write_archive
    from totalplace_lib.publish.batch import run_batch
    from totalplace_lib.publish.cluster import workers_for
    from totalplace_lib.publish.folder import decide, plan_to_resume
    from totalplace_lib.publish.progress import progress_for

    _check_options(context)
    target = project.reports_path(out)
    with working("Checking what is to be made"):
        asked = _parameters(context, report, theme, returns)
        chosen = plan_to_resume(target) if resume else _plan(places, report, all_reports, year, asked, plan)
    if not quiet:
        _say_left_out(chosen)
    if dry_run:
        for decision in decide(chosen, target, force):
            print(f"{decision.task.meta.id}: {decision.reason or 'unchanged'}")
        return
    shown = progress_for(Console(), quiet)
    limits = {"cell_seconds": cell_seconds, "memory_mb": memory_mb}
    with workers_for(chosen, cluster) as far:
        here = jobs or (far.size if far else None)
        record = run_batch(
            chosen, target, here, far, force=force, resume=resume, wait=wait, progress=shown, **limits
        )
    if not quiet:
        print(target / "index.html")
    if zipped:
        print(write_archive(target))
    raise typer.Exit(record.exit_code)


def _say_left_out(plan: Plan) -> None:
    """To the error stream, so that what reads the answer is not disturbed."""
    for words in plan.left_out:
        print(f"Not made: {words}", file=sys.stderr)


def _check_options(context: typer.Context) -> None:
    """UsageError for what would be ignored."""
    refuse_if(context, "plan", "--plan says what is to be made", *_WHAT)
    refuse_if(context, "resume", "--resume goes on with what the stopped batch was to make", *_WHAT, "plan")
    refuse_if(context, "all_reports", "--all makes every report", "report")
    refuse_if(
        context, "returns", "returns are for the reports that take them, named with --report", "all_reports"
    )
    refuse_if(context, "dry_run", "--dry-run makes nothing", *_HOW)
    refuse_if(context, "cluster", "the cluster's workers say how many reports are made at a time", "jobs")
    places, years = context.params["places"] or [], context.params["year"] or []
    with_years(context, places, ", ".join(years))


def _parameters(
    context: typer.Context, report: list[str] | None, theme: list[str] | None, returns: str
) -> dict[str, Any]:
    """What is asked of the notebooks beyond place and year. Figures with returns go into a folder of their own: they
    are another edition, and unpublished ones are not for publication."""
    asked: dict[str, Any] = {"theme": theme} if theme else {}
    if not was_typed(context, "returns"):
        return asked
    from totalplace_lib.analysis.returns import check_choice
    from totalplace_lib.returns.answers import Choice

    choice = check_choice(returns)
    is_usual = choice is Choice.NONE or (choice is Choice.PUBLISHED and report == ["returns"])
    if not is_usual and not was_typed(context, "out"):
        why = "not for publication" if choice.is_unpublished else "another edition of the figures"
        raise UsageError(
            f"--returns {returns} makes pages that are {why}: write them into a folder of their own with --out."
        )
    return asked | {"returns": returns}


def _plan(
    places: list[str] | None,
    report: list[str] | None,
    all_reports: bool,
    year: list[str] | None,
    parameters: Mapping[str, Any],
    file: Path | None,
) -> Plan:
    """What the file says; without one, what the command line says."""
    from totalplace_lib.national.finding import find_place
    from totalplace_lib.national.places import places_with_reports
    from totalplace_lib.publish.plan import make_plan
    from totalplace_lib.publish.selection import read_plan_file

    if file:
        chosen = read_plan_file(file)
    else:
        if year and report:
            _check_takes_year(report)
        usual = ["deep_dive"] if "theme" in parameters else ["count"] if places else list(OF_THE_PROGRAMME)
        reports = report or ([] if all_reports else usual)
        slugs = places or list(places_with_reports())
        chosen = _selections(slugs, reports, year or ["2008-09"], parameters)
    return make_plan(chosen, lambda slug: find_place(slug).name)


def _selections(
    slugs: list[str], reports: list[str], years: list[str], parameters: Mapping[str, Any]
) -> list[Selection]:
    """What is asked for; returns are told to the reports that take them. UsageError where none does."""
    from totalplace_lib.publish.catalogue import report_kinds
    from totalplace_lib.publish.selection import Selection

    if "returns" not in parameters:
        return [Selection(slugs, reports, years, parameters)]
    kinds = report_kinds()
    taking = [name for name in reports if name in kinds and "returns" in kinds[name].parameters]
    if not taking:
        able = ", ".join(name for name, kind in kinds.items() if "returns" in kind.parameters)
        raise UsageError(
            f"--returns would not be used: reports that take returns are {able}. Name one with --report."
        )
    others = [name for name in reports if name not in taking]
    plain = {name: value for name, value in parameters.items() if name != "returns"}
    told = [Selection(slugs, taking, years, parameters)]
    return [*told, *([Selection(slugs, others, years, plain)] if others else [])]


def _check_takes_year(reports: list[str]) -> None:
    """UsageError where no report of those asked for takes the year that was typed."""
    from totalplace_lib.publish.catalogue import report_kinds

    kinds = report_kinds()
    known = [kinds[name] for name in reports if name in kinds]
    if len(known) == len(reports) and not any("year" in kind.parameters for kind in known):
        raise UsageError(
            f"--year would not be used: {' and '.join(reports)} is not about one year. Leave it out; years of a "
            "series are named in a plan (parameters first and last, docs/how-to-batch.md)."
        )


@app.command("check", short_help="Check finished pages.")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of reports, or one page (default: where run writes them).")
    ] = None,
) -> None:
    """Check finished pages: structure, accessibility, nothing remote, no dead link, no broken number, size; one figure
    under one name in all reports of a place and year."""
    from totalplace_lib import project
    from totalplace_lib.publish.check_folder import check_folder

    with working("Checking the pages"):
        pages = check_folder(folder or project.reports_path(Path("reports")))
    faults = [(page, fault) for page, found in pages.items() for fault in found]
    for page, fault in faults:
        print(f"{page}: {fault}")
    print(f"{len(pages)} pages checked, {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)
