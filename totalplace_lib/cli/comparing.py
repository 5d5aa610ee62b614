"""totalplace diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse, was_typed
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give
from totalplace_lib.cli.shared_options import FIRST_YEAR, YearOption, complete_place
from totalplace_lib.cli.working import working
from totalplace_lib.count.names import written

if TYPE_CHECKING:
    from totalplace_lib.analysis.diff import Changes


@app.command("diff", short_help="What changed between two counts.")
def diff(
    context: typer.Context,
    one: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help="PLACE, PLACE@YEAR, or a file of 'totalplace count --json'.",
            autocompletion=complete_place,
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(metavar="B", help="The same; it is compared with A.", autocompletion=complete_place),
    ],
    year: YearOption = FIRST_YEAR,
    limit: Annotated[int, typer.Option(min=1, help="How many of the largest changes are listed.")] = 20,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Leave with 1 when the two differ, as git diff does.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """What changed between two editions of a count: lines added, removed and changed, closed to the penny."""
    _check_diff(context, one, other)
    with working(f"Comparing {one[:60]} with {other[:60]}"):
        from totalplace_lib.analysis.diff import as_record, what_changed

        changes = what_changed(one, other, year)
    source = ", ".join(sorted({*changes.before.source_ids, *changes.after.source_ids})) or "The files named"
    give(
        context, lambda: as_record(changes), changes.lines, lambda: _sheets(changes),
        lambda: _in_words(changes, limit), title=f"From {changes.before.name} to {changes.after.name}",
        subtitle="£ of the year", source=source, year=max(changes.before.year, changes.after.year),
    )  # fmt: skip
    raise typer.Exit(1 if exit_code and not changes.is_same else 0)


def _check_diff(context: typer.Context, one: str, other: str) -> None:
    check_one_format(context)
    if any(context.params[name] for name in ("as_json", "as_csv", "excel")):
        refuse(context, "every change is given", "limit")
    if was_typed(context, "year") and all(
        text.lower().endswith(".json") or written(text).year for text in (one, other)
    ):
        refuse(context, "A and B have years of their own", "year")


def _sheets(changed: Changes) -> list[Table]:
    from totalplace_lib.analysis.diff import by_change

    return [
        Table("summary", "How many lines changed in which way", by_change(changed.lines)),
        Table("changes", "Every line of the two, the largest change first", changed.lines),
    ]


def _in_words(changed: Changes, limit: int) -> str:
    """The totals, how many lines changed in which way, and the largest changes."""
    from totalplace_lib.analysis.diff import SAME, by_change

    head = [
        f"{changed.before.name}: {changed.before.total_gbp:,.2f}",
        f"{changed.after.name}: {changed.after.total_gbp:,.2f}",
        f"Difference: {changed.difference_gbp:+,.2f}",
    ]
    summary = [
        f"  {row['change']:10} {row['lines']:7,} lines {row['difference_gbp']:+22,.2f}"
        for row in by_change(changed.lines).to_dict("records")
    ]
    different = changed.lines[changed.lines["change"] != SAME]
    rows = [
        f"  {row['change']:10} {row['difference_gbp']:+18,.0f}  {row['spender']}: {row['programme']} "
        f"({row['function']}, {row['economic']})"
        for row in different.head(limit).to_dict("records")
    ]
    left = (
        [f"  ... and {len(different) - limit:,} more (--limit, or --json or --csv for all)"]
        if len(different) > limit
        else []
    )
    return "\n".join(
        [*head, *summary, *([f"The largest of {len(different):,}:", *rows, *left] if rows else [])]
    )
