"""totalplace revenue."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give
from totalplace_lib.cli.shared_options import FIRST_YEAR, PLACE_HELP, YearOption, complete_place, with_years
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.revenue import Revenue


@app.command("revenue", short_help="What is raised in a place, tax by tax, beside what is spent for it.")
def revenue(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help=PLACE_HELP, autocompletion=complete_place)],
    year: YearOption = FIRST_YEAR,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Taxes and contributions of a region shared by tested keys, with ranges, beside the place's count."""
    check_one_format(context)
    [(where, when)] = with_years(context, [place], year)
    with working("Counting the place and sharing the taxes of its region"):
        from totalplace_lib.analysis import revenue as analysis

        made = analysis.revenue(where, when)
    give(
        context, lambda: analysis.as_record(made), made.lines.drop(columns=["half_width"]),
        lambda: _sheets(made), lambda: _in_words(made), subtitle="£", year=when,
        source="ons_regional_finances, ons_local_statistics, hmrc_personal_incomes, council_revenue_outturn",
    )  # fmt: skip


def _sheets(made: Revenue) -> list[Table]:
    name = f"{made.count.place.name} {made.count.year}"
    return [
        Table("balance", f"{name}: what is raised and what is spent", made.balance),
        Table("taxes", "What is raised, tax by tax", made.by("name")),
        Table("authorities", "What authorities raise themselves", made.councils),
        Table("lines", "Every line with its key", made.lines),
    ]


def _in_words(made: Revenue) -> str:
    """Each group with its range and grade, then the balance, what stands apart last."""
    place, year = made.count.place.name, made.count.year
    head = f"{place} {year}: what is raised, £ million (a region's taxes by tested keys: grade and 90% range)"
    groups = [_row(row, str(row["group"]), str(row["grade"])) for row in made.by().to_dict("records")]
    steps = [
        _row(row, ("apart: " if row["is_apart"] else "") + str(row["step"]), "")
        for row in made.balance.to_dict("records")
    ]
    left = f"{made.unplaced_gbp / 1e6:,.0f} million of the region's North Sea revenue is in no place [n]."
    return "\n".join([head, *groups, "", *steps, *([left] if made.unplaced_gbp else [])])


def _row(row: Mapping[Hashable, Any], name: str, grade: str) -> str:
    """Amount and range in GBP million."""
    amount, low, high = (float(row[each]) / 1e6 for each in ("amount_gbp", "low_gbp", "high_gbp"))
    between = f"{low:,.0f} to {high:,.0f}" if low != high else ""
    return f"  {name:78}{amount:>12,.0f}  {between:>22}  {grade}".rstrip()
