"""totalplace revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsJson, check_one_format, print_csv, records, to_json
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.revisions import Revisions


@app.command("revisions", short_help="What each Treasury edition said of a year.")
def revisions(
    context: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help="A financial year such as 2012-13.")],
    department: Annotated[
        str, typer.Option(metavar="NAME", help="Segments of one department, by a part of its name.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many rows are listed.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What every edition of the Treasury's regional analysis said of England in one year, by department or segment."""
    check_one_format(context)
    with working(f"Comparing editions of {year[:10]}"):
        from totalplace_lib.analysis.revisions import revised

        found = revised(year, department)
    if as_json:
        facts = {"year": found.year, "in_use": found.in_use, "department": found.department}
        print(to_json(facts | {"rows": records(found.table)}))
    elif as_csv:
        print_csv(found.table)
    else:
        print(_in_words(found, limit))


def _in_words(found: Revisions, limit: int) -> str:
    """A table in GBP million; "-" where an edition does not name the segment."""
    names = [name.removeprefix("cra_") + ("*" if name == found.in_use else "") for name in found.editions]
    head = f"{found.department or 'England, identifiable, all departments'}, {found.year}, GBP million"
    columns = "".join(f"{name:>11}" for name in names)
    rows = [f"{head} (* the edition that is counted)", f"{'':52}{columns}{'change':>11}"]
    for row in found.table.head(limit).to_dict("records"):
        what = str(row["department"])
        if found.department:
            what = f"{row['segment']} {row['programme']} ({row['economic']})"
        amounts = "".join(_million(row[name]) for name in (*found.editions, "change_gbp"))
        rows.append(f"{what[:51]:52}{amounts}")
    total = "".join(_million(found.table[name].sum()) for name in (*found.editions, "change_gbp"))
    left = len(found.table) - limit
    more = [f"... and {left:,} more (--limit, or --json or --csv for all)"] if left > 0 else []
    return "\n".join([*rows, f"{'All':52}{total}", *more])


def _million(amount: float) -> str:
    return f"{'-':>11}" if amount != amount else f"{amount / 1e6:>11,.1f}"
