"""totalplace series, totalplace diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.counting import AsJson, YearOption, to_json

if TYPE_CHECKING:
    from totalplace_lib.bench.editions import Changes


@app.command("series")
def series(
    place: Annotated[str, typer.Argument(help="Slug, england, region:NAME, or codes joined by +.")],
    first: Annotated[
        str, typer.Option("--from", help="First financial year (default: the first countable).")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", help="Last financial year (default: the last countable).")
    ] = "",
    base: Annotated[
        str, typer.Option(help="Year of the prices of real terms (default: the last year).")
    ] = "",
    by: Annotated[
        str, typer.Option(help="spender_group, function, control, economic, block or payer.")
    ] = "spender_group",
    as_json: AsJson = False,
) -> None:
    """Public spending of a place over the years: cash, real terms, per head; breaks [b] and gaps [x] marked."""
    from totalplace_lib.bench.series import as_record
    from totalplace_lib.bench.series import series as make

    made = make(place, first, last, base, by)
    if as_json:
        print(to_json(as_record(made)))
        return
    print(f"{made.place}: GBP of the year, GBP per head of the year and in {made.base} prices")
    for row in made.table.to_dict("records"):
        amounts = (row["amount_gbp"], row["per_head_gbp"], row["real_per_head_gbp"])
        figures = " ".join(f"{amount:18,.0f}" if amount == amount else f"{'-':>18}" for amount in amounts)
        mark = f"[{row['marker']}] {row['note']}".rstrip() if row["marker"] else ""
        print(f"{row['group']:45} {row['year']} {figures}  {mark}".rstrip())


@app.command("diff")
def diff(
    one: Annotated[
        str, typer.Argument(metavar="A", help="PLACE, PLACE@YEAR, or a file of 'totalplace count --json'.")
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="The same; it is compared with A.")],
    year: YearOption = "2008-09",
    limit: Annotated[int, typer.Option(min=1, help="How many of the largest changes are listed.")] = 20,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Leave with 1 when the two differ, as git diff does.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What changed between two editions of a count: lines added, removed and changed, closed to the penny."""
    from totalplace_lib.bench.editions import as_record, what_changed

    changes = what_changed(one, other, year)
    print(to_json(as_record(changes)) if as_json else _in_words(changes, limit))
    raise typer.Exit(1 if exit_code and not changes.is_same else 0)


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
        [f"  ... and {len(different) - limit:,} more (--limit, or --json for all)"]
        if len(different) > limit
        else []
    )
    return "\n".join(
        [*head, *summary, *([f"The largest of {len(different):,}:", *rows, *left] if rows else [])]
    )
