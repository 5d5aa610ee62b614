"""totalplace budgets."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give
from totalplace_lib.cli.shared_options import PLACE_HELP, complete_place
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.budgets import Budgets


@app.command("budgets", short_help="What a place's councils planned to spend, beside outturn.")
def budgets(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help=PLACE_HELP, autocompletion=complete_place)],
    year: Annotated[
        str, typer.Option("--year", "-y", help="Year of the budgets (default: the newest held).")
    ] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Budgets [p] of a place's councils by service beside their outturn. Plans: never part of a count or a series."""
    check_one_format(context)
    with working("Reading the budgets"):
        from totalplace_lib.analysis import budgets as analysis

        made = analysis.budgets(place, year)
    headline = f"{made.place}: budget {made.year} [p] and outturn {made.outturn_year}"
    sheets = [
        Table("services", headline, made.table),
        Table("councils", "The councils behind them", made.councils),
    ]
    give(
        context, lambda: analysis.as_record(made), made.table, lambda: sheets, lambda: _in_words(made),
        subtitle="Net current expenditure of councils, £", source=", ".join(made.source_ids), year=made.outturn_year,
    )  # fmt: skip


def _in_words(made: Budgets) -> str:
    """A line for each service, the total last; who is left out."""
    head = (
        f"{made.place}: councils' net current expenditure, £ (a budget [p] is a plan: never part of a count)"
    )
    heading = f"{'':45}{f'budget {made.year} [p]':>24}{f'outturn {made.outturn_year}':>22}{'difference':>20}"
    rows = [_service(row) for row in made.table.to_dict("records")]
    said = [f"Without a budget or an outturn, left out [x]: {', '.join(made.left_out)}."] * bool(
        made.left_out
    )
    said += [f"Left out, for they serve other places too: {', '.join(made.wider)}."] * bool(made.wider)
    said += ["Outturn [e]: estimated for a council that made no return."] * bool(
        (made.table["outturn_marker"] == "e").any()
    )
    return "\n".join([head, *([heading, *rows] if rows else []), *said])


def _service(row: Mapping[Hashable, Any]) -> str:
    """Budget, outturn with its marker, and the difference."""
    planned, spent, apart = (
        f"{float(row[name]):,.0f}" if row[name] == row[name] else "-"
        for name in ("budget_gbp", "outturn_gbp", "difference_gbp")
    )
    marker = f"[{row['outturn_marker']}]" if row["outturn_marker"] else ""
    return f"  {row['service']:43}{planned:>20} [p]{spent:>22} {marker:3}{apart:>16}"
