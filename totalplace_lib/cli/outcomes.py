"""totalplace outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give
from totalplace_lib.cli.shared_options import PLACE_HELP, complete_place, complete_year, with_years
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.came_of_it import CameOfIt


@app.command("outcomes", short_help="What came of it: official indicators beside the money that serves them.")
def outcomes(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help=PLACE_HELP, autocompletion=complete_place)],
    year: Annotated[
        str,
        typer.Option(
            "--year", "-y", help="Last year of the money (default: the newest).", autocompletion=complete_year
        ),
    ] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Official indicators of a place over the years with their intervals, beside the money of all bodies. Until 2010-11
    with the local area agreements, later with the Local Outcomes Framework of 2026."""
    check_one_format(context)
    [(where, when)] = with_years(context, [place], year)
    with working("Counting the years and reading the indicators"):
        from totalplace_lib.analysis import came_of_it as analysis

        made = analysis.outcomes(where, when or None)
    sheets = [
        Table("changes", f"{made.place.name}: indicators, first and last year", made.changes),
        Table("indicators", "Every indicator and year", made.indicators),
        Table("money", "Money by what it serves", made.money),
    ]
    give(
        context, lambda: analysis.as_record(made), made.indicators, lambda: sheets, lambda: _in_words(made),
        subtitle=f"Framework: {made.framework}", source="ons_local_statistics; Total Place count", year=made.base,
    )  # fmt: skip


def _in_words(made: CameOfIt) -> str:
    """Each outcome with its money and indicators; what moved beyond its intervals is marked."""
    money = made.money[made.money["year"] == made.base].set_index("group")["real_per_head_gbp"]
    head = f"{made.place.name}: what came of it, by the {made.framework} (money: all bodies, £ for each resident)"
    rows = [head]
    for group, money_group in made.groups[["group", "money_group"]].itertuples(index=False):
        spent = f"£{money[money_group]:,.0f} in {made.base}" if money_group in money.index else "money [n]"
        rows.append(f"{group}: {spent}")
        own = made.changes[made.changes["group"] == group]
        rows += [_row(row) for row in own.to_dict("records")] or ["  no indicator is held [x]"]
    return "\n".join([*rows, "* moved beyond the 95% intervals of both years; no other change is told."])


def _row(row: Mapping[Hashable, Any]) -> str:
    """An indicator in its first and last year, with the interval of the last."""
    between = (
        f" ({row['last_low']:,.1f} to {row['last_high']:,.1f})" if row["last_low"] == row["last_low"] else ""
    )
    name = f"{row['name']}, {row['unit']}"
    first = f"{row['first_value']:,.1f} in {row['first_year']}"
    last = f"{row['last_value']:,.1f}{between} in {row['last_year']}"
    return f"  {name:75}{first:>22}  {last}{' *' if row['moved'] else ''}"
